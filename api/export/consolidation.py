"""A consolidation study as files: tables as CSV and Parquet, a workbook, a page, and a scenario to plan with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from api.export.workbook import write_workbook
from api.records import plain_rows
from api.report.consolidating import render_consolidation
from api.scenario_file import write_scenario
from quarterhour.messages import LANGUAGES, text
from scenarios.consolidating import Consolidated
from scenarios.plan.files import write_frame

PAGE, BOOK, SCENARIO = "consolidation.html", "consolidation.xlsx", "consolidation.yaml"


def write_consolidation(found: Consolidated, folder: Path, language: str) -> Path:
    """Write everything into `folder`; the page's path. Without a change there is no scenario."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = tables(found)
    for name, frame in frames.items():
        write_frame(frame, folder, f"consolidation_{name}")
    write_workbook(frames, folder / BOOK, found.as_of)
    scenario = folder / SCENARIO
    scenario.unlink(missing_ok=True)
    if found.changes:
        month = f"{found.as_of:%Y-%m}"
        about = {each: text("consolidate.scenario_about", each, month=month) for each in LANGUAGES}
        write_scenario(scenario, f"consolidation-{month}", about, found.changes)
    page = folder / PAGE
    page.write_text(render_consolidation(found, language), encoding="utf-8")
    return page


def tables(found: Consolidated) -> Mapping[str, pd.DataFrame]:
    """All tables by name."""
    proofs = pd.DataFrame([proof.as_dict() for proof in found.proofs])
    return {
        "review": found.review,
        "options": found.options,
        "others": found.others,
        "transfers": found.transfers,
        "proofs": proofs.dropna(axis="columns", how="all"),
    }


def as_data(found: Consolidated) -> dict[str, object]:
    """The study as plain data: what has no value is null."""
    return {
        "network": found.network,
        "name": found.name,
        "version": found.version,
        "as_of": f"{found.as_of:%Y-%m}",
        "residents": found.residents,
        "covered": found.covered,
        "floor": found.floor,
        **{name: plain_rows(frame) for name, frame in tables(found).items()},
        "changes": list(found.changes),
        "recount_differs": [vars(finding) for finding in found.findings],
    }
