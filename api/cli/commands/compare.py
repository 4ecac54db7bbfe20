"""`quarterhour compare`: plans side by side."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_compare"))
    def compare(
        plans: Annotated[list[Path], typer.Argument(help=words("cli.help_compare_plans"))],
        out: Annotated[Path | None, typer.Option(help=words("cli.help_compare_out"))] = None,
        target: Annotated[list[str] | None, typer.Option(help=words("cli.help_target"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.compared import show_comparison
        from api.cli.errors import refuse, user_errors
        from api.export.comparison import as_data, write_comparison
        from api.stored import stored_plan
        from scenarios.compare import OlderRehearsalError, TargetError
        from scenarios.compare import compare as side_by_side

        with user_errors(words):
            if len(plans) < 2:
                refuse(words("cli.two_plans"))
            read = [stored_plan(folder, words) for folder in plans]
            names = [each.name for each in read]
            if len(set(names)) < len(names):
                refuse(words("cli.same_name", names=", ".join(names)))
            try:
                found = side_by_side(read, target or ())
            except TargetError as error:
                refuse("\n".join(map(words.message, error.wrong.values())))
            except OlderRehearsalError:
                refuse(words("cli.older_rehearsal"))
            if as_json:
                typer.echo(json.dumps(as_data(found), ensure_ascii=False, allow_nan=False))
            else:
                show_comparison(found, Words(words.language, read[0].currency))
            if out is not None:
                page = write_comparison(found, read[0], out, words.language)
                console.notes.print(words("cli.report_at", path=page))
