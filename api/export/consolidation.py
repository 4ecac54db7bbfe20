"""A consolidation study as files, and as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from api.export.study import Scenario, write_study
from api.records import plain_rows
from api.report.consolidating import render_consolidation
from quarterhour.messages import Message
from scenarios.consolidating import Consolidated

NAME = "consolidation"


def write_consolidation(found: Consolidated, folder: Path, language: str) -> Path:
    """Write everything into `folder`; the page's path. Without a change there is no scenario."""
    month = f"{found.as_of:%Y-%m}"
    scenario = Scenario(f"{NAME}-{month}", Message("consolidate.scenario_about", {"month": month}), found.changes)
    page = render_consolidation(found, language)
    return write_study(NAME, tables(found), page, folder, scenario, created=found.as_of)


def tables(found: Consolidated) -> Mapping[str, pd.DataFrame]:
    """All tables by name."""
    proofs = pd.DataFrame([proof.as_dict() for proof in found.proofs])
    return {
        "review": found.review,
        "options": found.options,
        "floors": found.floors,
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
        "freed_together": found.freed_together,
        **{name: plain_rows(frame) for name, frame in tables(found).items()},
        "changes": list(found.changes),
        "recount_differs": [vars(finding) for finding in found.findings],
    }
