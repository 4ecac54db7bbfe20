"""`quarterhour verify`: the independent evaluator on a plan's files."""

from pathlib import Path
from typing import Annotated

import typer

from api.words import Words

SHOWN = 100


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_verify"))
    def verify(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
    ) -> None:
        from api.cli import console
        from api.cli.errors import INPUT, user_errors
        from api.stored import stored_plan
        from scenarios.evaluate import evaluate
        from scenarios.network import read_network

        with user_errors(words):
            read_network(network)
            stored_plan(plan, words)
            findings = evaluate(plan, network)
            if not findings:
                console.results.print(words("cli.verified"))
                return
            heads = ("check", "where", "expected", "found")
            table = console.grid(
                words("cli.findings", count=len(findings)), *(words(f"cli.head_{head}") for head in heads)
            )
            for finding in findings[:SHOWN]:
                console.add(table, finding.check, finding.where, finding.expected, finding.found)
            console.results.print(table)
            raise typer.Exit(INPUT)
