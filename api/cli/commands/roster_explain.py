"""`quarterhour roster explain`: what a roster costs, why not otherwise, and what that would take."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from api.words import Words

MOST = 3
WORK = 4.0


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command("explain", help=words("cli.help_roster_explain"))
    def explain(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        outlet: Annotated[list[str] | None, typer.Option(help=words("cli.help_roster_outlet"))] = None,
        hole: Annotated[str | None, typer.Option(help=words("cli.help_explain_hole"))] = None,
        person: Annotated[str | None, typer.Option(help=words("cli.help_explain_person"))] = None,
        day: Annotated[str | None, typer.Option(help=words("cli.help_explain_day"))] = None,
        wish: Annotated[
            Literal["off", "work", "early", "late"] | None, typer.Option(help=words("cli.help_explain_wish"))
        ] = None,
        most: Annotated[int, typer.Option(min=0, help=words("cli.help_explain_most"))] = MOST,
        work: Annotated[float, typer.Option(min=0.01, help=words("cli.help_explain_work"))] = WORK,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli.errors import user_errors
        from api.cli.explain_summary import Shown
        from api.rosters.explained import WhyAsked, answers, explanation, posed
        from api.stored import stored_plan
        from scenarios.network import read_network

        with user_errors(words):
            stored, base = stored_plan(plan, words), read_network(network)
            why = WhyAsked(hole, person, day, wish, outlet or (), most, work)
            if as_json:
                found = explanation(base, stored, vars(why), str(plan), words)
                typer.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
                return
            put = posed(base, stored, why, plan, words)
            tell = Shown(put.roster.problem, words)
            if put.scored is not None:
                tell.score(put.scored, put.holes, min(most, put.holes))
            for question, answer in answers(put, words):
                tell.answer(question, answer)
