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
        from api.cli.errors import INPUT, refuse, stored_plan, user_errors
        from api.cli.roster_summary import plain_breaks, show_breaks
        from api.cli.rules_off import rules_left_out, told_off
        from scenarios.network import read_network
        from scenarios.roster import check_roster, of_plan, read_roster
        from scenarios.roster.check import CannotCheckError, under
        from scenarios.roster.without import without as left_out

        with user_errors(words):
            base = read_network(network)
            made = stored_plan(roster, words) if roster.is_dir() else None
            if made is not None and made.roster is None:
                refuse(words("cli.no_roster", path=roster))
            stored = made if plan is None else stored_plan(plan, words)
            base, stored = left_out(base, stored, rules_left_out(without, under(base, stored), words))
            changed = under(base, stored)
            found = read_roster(roster, changed) if made is None else of_plan(made)
            try:
                checked = check_roster(base, found, stored)
            except CannotCheckError as error:
                refuse(words.message(error.message))
            if as_json:
                typer.echo(json.dumps(plain_breaks(checked, words), ensure_ascii=False, allow_nan=False))
            else:
                show_breaks(checked, words)
                off = told_off(changed.settings.rules_off, words)
                if off:
                    console.results.print(off)
            if checked.hard:
                raise typer.Exit(INPUT)
