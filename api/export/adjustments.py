"""The score of planners' adjustments as CSV files."""

from __future__ import annotations

from pathlib import Path

from scenarios.network.cells import guard_formulas
from scenarios.plan.hindsight import Hindsight


def write_hindsight(seen: Hindsight, folder: Path) -> None:
    """Write `adjustments.csv` and `authors.csv`, columns as in `Hindsight`, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in (("adjustments", seen.adjustments), ("authors", seen.authors)):
        guard_formulas(frame).to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")
