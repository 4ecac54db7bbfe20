"""`quarterhour template`: empty tables to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_template"))
    def template(path: Annotated[Path, typer.Argument(help=words("cli.help_template_path"))]) -> None:
        from api.cli import console
        from api.cli.errors import empty_target, user_errors
        from scenarios.network import write_template

        with user_errors(words):
            empty_target(path, words)
            write_template(path)
            console.results.print(words("cli.template_written", path=path))
