"""A study of sites as files: tables as CSV and Parquet, a workbook, a page, and a scenario to plan with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from api.export.workbook import write_workbook
from api.scenario_file import write_scenario
from quarterhour.messages import LANGUAGES, Message
from scenarios.plan.files import write_frame

CREATED = pd.Timestamp("2000-01-01")
"""Said in the workbook's properties: the same answer makes the same file."""


@dataclass(frozen=True)
class Scenario:
    """What a study proposes, as a scenario.

    Attributes
    ----------
    about
        Its description.
    changes
        Plain data; without any there is no scenario.
    """

    name: str
    about: Message
    changes: Sequence[Mapping[str, Any]]


def write_study(
    name: str,
    frames: Mapping[str, pd.DataFrame],
    page: str,
    folder: Path,
    scenario: Scenario | None = None,
    created: pd.Timestamp = CREATED,
) -> Path:
    """Write everything into `folder`, each file named after the study; the page's path.

    The scenario of an earlier study does not stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for table, frame in frames.items():
        write_frame(frame, folder, f"{name}_{table}")
    write_workbook(frames, folder / f"{name}.xlsx", created)
    proposed = scenario_path(name, folder)
    proposed.unlink(missing_ok=True)
    if scenario is not None and scenario.changes:
        about = {language: scenario.about.text(language) for language in LANGUAGES}
        write_scenario(proposed, scenario.name, about, scenario.changes)
    path = folder / f"{name}.html"
    path.write_text(page, encoding="utf-8")
    return path


def scenario_path(name: str, folder: Path) -> Path:
    """Where a study's scenario lies, if it proposes one."""
    return folder / f"{name}.yaml"
