"""`quarterhour adapt`: public data sets as networks."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_adapt"))
    def adapt(
        kind: Annotated[Literal["melbourne", "bank"], typer.Argument(help=words("cli.help_adapt_kind"))],
        source: Annotated[Path, typer.Argument(help=words("cli.help_adapt_source"))],
        out: Annotated[Path, typer.Argument(help=words("cli.help_adapt_out"))],
    ) -> None:
        from api.cli import console
        from api.cli.errors import empty_target, user_errors
        from scenarios.adapters.bank import bank
        from scenarios.adapters.melbourne import melbourne
        from scenarios.network import write_network

        with user_errors(words):
            empty_target(out, words)
            network = {"melbourne": melbourne, "bank": bank}[kind](source)
            for told in write_network(network, out):
                console.notes.print(words.message(told))
            console.results.print(words("cli.network_written", network=network.settings.name, path=out))
