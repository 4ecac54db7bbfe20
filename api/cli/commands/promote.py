"""`quarterhour promote`: make a scenario part of the base, or take that back."""

from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_promote"))
    def promote(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        by: Annotated[str, typer.Option(help=words("cli.help_promote_by"))],
        why: Annotated[str, typer.Option(help=words("cli.help_promote_why"))],
        scenario: Annotated[str | None, typer.Option(help=words("cli.help_promote_scenario"))] = None,
        withdraw: Annotated[int | None, typer.Option(min=1, help=words("cli.help_withdraw"))] = None,
    ) -> None:
        from api import deciding
        from api.cli import console
        from api.cli.errors import refuse, user_errors
        from scenarios.changes import find_scenario
        from scenarios.changes.library import scenario_file

        with user_errors(words):
            if scenario is not None and withdraw is None:
                asked = find_scenario(scenario)
                made = deciding.promote(network, asked, scenario_file(scenario).read_bytes(), by=by, why=why)
                told = words("cli.promoted", number=made.number, name=made.name, changes=len(made.changes))
            elif withdraw is not None and scenario is None:
                made = deciding.withdraw(network, withdraw, by=by, why=why)
                told = words("cli.withdrawn", number=made.number, name=made.name, withdraws=withdraw)
            else:
                refuse(words("cli.promote_or_withdraw"))
            console.results.print(told)
