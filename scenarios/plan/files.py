"""Plans as files: `plan.json` for what is single, `tables/` for every frame, read back without loss.

Each frame is kept as Parquet, which is what is read back; frames that a person may want to open in a
spreadsheet stand beside it as CSV.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from forecast.values import Forecast, Paths
from optimize.coverage.values import CoveragePlan
from optimize.requirement.values import Requirement
from optimize.roster.values import Roster
from optimize.shifts.values import StaffPlan
from quarterhour.result import Proof
from scenarios.network.cells import guard_formulas
from scenarios.plan.values import Plan
from scenarios.rehearsal.values import Rehearsal

LAYOUT = 2
"""Of tables and their columns: it is counted on where a plan of before lacks what is read now."""

CSV_ROWS = 50_000
"""Longer frames are not written as CSV: nobody reads them by eye, and Parquet holds them."""

STAGES: Mapping[str, type] = {
    "forecast": Forecast,
    "requirement": Requirement,
    "staff": StaffPlan,
    "roster": Roster,
    "coverage": CoveragePlan,
    "rehearsal": Rehearsal,
}
FRAMES = ("outlets", "balance", "indicators", "warnings", "costs", "held", "rounds", "raised")
Stage = TypeVar("Stage")


def write_plan(plan: Plan, folder: Path) -> None:
    """Write `plan.json` and `tables/` into `folder`, which is made when it is not there."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name in FRAMES:
        write_frame(getattr(plan, name), tables, name)
    for name, frame in plan.layers.items():
        write_frame(frame, tables, f"layer_{name}")
    stages = {name: _write_stage(getattr(plan, name), tables, name) for name in STAGES if getattr(plan, name)}
    single = {
        field.name: getattr(plan, field.name)
        for field in fields(plan)
        if field.name not in {*FRAMES, *STAGES, "layers", "first_day", "changes"}
    }
    document = {
        "layout": LAYOUT,
        **single,
        "first_day": plan.first_day.date().isoformat(),
        "changes": [dict(change) for change in plan.changes],
        "layers": list(plan.layers),
        "stages": stages,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, default=_plain)
    (folder / "plan.json").write_text(text + "\n", encoding="utf-8")


def read_plan(folder: Path) -> Plan:
    """The plan that `write_plan` wrote.

    Raises
    ------
    FileNotFoundError
        When the folder holds no plan, or one of another version, which lacks tables or columns.
    """
    path = folder / "plan.json"
    if not path.exists():
        raise FileNotFoundError(f"{folder} holds no plan.json.\nMaybe the folder that `plan --out` wrote.")
    document = json.loads(path.read_text(encoding="utf-8"))
    if document.pop("layout", 1) != LAYOUT:
        raise FileNotFoundError(f"{path} was written by another version.\nMaybe plan again.")
    tables = folder / "tables"
    written = document.pop("stages")
    for name, kind in STAGES.items():
        document[name] = _read_stage(kind, written[name], tables, name) if name in written else None
    for name in FRAMES:
        document[name] = _read_frame(tables, name)
    layers = {name: _read_frame(tables, f"layer_{name}") for name in document.pop("layers")}
    document["first_day"] = pd.Timestamp(document["first_day"])
    document["changes"] = tuple(document["changes"])
    return Plan(**document, layers=layers)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in plan.json")


def write_frame(frame: pd.DataFrame, folder: Path, name: str) -> None:
    """Write one frame as Parquet, and as CSV beside it where it is not too long to be read."""
    frame.to_parquet(folder / f"{name}.parquet", compression="zstd", index=False)
    if len(frame) <= CSV_ROWS:
        guard_formulas(frame).to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


def _read_frame(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing.\nMaybe another version wrote this plan; plan again.")
    return pd.read_parquet(path)


def _write_stage(value: Any, folder: Path, name: str) -> dict[str, Any]:
    """Frames and paths as tables; what is single is returned for `plan.json`."""
    single: dict[str, Any] = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if isinstance(content, pd.DataFrame):
            write_frame(content, folder, f"{name}_{field.name}")
        elif isinstance(content, Paths):
            _write_paths(content, folder)
        elif field.name == "proofs":
            single["proofs"] = [proof.as_dict() for proof in content]
        else:
            single[field.name] = content
    return single


def _read_stage(kind: type[Stage], single: Mapping[str, Any], folder: Path, name: str) -> Stage:
    if not is_dataclass(kind):
        raise TypeError(f"{kind} is no dataclass")
    values: dict[str, Any] = dict(single)
    for field in fields(kind):
        if field.name == "proofs":
            values["proofs"] = tuple(Proof.from_dict(proof) for proof in single["proofs"])
        elif field.name == "paths":
            values["paths"] = _read_paths(folder)
        elif field.name not in values:
            values[field.name] = _read_frame(folder, f"{name}_{field.name}")
    return kind(**values)


def _write_paths(paths: Paths, folder: Path) -> None:
    flat = pd.DataFrame({"rate": paths.rates.ravel(), "count": paths.counts.ravel()})
    flat.to_parquet(folder / "forecast_paths.parquet", compression="zstd", index=False)
    paths.series.to_parquet(folder / "forecast_path_series.parquet", index=False)
    starts = pd.DataFrame({"start": paths.starts})
    starts.to_parquet(folder / "forecast_path_starts.parquet", index=False)


def _read_paths(folder: Path) -> Paths:
    flat = _read_frame(folder, "forecast_paths")
    series = _read_frame(folder, "forecast_path_series")
    starts = pd.DatetimeIndex(_read_frame(folder, "forecast_path_starts")["start"])
    shape = (-1, max(len(series), 1), max(len(starts), 1))
    return Paths(series, starts, flat["rate"].to_numpy().reshape(shape), flat["count"].to_numpy().reshape(shape))
