"""Plans of one network under many scenarios stand on one forecast: tests of plans need it made only once a run.

The fingerprint covers everything that a problem holds, so that a problem which differs in a single count, label or
seed is forecast afresh, as is one under another number of trees.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields

import numpy as np
import pandas as pd

from forecast import Forecast, ForecastProblem, forecast
from forecast.boosting import opinions
from quarterhour.progress import Progress
from tests.shelf import shared

_MADE: dict[str, Forecast] = {}


def foreseen_once(problem: ForecastProblem, *, progress: Progress | None = None) -> Forecast:
    """The forecast of a problem, made afresh only where this run has not made it yet.

    Whoever may be asked to stop gets no finished forecast.
    """
    if progress is not None and progress.stopped:
        return forecast(problem, progress=progress)
    name = f"forecast {opinions.TREES} {opinions.FEWEST_DRAWN} {opinions.MOST_DRAWN} {fingerprint(problem)}"
    if name not in _MADE:
        _MADE[name] = shared(name, lambda: forecast(problem))
    if progress is not None:
        progress.report("forecast", 1.0)
    return _MADE[name]


def fingerprint(problem: ForecastProblem) -> str:
    """The same for problems that are the same in every value, type and label; different for all others."""
    digest = hashlib.sha256()
    for field in fields(problem):
        value = getattr(problem, field.name)
        digest.update(f"{field.name}:".encode())
        digest.update(_told(value) if isinstance(value, pd.DataFrame) else repr(value).encode())
    return digest.hexdigest()


def _told(frame: pd.DataFrame) -> bytes:
    rows: np.ndarray = pd.util.hash_pandas_object(frame, index=True).to_numpy()
    labels = [(name, str(kind)) for name, kind in frame.dtypes.items()]
    return repr((labels, len(frame))).encode() + rows.tobytes()
