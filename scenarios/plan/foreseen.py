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
from quarterhour.content import digest
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
class Asked:
    """What is to be foreseen: so many business days of a network from `first_day` on (None: its own)."""

    network: Network
    days: int
    paths: int
    first_day: pd.Timestamp | None

    @cached_property
    def problem(self) -> ForecastProblem:
        """It as a forecasting problem."""
        return forecast_problem(self.network, self.days, self.paths, self.first_day)


@dataclass(frozen=True)
class Foreseen:
    """A forecast with what it answers.

    Attributes
    ----------
    asked
        The question.
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

    asked: Asked
    forecast: Forecast
    model: Forecast
    adjustments: pd.DataFrame
    today: SameDay | None = None

    @property
    def problem(self) -> ForecastProblem:
        """What was forecast from."""
        return self.asked.problem

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
    asked = Asked(network, days, wanted, first_day)
    model = _model(asked, progress or Progress(), cache)
    used, told = adjusted(model, applying(network, first_day or network.first_day, days), network.grid)
    return Foreseen(asked, used, model, told, None if now is None else _today(network, used, now))


def _model(asked: Asked, progress: Progress, cache: Cache | None) -> Forecast:
    """The forecast, kept by its problem, and that by the network: one seen before needs no history prepared."""

    def make() -> Forecast:
        return forecasting.forecast(asked.problem, progress=progress)

    if cache is None:
        return make()
    content = made(cache, "forecast_content", asked, lambda: digest(asked.problem))
    return made(cache, "forecast", content, make, lambda: not progress.stopped)


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
