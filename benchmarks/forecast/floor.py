"""The Poisson floor of a set: the error of somebody who knows the rates, taken to be our own medians."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.forecast.task import Answer
from forecast.measures.poisson_floor import mean_deviation


def poisson_floor(answers: Sequence[Answer]) -> float:
    """WAPE of somebody who knows the rates: sum of mean absolute deviations / sum of counts."""
    deviation = actual = 0.0
    for answer in answers:
        truth = answer.window.future.to_numpy(dtype=float)
        known = np.isfinite(truth)
        deviation += float(mean_deviation(np.maximum(answer.point[known], 0.0)).sum())
        actual += float(np.abs(truth[known]).sum())
    return deviation / actual if actual else float("nan")
