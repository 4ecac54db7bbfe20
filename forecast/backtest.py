"""How good the forecast would have been: rolling origins, each seeing only what was known then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.calibration import expectation
from forecast.cells import cells_of
from forecast.ground import prepare
from forecast.history import SERIES, History
from forecast.measures.near_holidays import holidays_and_neighbours
from forecast.models.seasonal_naive import seasonal_naive
from forecast.seer import Seer
from forecast.total_cells import total_cells
from forecast.trials import LEAST_KNOWN, Trial, last_origins
from forecast.values import RANGES, ForecastProblem
from quarterhour.progress import Progress


class TooShortError(ValueError):
    """The history holds no origin with enough known before it and a whole horizon after it."""


@dataclass(frozen=True)
class Backtest:
    """What would have been forecast, beside what came.

    Attributes
    ----------
    cells
        Errors, losses and hits by series, origin and day, at both grains: see `forecast.cells.cells_of`.
        Figures of any group are made by `forecast.measure`.
    totals
        The same of outlets, regions and the network by day, by week and over the horizon, ranges from joint
        paths: see `forecast.total_cells.total_cells`; groups are scope (outlet, region, network) and span (day,
        week, horizon).
    days
        outlet, service, origin, day, actual (NaN on closed and on partly known days), naive, mean, low_95, low_80,
        high_80, high_95.
    horizon
        Days ahead of each origin.
    """

    cells: pd.DataFrame
    totals: pd.DataFrame
    days: pd.DataFrame
    horizon: int


def backtest(
    problem: ForecastProblem,
    *,
    horizon: int,
    origins: int,
    every: int | None = None,
    progress: Progress | None = None,
) -> Backtest:
    """Play back the last `origins` origins, `every` (by default `horizon`) days apart.

    Every origin sees only what was known then; it is what `forecast` would have said then. When asked to stop,
    the origins that were played back by then are judged, latest first.

    Raises
    ------
    TooShortError
        When the history holds no origin.
    """
    ground, listener = prepare(problem), progress or Progress()
    history, seer = ground.history, Seer(ground, horizon, many=True)
    near = holidays_and_neighbours(problem.days)
    wanted = last_origins(len(history.days), horizon, origins, every)
    if not wanted:
        raise TooShortError(
            f"no origin has {LEAST_KNOWN} known days before it and {horizon} after it.\nMaybe a shorter horizon."
        )
    cells, totals, days = [], [], []
    for place, origin in enumerate(reversed(wanted)):
        if place and listener.stopped:
            break
        listener.report("backtest", place / len(wanted))
        outlook, _ = seer.outlook(origin)
        actual = history.totals[:, origin : origin + horizon]
        trial = Trial(origin, actual, expectation(history, origin, outlook))
        cells.append(cells_of(history, trial, near, problem.seed))
        totals.append(total_cells(history, trial, near, problem.seed))
        days.append(_days(history, trial))
    listener.report("backtest", 1.0)
    return Backtest(_joined(cells), _joined(totals), _joined(days), horizon)


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """All origins, earliest first."""
    return pd.concat(frames[::-1], ignore_index=True)


def _days(history: History, trial: Trial) -> pd.DataFrame:
    """What was said of each day, with its ranges, beside what came."""
    count, horizon = trial.actual.shape
    row, ahead = (part.ravel() for part in np.indices((count, horizon)))
    day = history.days[trial.origin : trial.origin + horizon]
    frame = history.series[SERIES].take(row).reset_index(drop=True)
    expected = trial.expected
    return frame.assign(
        origin=history.days[trial.origin],
        day=day[ahead],
        actual=trial.actual.ravel(),
        naive=seasonal_naive(history.totals, trial.origin, horizon).ravel(),
        mean=expected.totals.ravel(),
        **{name: expected.day_count(share).ravel() for name, share in RANGES.items()},
    )
