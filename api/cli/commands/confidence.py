"""`quarterhour confidence`: what it costs to be surer that promises hold."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_confidence"))
    def confidence(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        paths: Annotated[int, typer.Option(min=1, max=1000, help=words("cli.help_confidence_paths"))] = 10,
        hour: Annotated[float | None, typer.Option(min=0.01, help=words("cli.help_confidence_hour"))] = None,
        late: Annotated[float | None, typer.Option(min=0, help=words("cli.help_confidence_late"))] = None,
        lost: Annotated[float | None, typer.Option(min=0, help=words("cli.help_confidence_lost"))] = None,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_confidence_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from threadpoolctl import threadpool_limits

        from api.cli import console
        from api.cli.confidence_summary import show_confidence
        from api.cli.errors import refuse, user_errors
        from api.export.confidence import write_confidence
        from api.report.confidence_page import plain
        from api.stored import stored_plan
        from optimize.requirement import UnservedError
        from quarterhour.labels import LabelError
        from scenarios.network import read_network
        from scenarios.plan.confidence import NotConfidentError
        from scenarios.plan.confidence import confidence as price_confidence

        with user_errors(words):
            stored, base = stored_plan(plan, words), read_network(network)
            try:
                with threadpool_limits(limits=1):
                    found = price_confidence(base, stored, paths=paths, hour=hour, late=late, lost=lost)
            except NotConfidentError as error:
                refuse(words.message(error.message))
            except (LabelError, UnservedError):
                refuse(words("cli.plan_of_another_network"))
            page = None if out is None else write_confidence(found, stored, out, words.language)
            if as_json:
                typer.echo(json.dumps(plain(found), ensure_ascii=False, allow_nan=False))
                return
            show_confidence(found, Words(words.language, stored.currency))
            if page is not None:
                console.results.print(words("cli.report_at", path=page))
