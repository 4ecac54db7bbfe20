"""`quarterhour forecast`: demand ahead by itself, as tables and as a page."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words

MOST_DAYS = 400
MOMENTS = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_forecast"))
    def forecast(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        out: Annotated[Path, typer.Option(help=words("cli.help_forecast_out"))],
        days: Annotated[int | None, typer.Option(min=1, max=MOST_DAYS, help=words("cli.help_days"))] = None,
        now: Annotated[datetime | None, typer.Option(formats=MOMENTS, help=words("cli.help_now"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli.errors import network_for, user_errors
        from api.cli.forecast_summary import as_data, show_forecast
        from api.cli.progress import watched
        from api.forecasting import forecast_to_files, wall_clock

        with user_errors(words):
            base = network_for("forecast", network, words)
            asked = days or 7 * base.settings.plan_weeks
            moment = None if now is None else wall_clock(base, now)
            with watched(words) as progress:
                seen, page = forecast_to_files(
                    base, out, days=asked, language=words.language, progress=progress, now=moment
                )
            if as_json:
                typer.echo(json.dumps(as_data(seen, out), ensure_ascii=False, allow_nan=False))
            else:
                show_forecast(seen, base, words, page, progress.stopped)
