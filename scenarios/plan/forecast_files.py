"""A forecast by itself as files: `tables/` as plans have them, without the sample paths."""

from __future__ import annotations

from pathlib import Path

from forecast.totals import totals
from scenarios.plan.files import write_frame
from scenarios.plan.foreseen import Foreseen

FRAMES = ("intervals", "days", "effects", "peaks", "evidence", "notes")


def write_forecast(seen: Foreseen, folder: Path) -> Path:
    """Write a forecast's frames, outlets' days, all totals with ranges, and adjustments; the tables' folder."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name in FRAMES:
        write_frame(getattr(seen.forecast, name), tables, f"forecast_{name}")
    write_frame(seen.outlet_days, tables, "forecast_outlet_days")
    write_frame(totals(seen.forecast, seen.problem.outlets, seen.problem.grid), tables, "forecast_totals")
    write_frame(seen.adjustments, tables, "forecast_adjustments")
    if seen.today is not None:
        write_frame(seen.today.intervals, tables, "forecast_today_intervals")
        write_frame(seen.today.days, tables, "forecast_today")
    return tables
