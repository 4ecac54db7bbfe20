"""A placement study as files: tables as CSV and Parquet, a workbook, a page, and a scenario to plan with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from api.export.workbook import write_workbook
from api.records import plain_rows
from api.report.placing import render_placing
from api.scenario_file import write_scenario
from quarterhour.messages import LANGUAGES, text
from scenarios.placing import Placed
from scenarios.plan.files import write_frame

PAGE, BOOK, SCENARIO = "placing.html", "placing.xlsx", "placing.yaml"
CREATED = pd.Timestamp("2000-01-01")
"""Said in the workbook's properties: the same answer makes the same file."""


def write_placing(found: Placed, folder: Path, language: str) -> Path:
    """Write everything into `folder`; the page's path. Where nothing opens there is no scenario."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = tables(found)
    for name, frame in frames.items():
        write_frame(frame, folder, f"placing_{name}")
    write_workbook(frames, folder / BOOK, CREATED)
    scenario = folder / SCENARIO
    scenario.unlink(missing_ok=True)
    if found.changes:
        about = {each: text("place.scenario_about", each, count=len(found.changes)) for each in LANGUAGES}
        write_scenario(scenario, f"placing-{found.asked.model}", about, found.changes)
    page = folder / PAGE
    page.write_text(render_placing(found, language), encoding="utf-8")
    return page


def tables(found: Placed) -> Mapping[str, pd.DataFrame]:
    """All tables by name."""
    proof = {key: value for key, value in found.proof.as_dict().items() if value is not None}
    return {
        "sites": found.sites,
        "summary": found.summary,
        "zones": found.zones,
        "left": found.left,
        "assignments": found.assignments,
        "curve": found.curve,
        "proof": pd.DataFrame([proof]),
    }


def as_data(found: Placed) -> dict[str, object]:
    """All tables but the zones as plain data: what has no value is null."""
    kept = {name: plain_rows(frame) for name, frame in tables(found).items() if name not in ("zones", "proof")}
    return {
        "network": found.network,
        "name": found.name,
        "version": found.version,
        "asked": vars(found.asked),
        "proof": found.proof.as_dict(),
        **kept,
        "notes": [{"code": note.code, "values": dict(note.values)} for note in found.notes],
        "changes": list(found.changes),
        "recount_differs": [vars(finding) for finding in found.findings],
    }
