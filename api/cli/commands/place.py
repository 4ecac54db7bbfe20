"""`quarterhour place`: where sites should open, who is covered then, and what more would bring."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


class Model(StrEnum):
    """What may be asked; `scenarios.placing.MODELS` says what each takes."""

    MOST = "most"
    COVER = "cover"
    PARTIAL = "partial"
    BACKUP = "backup"
    MEDIAN = "median"
    CENTRE = "centre"
    ROOMS = "rooms"


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("place.help"))
    def place(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        model: Annotated[Model, typer.Option(help=words("place.help_model"))] = Model.MOST,
        points: Annotated[int | None, typer.Option(min=0, help=words("place.help_points"))] = None,
        share: Annotated[float | None, typer.Option(min=0, max=1, help=words("place.help_share"))] = None,
        budget: Annotated[float | None, typer.Option(min=0, help=words("place.help_budget"))] = None,
        minutes: Annotated[float | None, typer.Option(min=1, max=240, help=words("place.help_minutes"))] = None,
        tiers: Annotated[bool, typer.Option("--tiers", help=words("place.help_tiers"))] = False,
        curve: Annotated[bool, typer.Option("--curve", help=words("place.help_curve"))] = False,
        scenario: Annotated[str | None, typer.Option(help=words("place.help_scenario"))] = None,
        out: Annotated[Path | None, typer.Option(help=words("place.help_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli.errors import network_for, refuse, user_errors
        from api.cli.placing_summary import show_placing
        from api.cli.studied import Faces, started_from, tell
        from api.export.placing import NAME, as_data, write_placing
        from scenarios.placing import Question, QuestionError
        from scenarios.placing import place as find_places

        with user_errors(words):
            start = started_from(scenario)
            base = network_for("coverage", network, words)
            asked = Question(str(model), points, share, budget, minutes, tiers)
            try:
                found = find_places(
                    base, asked, start.changes, name=start.name, source=start.source, with_curve=curve
                )
            except QuestionError as error:
                refuse("\n".join(words.message(message) for message in error.messages))
            tell(found, Faces(NAME, show_placing, write_placing, as_data), out, as_json, words)
