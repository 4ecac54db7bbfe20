"""`quarterhour backtest`: the forecast against the seasonal naive, on the organisation's own past."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words

ORIGINS = 6
MOST_DAYS, MOST_ORIGINS = 400, 60


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_backtest"))
    def backtest(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        out: Annotated[Path | None, typer.Option(help=words("cli.help_forecast_out"))] = None,
        days: Annotated[int | None, typer.Option(min=1, max=MOST_DAYS, help=words("cli.help_days"))] = None,
        origins: Annotated[int, typer.Option(min=1, max=MOST_ORIGINS, help=words("cli.help_origins"))] = ORIGINS,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.backtesting import play_back, write_backtest
        from api.cli.backtest_summary import as_data, show_backtest
        from api.cli.errors import network_for, refuse, user_errors
        from api.cli.progress import watched
        from forecast.backtest import TooShortError

        with user_errors(words):
            base = network_for("forecast", network, words)
            asked = days or 7 * base.settings.plan_weeks
            try:
                with watched(words) as progress:
                    found = play_back(base, days=asked, origins=origins, progress=progress)
            except TooShortError:
                refuse(words("cli.history_too_short"))
            page = None if out is None else write_backtest(found, base, out, words.language)
            if as_json:
                typer.echo(json.dumps(as_data(found), ensure_ascii=False, allow_nan=False))
            else:
                show_backtest(found, base, words, page, progress.stopped)
