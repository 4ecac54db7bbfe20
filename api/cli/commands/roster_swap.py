"""`quarterhour roster swap`: may two people exchange their duties?"""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command("swap", help=words("cli.help_roster_swap"))
    def swap(
        roster: Annotated[Path, typer.Argument(help=words("cli.help_roster_published"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        one: Annotated[str, typer.Option(help=words("cli.help_swap_one"))],
        other: Annotated[str, typer.Option(help=words("cli.help_swap_other"))],
        day: Annotated[list[str], typer.Option(help=words("cli.help_swap_day"))],
        plan: Annotated[Path | None, typer.Option(help=words("cli.help_roster_belongs"))] = None,
        now: Annotated[str | None, typer.Option(help=words("cli.help_repair_now"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli.errors import INPUT, user_errors
        from api.cli.repair_summary import show_swap
        from api.repairing import plain_swap
        from api.rosters.published import load
        from api.rosters.questions import exchanged

        with user_errors(words):
            found = load(roster, network, plan, words)
            standing, answer = exchanged(found, one, other, day, now, words)
            if as_json:
                typer.echo(json.dumps(plain_swap(answer), ensure_ascii=False, allow_nan=False))
            else:
                show_swap(standing, answer, words)
            if not answer.allowed:
                raise typer.Exit(INPUT)
