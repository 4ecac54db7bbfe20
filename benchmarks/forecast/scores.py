"""Measures of accuracy and calibration over the windows of a set.

WAPE = sum |error| / sum |actual| over all points; MASE = mean over windows of the mean error divided by the mean
seasonal difference of the history given; WQL = mean over the deciles of 2 x pinball loss / sum |actual|; cover =
share of the randomised probability transforms inside a range. Points that are not known are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.forecast.task import LEVELS, Answer, Task
from forecast.measures.quantile_loss import quantile_loss
from forecast.measures.transform import inside


@dataclass(frozen=True)
class Score:
    """Figures of a method on a set; ranges' figures are NaN where it has none."""

    windows: int
    wape: float
    mase: float
    mase_short: float
    wql: float
    cover80: float
    cover95: float
    bias: float

    def of(self, name: str) -> float:
        """The figure by which a set is judged: WAPE, or MASE where values are no counts."""
        return self.mase_short if name.startswith("m4") else self.wape


def score(task: Task, answers: Iterable[Answer]) -> Score:
    """All figures over the given answers."""
    error = actual = bias = loss = 0.0
    mase: list[float] = []
    short: list[float] = []
    transforms: list[npt.NDArray[np.float64]] = []
    count, ranged = 0, True
    for answer in answers:
        count += 1
        truth = answer.window.future.to_numpy(dtype=float)
        known = np.isfinite(truth)
        y, f = truth[known], np.maximum(answer.point[known], 0.0)
        error += float(np.abs(y - f).sum())
        actual += float(np.abs(y).sum())
        bias += float((f - y).sum())
        past = answer.window.history.to_numpy(dtype=float)
        for season, kept in ((task.scale, mase), (task.seasons[0], short)):
            scale = seasonal_difference(past, season)
            if scale > 0:
                kept.append(float(np.abs(y - f).mean()) / scale)
        if answer.quantiles is None:
            ranged = False
            continue
        loss += pinball(y, np.maximum(answer.quantiles[known], 0.0))
        if answer.pit is not None:
            transforms.append(answer.pit[known])
    pit = np.concatenate(transforms) if transforms else np.full(1, np.nan)
    covered = [np.mean(inside(pit, nominal)) if transforms else np.nan for nominal in (0.8, 0.95)]
    return Score(
        windows=count,
        wape=error / actual,
        mase=float(np.mean(mase)),
        mase_short=float(np.mean(short)),
        wql=loss / actual if ranged else float("nan"),
        cover80=float(covered[0]),
        cover95=float(covered[1]),
        bias=bias / actual,
    )


def seasonal_difference(past: npt.NDArray[np.float64], season: int) -> float:
    """Mean absolute difference a season apart; NaN where there is none."""
    difference = np.abs(past[season:] - past[:-season])
    difference = difference[np.isfinite(difference)]
    return float(difference.mean()) if len(difference) else float("nan")


def pinball(y: npt.NDArray[np.float64], quantiles: npt.NDArray[np.float64]) -> float:
    """The quantile loss over the deciles, summed over the points; quantiles by `LEVELS`."""
    return float(quantile_loss(y, lambda level: quantiles[:, LEVELS.index(level)]).sum())
