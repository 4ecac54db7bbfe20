"""Expected customers by outlet and half hour: the truth of `truth.py` carried out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.arrays import Floats
from quarterhour.grid import MINUTES_A_DAY, TimeGrid
from quarterhour.seeds import generator
from scenarios.sample.opening import REBUILD_TO, REBUILT
from scenarios.sample.truth import (
    LEVEL_MEMORY,
    LEVEL_SPREAD,
    NOISE_SPREAD,
    RAIN_MEMORY,
    Truth,
)

Slots = npt.NDArray[np.bool_]
"""Whether open, shape (business days, slots of a day)."""

DAYS_A_YEAR = 365.25
EVEN_SHARE = 0.1
"""Share of a day's demand that has no peak."""
REOPENING_DIP, REOPENING_DAYS = 1.8, 55.0
"""After rebuilding, customers come back slowly: log loss on the first day, and days to 1/e of it."""
FESTIVAL_LIFT = 0.45
"""Log lift of the organisation's own events at the outlets concerned."""


@dataclass(frozen=True)
class Outlet:
    """What demand needs to know of one outlet."""

    name: str
    truth: Truth
    customers: float
    trend: float


def expected_days(outlet: Outlet, days: pd.DataFrame, today: pd.Timestamp, events: pd.DataFrame) -> Floats:
    """Log factor of each day over an ordinary Wednesday at `today`, without weather and noise."""
    truth = outlet.truth
    years = (days["day"] - today).dt.days.to_numpy() / DAYS_A_YEAR
    weekday = days["weekday"].to_numpy()
    in_holiday = (days["family"] != "").to_numpy()
    weekday = np.where(in_holiday, 6, np.where(days["makeup"], 0, weekday))
    # The first and the last day of a stretch have seven tenths of the effect of its middle.
    shape = 0.7 + 0.3 * np.sin(np.pi * days["part"].to_numpy())
    holiday = days["family"].map(truth.holiday).fillna(0.0).to_numpy() * np.where(in_holiday, shape, 0.0)
    after = truth.after * (days["first"].to_numpy() + 0.5 * days["second"].to_numpy())
    payday = truth.payday * days["day"].dt.day.between(10, 12).to_numpy()
    factor = outlet.trend * years + np.array(truth.weekday)[weekday] + _season(truth, days["day"])
    factor = factor + holiday + after + payday + FESTIVAL_LIFT * _event_days(outlet.name, days["day"], events)
    return np.asarray(factor - (_reopening(days["day"]) if outlet.name == REBUILT else 0.0), dtype=float)


def rain(days: int, seed: int) -> Floats:
    """Bad weather by day, which all outlets share: 0 on most days, seldom above 2."""
    return np.maximum(_memory(days, RAIN_MEMORY, seed, "rain") - 0.5, 0.0)


def noise(outlet: Outlet, days: int, seed: int) -> Floats:
    """Log noise by day: a slow level and the day's own, each of mean 0."""
    level = LEVEL_SPREAD * _memory(days, LEVEL_MEMORY, seed, "level", outlet.name)
    return level + NOISE_SPREAD * generator(seed, "sample", "day", outlet.name).standard_normal(days)


def rates(outlet: Outlet, factor: Floats, opened: Slots, grid: TimeGrid) -> Floats:
    """Expected customers by business day and slot; `factor` is the log factor by day.

    `customers` come within the hours that are open on most days; other days have the same peaks.
    """
    shape = _profile(outlet.truth, grid)
    usual = opened[opened.any(axis=1)].mean(axis=0) > 0.5
    return np.asarray(
        outlet.customers * np.exp(factor)[:, None] * (shape / shape[usual].sum())[None] * opened, dtype=float
    )


def _profile(truth: Truth, grid: TimeGrid) -> Floats:
    """Weight of each slot of the business day; peaks wrap around midnight."""
    minute = (np.arange(grid.slots_a_day) * grid.grain + grid.grain / 2 + grid.day_cut) % MINUTES_A_DAY
    weight = np.full(grid.slots_a_day, EVEN_SHARE / 24)
    for hour, width, share in truth.peaks:
        away = np.abs(minute / 60 - hour)
        away = np.minimum(away, 24 - away)
        weight += share * np.exp(-0.5 * (away / width) ** 2) / (width * np.sqrt(2 * np.pi))
    return weight


def _season(truth: Truth, day: pd.Series) -> Floats:
    middles = np.arange(-1, 13) + 0.5
    month = day.dt.month.to_numpy() - 1 + (day.dt.day.to_numpy() - 0.5) / day.dt.days_in_month.to_numpy()
    ring = np.array([truth.season[-1], *truth.season, truth.season[0]])
    return np.asarray(np.interp(month, middles, ring), dtype=float)


def _event_days(outlet: str, day: pd.Series, events: pd.DataFrame) -> npt.NDArray[np.bool_]:
    there = events[events["outlets"].str.split(";").map(lambda listed: outlet in listed).astype(bool)]
    hit = np.zeros(len(day), dtype=bool)
    for first, last in zip(there["first_day"], there["last_day"], strict=True):
        hit |= day.between(first, last).to_numpy()
    return hit


def _reopening(day: pd.Series) -> Floats:
    since = (day - pd.Timestamp(REBUILD_TO)).dt.days.to_numpy()
    return np.where(since > 0, REOPENING_DIP * np.exp(-np.maximum(since, 0) / REOPENING_DAYS), 0.0)


def _memory(days: int, memory: float, seed: int, *names: str) -> Floats:
    """A standard normal series whose neighbours correlate by `memory`."""
    shocks = generator(seed, "sample", *names).standard_normal(days)
    shocks[1:] *= np.sqrt(1 - memory**2)
    return np.convolve(shocks, memory ** np.arange(days))[:days]
