"""`quarterhour roster explain`: what a roster costs, why not otherwise, and what that would take."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from api.words import Words

MOST = 3
WORK = 4.0
SECONDS = 60.0
"""Wall-clock limit of each step of an answer, beside the work limit."""


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
        from api.cli.errors import refuse, stored_plan, user_errors
        from api.cli.explain_summary import Telling
        from optimize.roster.explain import QuestionError, score, why_not
        from quarterhour.result import Limits
        from scenarios.network import read_network
        from scenarios.roster.explaining import NoQuestionError, asked, stored_roster, worst_holes
        from scenarios.roster.values import roster_of

        with user_errors(words):
            stored = stored_plan(plan, words)
            if stored.roster is None or stored.staff is None:
                refuse(words("cli.no_roster", path=plan))
            unknown = sorted(set(outlet or ()) - set(stored.outlets["outlet"]))
            if unknown:
                refuse(words("cli.unknown_outlets", outlets=", ".join(unknown)))
            roster = stored_roster(read_network(network), stored)
            tell = Telling(roster.problem, words)
            try:
                questions = asked(stored.roster, hole, person, day, wish)
                scored = None if questions else score(roster.problem, roster_of(stored).segments)
                holes = worst_holes(stored.roster, outlet or ())
                for duty in [] if questions else holes["duty"].head(most):
                    questions += asked(stored.roster, str(duty), None, None, None)
                limits = Limits(seconds=SECONDS, work=work, seed=stored.seed)
                if not as_json and scored is not None:
                    tell.score(scored, len(holes), min(most, len(holes)))
                answers = []
                for question in questions:
                    answers.append((question, why_not(roster, question, limits=limits)))
                    if not as_json:
                        tell.answer(*answers[-1])
            except (QuestionError, NoQuestionError) as error:
                refuse(words.message(error.message))
            if as_json:
                found = {
                    "score": None if scored is None else tell.plain_score(scored),
                    "answers": [tell.plain_answer(*pair) for pair in answers],
                }
                typer.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
