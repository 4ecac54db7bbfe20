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
        import pandas as pd

        from api.cli.errors import refuse, user_errors
        from api.cli.published import day_of, load, unit_of, unit_of_duty
        from api.cli.repair_summary import show_replacements
        from api.repairing import plain_replacements
        from optimize.roster.repair import Candidates, Event
        from optimize.roster.repair.disturb import disturb
        from quarterhour.labels import LabelError

        with user_errors(words):
            found = load(roster, network, plan, words)
            if employee is not None and day is not None:
                standing = unit_of(found, [employee], words)
                date = day_of(day, standing, words)
                cells = standing.cells[(standing.cells["employee"] == employee) & (standing.cells["day"] == date)]
                if cells.empty:
                    refuse(words("roster.replace_off", employee=employee, day=words.day(date)))
                duty = str(cells["duty"].iloc[0])
                off = pd.DataFrame({"employee": [employee], "day": [date], "duty": [""]})
                early = standing.problem.grid.day_start(standing.problem.first_day)
                disturbed = disturb(standing, Event(wanted=off), early)
                standing, candidates = disturbed.after, Candidates.after(disturbed)
            elif duty is not None:
                standing = unit_of_duty(found, duty, words)
                candidates = Candidates.of(standing)
            else:
                refuse(words("roster.replace_what"))
            try:
                ranked = candidates.rank(duty)
            except LabelError:
                refuse(words("roster.replace_full", duty=duty))
            if as_json:
                typer.echo(json.dumps(plain_replacements(duty, ranked), ensure_ascii=False, allow_nan=False))
            else:
                show_replacements(standing, duty, ranked, words)
