"""Demand ahead from a network's tables: what plans stand on, and what `quarterhour forecast` shows by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

import forecast as forecasting
from forecast.same_day import SameDay
from forecast.totals import by_day
from forecast.values import RANGES, Forecast, ForecastProblem
from quarterhour.cache import Cache, made
from quarterhour.progress import Progress
from scenarios.network.model import Network
from scenarios.plan.adjusting import adjusted, applying
from scenarios.plan.demand import MODEL_MEAN
from scenarios.plan.history import daily_history, forecast_problem
from scenarios.plan.today import counted_by

MOST_CELLS = 40_000_000
"""Paths x series x intervals that a forecast by itself may draw: 320 megabytes."""
FEWEST_PATHS, MOST_PATHS = 50, 400


@dataclass(frozen=True)
class Foreseen:
    """A forecast with the problem that it answers.

    Attributes
    ----------
    forecast
        What plans use: the model's forecast with planners' adjustments, `model_mean` beside `mean` in `intervals`
        and `days`.
    model
        The model's forecast as it is.
    adjustments
        The columns of the network's table `adjustments`, and customers (the model's mean over the days concerned)
        and effect (customers added): those that apply, see `scenarios.plan.adjusting`.
    today
        The rest of the first day, foreseen from what was counted so far; None where no moment of it was named.
    """

    problem: ForecastProblem
    forecast: Forecast
    model: Forecast
    adjustments: pd.DataFrame
    today: SameDay | None = None

    @cached_property
    def history(self) -> pd.DataFrame:
        """outlet, service, day, count: what was counted, by business day."""
        return daily_history(self.problem)

    @cached_property
    def outlet_days(self) -> pd.DataFrame:
        """outlet, day, mean, model_mean, low_95, low_80, high_80, high_95: customers of all services of an outlet.

        The ranges are quantiles over the joint sample paths, because quantiles of services do not add up.
        """
        made = self.forecast
        days = pd.DatetimeIndex(made.days["day"].unique()).sort_values()
        drawn = by_day(made, days, self.problem.grid)
        outlets, names = pd.factorize(made.paths.series["outlet"], sort=True)
        frames = []
        for number, outlet in enumerate(names):
            totals = drawn[:, outlets == number].sum(axis=1)
            ranges = {name: np.quantile(totals, share, axis=0) for name, share in RANGES.items()}
            frames.append(pd.DataFrame({"outlet": outlet, "day": days, **ranges}))
        means = made.days.groupby(["outlet", "day"], as_index=False)[["mean", MODEL_MEAN]].sum()
        if not frames:
            return means.assign(**dict.fromkeys(RANGES, 0.0))
        joined = means.merge(pd.concat(frames), on=["outlet", "day"], how="left", validate="one_to_one")
        return joined[["outlet", "day", "mean", MODEL_MEAN, *RANGES]]


def foresee(
    network: Network,
    days: int,
    paths: int | None = None,
    progress: Progress | None = None,
    now: pd.Timestamp | None = None,
    cache: Cache | None = None,
) -> Foreseen:
    """The demand of the next `days` business days.

    Parameters
    ----------
    paths
        None for as many as ranges want.
    now
        A moment, zone-aware: its business day is the first one, forecast from the days before it, and the rest of
        it once more from what was counted so far. None for the network's own first day to plan.
    cache
        Where forecasts of the same history are kept.
    """
    wanted = paths_for(network, days) if paths is None else paths
    first_day = None if now is None else network.grid.business_day(pd.DatetimeIndex([now]))[0]
    problem = forecast_problem(network, days, wanted, first_day)
    progress = progress or Progress()
    model = made(
        cache,
        "forecast",
        problem,
        lambda: forecasting.forecast(problem, progress=progress),
        lambda: not progress.stopped,
    )
    used, told = adjusted(model, applying(network, problem.first_day, days), network.grid)
    return Foreseen(problem, used, model, told, None if now is None else _today(network, used, now))


def _today(network: Network, used: Forecast, now: pd.Timestamp) -> SameDay:
    """The rest of the day; counts of series that had no history before it are left out."""
    series = ["outlet", "service"]
    counted = counted_by(network, now).merge(used.paths.series[series], on=series)
    return forecasting.update_day(used, counted, now, network.grid)


def paths_for(network: Network, days: int) -> int:
    """As many sample paths as the size of the network allows."""
    series = len(network.table("arrivals")[["outlet", "service"]].drop_duplicates())
    cells = max(series, 1) * days * network.grid.slots_a_day
    return int(np.clip(MOST_CELLS // cells, FEWEST_PATHS, MOST_PATHS))
