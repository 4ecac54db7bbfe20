"""`quarterhour roster check`: every rule that a roster breaks, without optimising."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command("check", help=words("cli.help_roster_check"))
    def check(
        roster: Annotated[Path, typer.Argument(help=words("cli.help_roster_published"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        plan: Annotated[Path | None, typer.Option(help=words("cli.help_roster_plan"))] = None,
        without: Annotated[list[str] | None, typer.Option(help=words("cli.help_without"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import INPUT, user_errors
        from api.cli.roster_summary import show_breaks
        from api.rosters.breaks import plain_breaks
        from api.rosters.questions import checked
        from api.rosters.rules_off import told_off

        with user_errors(words):
            changed, found = checked(roster, network, plan, without, words)
            if as_json:
                typer.echo(json.dumps(plain_breaks(found, words), ensure_ascii=False, allow_nan=False))
            else:
                show_breaks(found, words)
                off = told_off(changed.settings.rules_off, words)
                if off:
                    console.results.print(off)
            if found.hard:
                raise typer.Exit(INPUT)
