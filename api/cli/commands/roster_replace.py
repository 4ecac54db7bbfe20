"""`quarterhour roster replace`: everybody who could take one open place, ranked."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command("replace", help=words("cli.help_roster_replace"))
    def replace(
        roster: Annotated[Path, typer.Argument(help=words("cli.help_roster_published"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        plan: Annotated[Path | None, typer.Option(help=words("cli.help_roster_belongs"))] = None,
        duty: Annotated[str | None, typer.Option(help=words("cli.help_replace_duty"))] = None,
        employee: Annotated[str | None, typer.Option(help=words("cli.help_replace_employee"))] = None,
        day: Annotated[str | None, typer.Option(help=words("cli.help_replace_day"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli.errors import user_errors
        from api.cli.repair_summary import show_replacements
        from api.repairing import plain_replacements
        from api.rosters.published import load
        from api.rosters.questions import replaced

        with user_errors(words):
            found = load(roster, network, plan, words)
            standing, place, ranked = replaced(found, duty, employee, day, words)
            if as_json:
                typer.echo(json.dumps(plain_replacements(place, ranked), ensure_ascii=False, allow_nan=False))
            else:
                show_replacements(standing, place, ranked, words)
