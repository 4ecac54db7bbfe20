"""Studies of sites from a network to files: what background runs do where they are not asked for a plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from api.export import BOOK, MAP, REPORT, SCENARIO, STUDY
from api.export import consolidation as of_consolidation
from api.export import coverage as of_coverage
from api.export import placing as of_placing
from api.export.study import scenario_path
from quarterhour.progress import Progress
from scenarios.changes import Change
from scenarios.consolidating import consolidation_of
from scenarios.coverage import coverage_of
from scenarios.network import Network
from scenarios.placing import Question, place

TABLES = "tables"
Answered = tuple[str, dict[str, object], Callable[[Path, str], Path]]
"""Name of the study's files, its plain data, and what writes them."""


def study_to_files(
    network: Network,
    asked: Mapping[str, Any],
    folder: Path,
    *,
    changes: Sequence[Change] = (),
    name: str = "base",
    language: str = "en",
    progress: Progress | None = None,
) -> None:
    """Answer a study (kind, and what that takes) and write page, data, workbook, scenario, map and tables.

    Raises
    ------
    ChangeProblemsError
        When a change names what the network does not have.
    QuestionError, MonthUnknownError
        When the question does not fit the network.
    """
    study, data, write = ANSWERS[asked["kind"]](network, asked, changes, name, progress)
    page = write(folder / TABLES, language)
    (folder / STUDY).write_text(json.dumps(data, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    page.rename(folder / REPORT)
    page.with_suffix(".xlsx").rename(folder / BOOK)
    for there, kept in ((scenario_path(study, page.parent), SCENARIO), (page.parent / of_coverage.MAP, MAP)):
        if there.exists():
            there.rename(folder / kept)


def question_of(asked: Mapping[str, Any]) -> Question:
    """The question of a placement study."""
    names = ("model", "points", "share", "budget", "minutes", "tiers")
    return Question(**{name: asked[name] for name in names})


def month_of(asked: Mapping[str, Any]) -> pd.Timestamp | None:
    """The last month that counts in a consolidation study; None for the last whole one."""
    return None if asked["as_of"] is None else pd.Period(asked["as_of"], "M").to_timestamp()


def _coverage(
    network: Network, asked: Mapping[str, Any], changes: Sequence[Change], name: str, progress: Progress | None
) -> Answered:
    found = coverage_of(network, changes, name=name)
    return (
        of_coverage.NAME,
        of_coverage.as_data(found),
        lambda folder, language: of_coverage.write_coverage(found, folder, language),
    )


def _place(
    network: Network, asked: Mapping[str, Any], changes: Sequence[Change], name: str, progress: Progress | None
) -> Answered:
    question = question_of(asked)
    found = place(network, question, changes, name=name, with_curve=asked["curve"], progress=progress)
    return (
        of_placing.NAME,
        of_placing.as_data(found),
        lambda folder, language: of_placing.write_placing(found, folder, language),
    )


def _consolidate(
    network: Network, asked: Mapping[str, Any], changes: Sequence[Change], name: str, progress: Progress | None
) -> Answered:
    found = consolidation_of(
        network,
        changes,
        name=name,
        as_of=month_of(asked),
        threshold=asked["threshold"],
        others=asked["others"],
        progress=progress,
    )
    return (
        of_consolidation.NAME,
        of_consolidation.as_data(found),
        lambda folder, language: of_consolidation.write_consolidation(found, folder, language),
    )


ANSWERS = {"coverage": _coverage, "place": _place, "consolidate": _consolidate}
