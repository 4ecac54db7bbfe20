"""A day of lending as files: tables as CSV and Parquet, one page, and the ledger as it stands after the day."""

from __future__ import annotations

from pathlib import Path

from api import records
from api.report.share.page import render_share
from scenarios.lending import Shared, write_ledger
from scenarios.plan.files import write_frame
from scenarios.plan.values import Plan

PAGE, LEDGER = "share.html", "ledger.csv"
TABLES = ("blocks", "cover", "worth", "holes", "ledger", "costs")


def write_share(found: Shared, plan: Plan, folder: Path, language: str) -> Path:
    """Write everything into `folder`; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        write_frame(getattr(found.plan, name), folder, f"share_{name}")
    write_ledger(found.plan.ledger, folder / LEDGER)
    page = folder / PAGE
    page.write_text(render_share(found, plan, language), encoding="utf-8")
    return page


def plain(found: Shared) -> dict[str, object]:
    """Blocks, holes, ledger, costs and proofs as plain data."""
    frames = {name: records.plain(getattr(found.plan, name)) for name in ("blocks", "holes", "ledger", "costs")}
    proofs = [proof.as_dict() for proof in found.plan.proofs]
    return {"day": found.day.date().isoformat(), "checked": found.checked, **frames, "proofs": proofs}
