"""Forecast and rehearsal of a plan made by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.values import QUANTILES, Forecast, Paths
from quarterhour.seeds import generator
from scenarios.rehearsal.values import Rehearsal
from tests.api.plans.places import FIRST_DAY, GRID


def forecast_of(places: pd.DataFrame, days: int, draws: int = 20) -> Forecast:
    starts = GRID.starts(FIRST_DAY, days)
    slot = GRID.slot(starts)
    open_now = (slot >= 18) & (slot < 34)
    rate = np.where(open_now, 5.0 + 3.0 * np.sin((slot - 18) / 16 * np.pi), 0.0)
    random = generator(1, "plans")
    rates = np.broadcast_to(rate, (draws, len(places), len(starts))) * random.gamma(
        40, 1 / 40, (draws, len(places), 1)
    )
    counts = random.poisson(rates)
    series = places[["outlet"]].assign(service="enquiry")
    intervals = series.merge(pd.DataFrame({"start": starts, "open": open_now, "mean": rate}), how="cross")
    names = {quantile: f"{round(100 * quantile):02d}" for quantile in QUANTILES}
    for quantile, label in names.items():
        spread = rates.mean() * 0 + 1 + (quantile - 0.5)
        intervals[f"r{label}"] = intervals["mean"] * spread
        intervals[f"q{label}"] = np.round(intervals["mean"] * spread)
    horizon = pd.DataFrame({"day": pd.date_range(FIRST_DAY, periods=days, unit="us")})
    daily = series.merge(horizon, how="cross").assign(mean=rate.sum() / days)
    for quantile, label in names.items():
        daily[f"q{label}"] = daily["mean"] * (1 + 0.3 * (quantile - 0.5))
    effects = pd.DataFrame(
        {
            "group": ["all"] * 4,
            "service": [""] * 4,
            "effect": ["National Day", "Spring Festival", "5", "7"],
            "family": ["holiday", "holiday", "weekday", "season"],
            "lift": [0.62, -0.48, -0.2, 0.1],
            "error": [0.08, 0.05, 0.02, 0.03],
            "days": [21, 21, 156, 93],
        }
    )
    last = FIRST_DAY + pd.Timedelta(days=days - 1)
    peaks = pd.DataFrame(
        {
            "outlet": places["outlet"].iloc[:1],
            "first_day": last - pd.Timedelta(days=2),
            "last_day": last,
            "name": "中秋节",
            "lift": 0.45,
        }
    )
    evidence = pd.DataFrame(
        {
            "outlet": np.repeat(places["outlet"].to_numpy(), 2),
            "service": "enquiry",
            "origin": FIRST_DAY - pd.Timedelta(days=28),
            "model": ["ours", "seasonal_naive"] * len(places),
            "actual": 1000.0,
            "error": [80.0, 100.0] * len(places),
            "scale": 5.0,
        }
    )
    notes = pd.DataFrame({"outlet": ["O00"], "service": ["enquiry"], "code": ["forecast.short"], "detail": [""]})
    return Forecast(
        intervals=intervals,
        days=daily,
        paths=Paths(series, starts, rates.astype(np.float32), counts.astype(np.int32)),
        effects=effects,
        peaks=peaks,
        evidence=evidence,
        notes=notes,
        seed=1,
    )


def rehearsal_of(places: pd.DataFrame, cover: pd.DataFrame) -> Rehearsal:
    count = len(places)
    achieved = np.linspace(0.78, 0.99, count)
    services = pd.DataFrame(
        {
            "outlet": places["outlet"],
            "service": "enquiry",
            "promise": "share_within",
            "target": 0.9,
            "achieved": achieved,
            "achieved_low": achieved - 0.02,
            "achieved_high": np.minimum(achieved + 0.02, 1.0),
            "kept": achieved >= 0.9,
            "periods_kept": np.where(achieved >= 0.9, 1.0, 0.6),
            "wait_minutes": 5.0,
            "wait_low": 4.5,
            "wait_high": 5.5,
            "wait_p50": 3.0,
            "wait_p90": 12.0,
            "arrivals": 900.0,
            "served": 890.0,
            "lost": 10.0,
            "oldest_worst": np.nan,
        }
    )
    intervals = cover[["outlet", "pool", "start"]].assign(
        arrivals=5.0,
        on_duty=cover["own"].astype(float),
        wait_minutes=5.0,
        within=0.9,
        within_low=0.85,
        within_high=0.95,
        occupancy=0.8,
        queue=0.6,
    )
    first = FIRST_DAY.tz_localize(GRID.timezone)
    weak = pd.DataFrame(
        {
            "outlet": places["outlet"].iloc[:1],
            "pool": "counter",
            "start": first + pd.Timedelta(hours=11),
            "end": first + pd.Timedelta(hours=13),
            "within": 0.52,
            "target": 0.9,
            "wait_minutes": 14.0,
            "wait_target": np.nan,
            "late": 12.5,
            "reason": "rehearsal.short_staffed",
        }
    )
    replications = pd.DataFrame(
        {
            "replication": range(3),
            "outlet": places["outlet"].iloc[0],
            "arrivals": 900,
            "served": 890,
            "lost": 10,
            "left_over": 0,
            "within": 800,
            "immediate": 900,
            "wait_minutes": 5.0,
            "overtime_minutes": 12.0,
        }
    )
    by_service = intervals[["outlet", "start", "arrivals", "wait_minutes", "within"]].assign(
        service=services["service"].iloc[0]
    )
    calls = pd.DataFrame(
        {
            "outlet": places["outlet"].iloc[:1],
            "day": FIRST_DAY,
            "standby": 4,
            "called": 0.4,
            "people": 1.5,
            "hours": 6.0,
        }
    )
    return Rehearsal(services, intervals, by_service, weak, replications, calls, count=30, seed=5)
