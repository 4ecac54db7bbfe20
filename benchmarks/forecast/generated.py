"""Series made with a seed, for what a size costs: their errors say nothing, their seconds do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.forecast.task import DAY, Task
from quarterhour.arrays import Floats
from quarterhour.seeds import generator

LAST = pd.Timestamp("2024-06-30")
SEED = 20240630
PATHS = 50


def daily_5000(_: Path) -> Task:
    """5,000 outlets by day, 3 years and 28 days to come: level, growth, weekday, season, payday and noise."""
    return Task("daily_5000", _days(5_000, 3 * 365 + 28), DAY, 28, 1, (7,), 7, country="DE", paths=PATHS)


def half_hours_1000(_: Path) -> Task:
    """1,000 outlets by half hour, open from 8 to 18, 2 years and 28 days to come."""
    days, within = _days(1_000, 2 * 365 + 28), 20
    draw = generator(SEED, "half hours")
    hour = np.linspace(0.0, 1.0, within)
    peaks = draw.uniform(0.2, 0.5, days.shape[1]), draw.uniform(0.6, 0.9, days.shape[1])
    humps = [np.exp(-0.5 * ((hour[:, None] - peak) / 0.15) ** 2) for peak in peaks]
    profile = 0.2 + np.sum(humps, axis=0)
    rate = days.to_numpy()[:, None, :] * (profile / profile.sum(axis=0))
    start = days.index.to_numpy()[:, None] + (np.timedelta64(8, "h") + np.arange(within) * np.timedelta64(30, "m"))
    counts = draw.poisson(rate.reshape(-1, days.shape[1])).astype(float)
    values = pd.DataFrame(counts, index=pd.DatetimeIndex(start.ravel()), columns=days.columns)
    week = 7 * within
    return Task("half_hours_1000", values, 30, 28 * within, 1, (within, week), week, country="DE", paths=PATHS)


def _days(outlets: int, count: int) -> pd.DataFrame:
    """Customers by day and outlet."""
    draw = generator(SEED, f"{outlets} outlets")
    days = pd.date_range(end=LAST, periods=count, freq="D")
    level = np.exp(draw.normal(np.log(200.0), 0.8, outlets))
    growth = np.exp(np.linspace(0.0, 1.0, count)[:, None] * draw.normal(0.0, 0.15, outlets))
    weekday = np.exp(draw.normal(0.0, 0.2, (7, outlets)))[days.day_of_week]
    turn = 2 * np.pi * (days.day_of_year.to_numpy()[:, None] / 365.25 + draw.uniform(0.0, 1.0, outlets))
    season = 1.0 + draw.uniform(0.0, 0.2, outlets) * np.sin(turn)
    payday = 1.0 + 0.15 * (days.day.to_numpy() >= 28)[:, None]
    noise: Floats = np.exp(draw.normal(0.0, 0.1, (count, outlets)))
    counts = draw.poisson(level * growth * weekday * season * payday * noise).astype(float)
    return pd.DataFrame(counts, index=days, columns=[f"O{number:04d}" for number in range(outlets)])
