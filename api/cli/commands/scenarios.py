"""`quarterhour scenarios`: the scenarios that come with the program, and the form of one's own."""

import json
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_scenarios"))
    def scenarios(
        schema: Annotated[bool, typer.Option("--schema", help=words("cli.help_scenario_schema"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.scenario_data import changes_as_data
        from scenarios.changes import library
        from scenarios.changes.json_schema import json_text

        if schema:
            typer.echo(json_text(), nl=False)
            return
        known = library()
        if as_json:
            rows = [
                {
                    "name": name,
                    "description": each.description[words.language],
                    "changes": changes_as_data(each.changes),
                }
                for name, each in known.items()
            ]
            typer.echo(json.dumps(rows, ensure_ascii=False))
            return
        heads = [words(f"cli.head_{head}") for head in ("scenario", "about")]
        table = console.grid(words("cli.scenarios_title"), *heads)
        for name, each in known.items():
            console.add(table, name, each.description[words.language])
        console.results.print(table)
