"""`quarterhour adjustments`: whether planners' adjustments of the forecast helped."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_adjustments"))
    def adjustments(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        out: Annotated[Path | None, typer.Option(help=words("cli.help_adjustments_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from threadpoolctl import threadpool_limits

        from api.cli.adjustment_summary import as_data, show_hindsight
        from api.cli.errors import network_for, refuse, user_errors
        from api.cli.progress import watched
        from api.export.adjustments import write_hindsight
        from scenarios.plan.hindsight import look_back

        with user_errors(words):
            base = network_for("forecast", network, words)
            if not base.has("adjustments"):
                refuse(words("cli.no_adjustments"))
            with watched(words) as progress, threadpool_limits(limits=1):
                seen = look_back(base, progress)
            if out is not None:
                write_hindsight(seen, out)
            if as_json:
                typer.echo(json.dumps(as_data(seen), ensure_ascii=False, allow_nan=False))
            else:
                show_hindsight(seen, base, words)
