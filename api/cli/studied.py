"""What the commands of placement and consolidation have in common: where they start, and how they tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import typer

from api.cli import console
from api.words import Words

if TYPE_CHECKING:
    from scenarios.changes import Scenario
    from scenarios.consolidating import Consolidated
    from scenarios.placing import Placed

    Study = TypeVar("Study", Placed, Consolidated)
else:
    Study = TypeVar("Study")


@dataclass(frozen=True)
class Faces(Generic[Study]):
    """How a kind of study is shown.

    Attributes
    ----------
    name
        Of its files.
    write
        Writes all files of the study into a folder, in a language; gives the page's path.
    """

    name: str
    show: Callable[[Study, Words], None]
    write: Callable[[Study, Path, str], Path]
    as_data: Callable[[Study], dict[str, object]]


def started_from(scenario: str | None) -> Scenario:
    """The scenario that a study starts from; the base without one."""
    from scenarios.changes import Scenario, find_scenario

    return find_scenario(scenario) if scenario else Scenario("base", ())


def tell(found: Study, faces: Faces[Study], out: Path | None, as_json: bool, words: Words) -> None:
    """Write the files where asked to, and show the study as data or as tables and sentences."""
    from api.export.study import scenario_path

    page = None if out is None else faces.write(found, out, words.language)
    if as_json:
        typer.echo(json.dumps(faces.as_data(found), ensure_ascii=False, allow_nan=False))
        return
    faces.show(found, Words(words.language, found.currency))
    if page is not None:
        console.results.print(words("cli.report_at", path=page))
        if found.changes:
            console.results.print(words("place.scenario_at", path=scenario_path(faces.name, page.parent)))
