"""A placement study as files, and as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from api.export.study import Scenario, write_study
from api.records import plain_rows
from api.report.placing import render_placing
from quarterhour.messages import Message
from scenarios.placing import Placed

NAME = "placing"


def write_placing(found: Placed, folder: Path, language: str) -> Path:
    """Write everything into `folder`; the page's path. Where nothing opens there is no scenario."""
    about = Message("place.scenario_about", {"count": len(found.changes)})
    scenario = Scenario(f"{NAME}-{found.asked.model}", about, found.changes)
    return write_study(NAME, tables(found), render_placing(found, language), folder, scenario)


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
        "tiers": found.tiers,
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
