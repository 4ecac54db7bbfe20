"""`quarterhour backtest`: the forecast against the seasonal naive, on the organisation's own past."""

from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_backtest"))
    def backtest(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.backtest import score
        from api.cli import console
        from api.cli.errors import network_for, refuse, user_errors
        from api.cli.progress import watched

        with user_errors(words):
            base = network_for("forecast", network, words)
            with watched(words) as progress:
                scored = score(base, progress)
            if scored.empty:
                refuse(words("cli.history_too_short"))
            if as_json:
                typer.echo(scored.reset_index().to_json(orient="records", force_ascii=False))
                return
            columns = [
                words.label("model", "ours"),
                words.label("model", "seasonal_naive"),
                words("report.better_by"),
            ]
            table = console.grid(words("report.backtest"), words("report.outlet"), *columns, numeric=(1, 2, 3))
            for outlet, row in scored.iterrows():
                name = words("report.all") if outlet == "" else outlet
                console.add(
                    table, name, *(words.share(float(row[key])) for key in ("ours", "seasonal_naive", "better"))
                )
            console.results.print(table)
