"""A forecast by itself as files: `tables/` as plans have them, without the sample paths."""

from __future__ import annotations

from pathlib import Path

from forecast.totals import totals
from scenarios.plan.files import write_frame
from scenarios.plan.foreseen import Foreseen

FRAMES = ("intervals", "days", "effects", "peaks", "evidence", "notes")


def write_forecast(seen: Foreseen, folder: Path) -> Path:
    """Write the frames of a forecast, the days of outlets and all totals with their ranges; the tables' folder."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name in FRAMES:
        write_frame(getattr(seen.forecast, name), tables, f"forecast_{name}")
    write_frame(seen.outlet_days, tables, "forecast_outlet_days")
    write_frame(totals(seen.forecast, seen.problem.outlets, seen.problem.grid), tables, "forecast_totals")
    return tables
