"""Monthly forecasts, 12 months ahead, against the same month of the year before.

    python -m benchmarks.forecast_monthly favorita --data DIR

Every origin knows the days before it, the calendar and nothing of what came; days ahead count as open unless
the past says otherwise. Judged are months of which at most two days lack, where the month a year before is as
complete, the same points for both. WAPE = sum |error| / sum |actual|; MASE = mean over series and origins of
the mean error over the mean difference of a year in the history (where that has at least six). Instances: all
origins; by months ahead; origins with at least two years of history; and the last
origin. The method's few constants were settled on favorita, ed_iowa and pedestrian with these very origins.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.forecast.sets import SETS
from benchmarks.forecast_monthly.months import HORIZON, Origin, origins
from benchmarks.frame import Line, Options, Runner, main
from forecast.monthly import forecast_months
from quarterhour.arrays import Floats

NAMES = ("favorita", "ed_iowa", "pedestrian", "pedestrian_all", "recruit", "hawaii", "metro", "bike")
LEAST_SCALE = 6
TWO_YEARS = 24


@dataclass(frozen=True)
class Judged:
    """One origin's answers: arrays (series, months ahead); NaN where not judged.

    Attributes
    ----------
    scale
        Mean difference of a year by series, NaN where the history is too short.
    """

    origin: Origin
    actual: Floats
    ours: Floats
    naive: Floats
    low: Floats
    high: Floats
    scale: Floats


def judge(origin: Origin) -> Judged:
    """Forecast one origin and set it beside what came."""
    said = forecast_months(origin.problem).months
    names = list(origin.future.columns)

    def wide(column: str) -> Floats:
        table = said.pivot_table(index="outlet", columns="month", values=column).loc[names]
        return table.to_numpy(dtype=float)

    actual = origin.future.to_numpy(dtype=float).T
    naive = origin.history.iloc[-HORIZON:].to_numpy(dtype=float).T
    judged = np.isfinite(actual) & np.isfinite(naive)
    year = origin.history.diff(HORIZON).abs().to_numpy(dtype=float)
    enough = np.isfinite(year).sum(0) >= LEAST_SCALE
    scale = np.full(year.shape[1], np.nan)
    scale[enough] = np.nanmean(year[:, enough], axis=0)
    kept = [np.where(judged, each, np.nan) for each in (actual, wide("likely"), naive, wide("q10"), wide("q90"))]
    return Judged(origin, kept[0], kept[1], kept[2], kept[3], kept[4], scale)


def run(name: str, options: Options) -> Iterator[Line]:
    """The lines of one set."""
    try:
        task = SETS[name](options.data)
    except FileNotFoundError as problem:
        print(f"{name} left out: {problem.filename} is not there", file=sys.stderr)
        return
    began = time.process_time()
    judged = [judge(origin) for origin in origins(task)]
    seconds = time.process_time() - began
    everything = slice(0, HORIZON)
    parts: dict[str, tuple[Callable[[int, Judged], bool], slice]] = {
        "all": (lambda place, each: True, everything),
        "months 1-3": (lambda place, each: True, slice(0, 3)),
        "months 4-12": (lambda place, each: True, slice(3, HORIZON)),
        "two years known": (lambda place, each: len(each.origin.history) >= TWO_YEARS, everything),
        "last origin": (lambda place, each: place == 0, everything),
    }
    for part, (belongs, leads) in parts.items():
        mine = [each for place, each in enumerate(judged) if belongs(place, each)]
        if mine and options.wants(part):
            yield _line(name, part, mine, leads, seconds if part == "all" else None, options.seed)


def _line(name: str, part: str, judged: list[Judged], leads: slice, seconds: float | None, seed: int) -> Line:
    ours = figures(judged, "ours", leads)
    covered = [
        ((each.actual >= each.low) & (each.actual <= each.high))[:, leads][np.isfinite(each.actual[:, leads])]
        for each in judged
    ]
    points = int(sum(len(each) for each in covered))
    first = [each.origin.first for each in judged]
    metrics: dict[str, Any] = {
        **ours,
        "cover80": float(np.concatenate(covered).mean()) if points else None,
        "origins": len(judged),
        "months": points,
        "series": len({outlet for each in judged for outlet in each.origin.future.columns}),
        "from": str(pd.Timestamp(min(first)).date()),
        "to": str(pd.Timestamp(max(first)).date()),
    }
    return Line(
        set=f"{name} by month",
        instance=part,
        ours={
            "objective": ours["wape"],
            "bound": None,
            "status": None,
            "seconds": seconds,
            "seed": seed,
            "checked": False,
        },
        peers={
            "same_month_last_year": {
                "objective": figures(judged, "naive", leads)["wape"],
                **figures(judged, "naive", leads),
            }
        },
        metrics={**metrics, **{f"naive_{key}": value for key, value in figures(judged, "naive", leads).items()}},
    )


def figures(judged: list[Judged], method: str, leads: slice) -> dict[str, float]:
    """WAPE, MASE and bias of a method."""
    error = actual = bias = 0.0
    scaled: list[float] = []
    for each in judged:
        truth, said = each.actual[:, leads], getattr(each, method)[:, leads]
        known = np.isfinite(truth)
        error += float(np.abs(truth - said)[known].sum())
        bias += float((said - truth)[known].sum())
        actual += float(truth[known].sum())
        for row in np.flatnonzero(known.any(1) & (each.scale > 0)):
            scaled.append(float(np.abs(truth - said)[row][known[row]].mean() / each.scale[row]))
    return {
        "wape": error / actual,
        "mase": float(np.mean(scaled)) if scaled else float("nan"),
        "bias": bias / actual,
    }


RUNNERS: dict[str, Runner] = {name: partial(run, name) for name in NAMES}

if __name__ == "__main__":
    main("forecast_monthly", RUNNERS)
