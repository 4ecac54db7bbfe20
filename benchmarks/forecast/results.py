"""Peers' answers kept on disk by content, so that the same windows are not answered twice by the same method."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parents[2] / ".peers" / "results"
METHODS = Path(__file__).with_name("peer_methods")


@dataclass(frozen=True)
class Kept:
    """What a method said on a set.

    Attributes
    ----------
    rows
        Answers by window and step; None where the method was not run to an end, as `note` says.
    seconds
        CPU seconds, children included.
    budget
        CPU seconds that it was allowed.
    fallbacks, gaps
        Windows that it failed on, points that it left open; the seasonal naive stands in for both.
    """

    rows: pd.DataFrame | None
    seconds: float
    budget: float
    fallbacks: int = 0
    gaps: int = 0
    note: str = ""


def key_of(windows: str, module: str, argument: object, versions: dict[str, str]) -> str:
    """Name of a result: the windows' hash, the method's own text and the versions it rests on."""
    said = json.dumps([windows, argument, versions], sort_keys=True, default=str)
    return hashlib.sha256(said.encode() + (METHODS / f"{module}.py").read_bytes()).hexdigest()[:16]


def load(root: Path, name: str, method: str, key: str) -> Kept | None:
    """The kept result, if there is one."""
    path = root / name / f"{method}-{key}.json"
    if not path.exists():
        return None
    said: dict[str, Any] = json.loads(path.read_text())
    rows = path.with_suffix(".parquet")
    return Kept(pd.read_parquet(rows) if rows.exists() else None, **said)


def save(root: Path, name: str, method: str, key: str, kept: Kept) -> None:
    """Keep a result."""
    path = root / name / f"{method}-{key}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = path.with_suffix(".parquet")
    rows.unlink(missing_ok=True)
    if kept.rows is not None:
        kept.rows.to_parquet(rows)
    said = {field: value for field, value in vars(kept).items() if field != "rows"}
    path.write_text(json.dumps(said))
