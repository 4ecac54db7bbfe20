"""`quarterhour decisions`: which scenarios were made part of the base, by whom, when and why."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_decisions"))
    def decisions(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        import pandas as pd

        from api.cli import console
        from api.cli.errors import user_errors
        from api.decision_rows import decision_rows
        from scenarios.decisions import decided, read_decisions
        from scenarios.network import read_network

        with user_errors(words):
            base, record = read_network(network), read_decisions(network)
            decided(base, record)
            rows = decision_rows(record)
            if as_json:
                typer.echo(json.dumps(rows, ensure_ascii=False))
                return
            if not rows:
                console.results.print(words("cli.no_decisions"))
                return
            heads = [words(f"cli.head_{head}") for head in ("number", "scenario", "state", "by", "at", "why")]
            table = console.grid(words("cli.decisions"), *heads, numeric=(0,))
            for row in rows:
                state = words(f"cli.decision_{row['state']}", withdraws=row["withdraws"] or 0)
                at = words.now(pd.Timestamp(row["at"]))
                console.add(table, row["number"], row["name"], state, row["by"], at, row["why"])
            console.results.print(table)
