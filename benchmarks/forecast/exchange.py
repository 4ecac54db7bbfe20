"""Windows as files for methods that run in another process, and their answers back. What came is not written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.forecast.calibration import transform_of_quantiles
from benchmarks.forecast.ours import public_holidays
from benchmarks.forecast.task import LEVELS, Answer, Task, Window
from quarterhour.seeds import generator

AROUND = 40
"""Days of calendar on both sides."""


def write_windows(folder: Path, task: Task, windows: list[Window], seed: int) -> str:
    """Write all that a method may know of the windows; the hash of it."""
    tables = {
        "windows": pd.concat([_known(number, window) for number, window in enumerate(windows)], ignore_index=True),
        "ahead": pd.concat(
            [
                pd.DataFrame({"window": number, "start": window.future.index})
                for number, window in enumerate(windows)
            ],
            ignore_index=True,
        ),
        "series": pd.DataFrame(
            {"window": np.arange(len(windows)), "series": [window.series for window in windows]}
        ),
        "days": _days(task, windows),
        "events": _events(task),
    }
    said = {
        "name": task.name,
        "minutes": task.minutes,
        "horizon": task.horizon,
        "seasons": task.seasons,
        "levels": LEVELS,
        "seed": seed,
    }
    digest = hashlib.sha256(json.dumps(said).encode())
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet")
        digest.update(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
    (folder / "task.json").write_text(json.dumps(said))
    return digest.hexdigest()


def write_limits(folder: Path, budget: float, cap: float) -> None:
    """Add the CPU seconds that a method may take: in all, and for one window."""
    said = json.loads((folder / "task.json").read_text())
    (folder / "task.json").write_text(json.dumps({**said, "budget": budget, "cap": cap}))


def read_answers(rows: pd.DataFrame, task: Task, windows: list[Window], seed: int) -> list[Answer]:
    """Answers from the rows that a method wrote, by window."""
    columns = [f"q{level}" for level in LEVELS]
    draw = generator(seed, "peers", task.name)
    uniform = {number: draw.random(len(window.future)) for number, window in enumerate(windows)}
    found = []
    for number, part in rows.sort_values(["window", "step"]).groupby("window"):
        window, place = windows[int(str(number))], int(str(number))
        if len(part) != len(window.future):
            raise ValueError(
                f"{task.name}: {len(part)} points instead of {len(window.future)} for {window.series}"
            )
        quantiles = part[columns].to_numpy(dtype=float)
        actual = window.future.to_numpy(dtype=float)
        ranged = bool(np.isfinite(quantiles).all())
        found.append(
            Answer(
                window=window,
                point=np.maximum(part["point"].to_numpy(dtype=float), 0.0),
                quantiles=np.maximum(quantiles, 0.0) if ranged else None,
                pit=transform_of_quantiles(quantiles, actual, uniform[place]) if ranged else None,
            )
        )
    return found


def _known(number: int, window: Window) -> pd.DataFrame:
    return pd.DataFrame({"window": number, "start": window.history.index, "count": window.history.to_numpy()})


def _days(task: Task, windows: list[Window]) -> pd.DataFrame:
    around = pd.Timedelta(days=AROUND)
    first = min(window.history.index[0] for window in windows).normalize() - around
    last = max(window.future.index[-1] for window in windows).normalize() + around
    day = pd.date_range(first, last, freq="D")
    off = pd.DataFrame({"day": day, "holiday": public_holidays(task, day), "kind": "holiday"})
    made_up = pd.DataFrame({"day": pd.DatetimeIndex(list(task.makeup)), "holiday": "make-up", "kind": "workday"})
    named, within = off[off["holiday"] != ""], made_up[made_up["day"].between(first, last)]
    return pd.concat([named, within], ignore_index=True)


def _events(task: Task) -> pd.DataFrame:
    empty = pd.DataFrame({"series": [""][:0], "day": pd.DatetimeIndex([]), "kind": [""][:0]})
    return empty if task.events is None else task.events.reset_index(drop=True)
