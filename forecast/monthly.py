"""Monthly forecasts, one to two years ahead, for the strategic questions.

From daily history to calendar-adjusted months (`months.exposure`), seasons and candidates (`months.season`,
`months.candidates`), their mix by rolling backtest (`months.mixing`), ranges (`months.spread`), and back: the
calendar of the coming months put on again, so that a February with the lunar new year is a February with the
lunar new year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags
from forecast.calendar import read_calendar
from forecast.months.candidates import NAMES, candidates
from forecast.months.exposure import Months, adjust
from forecast.months.frames import month_frames, season_frame
from forecast.months.mixing import BANDS, mix, play_back, weights
from forecast.months.remarks import remarks
from forecast.months.series import Daily, places_by, read_daily
from forecast.months.spread import KIN_SPREAD, Spread, spread
from forecast.months.values import MonthlyForecast, MonthlyProblem
from quarterhour.labels import require_columns
from quarterhour.progress import Progress

QUIET = 6
"""Months in a row without a customer, up to the last, from which a series stays zero."""


@dataclass(frozen=True)
class Outlook:
    """The months ahead as arrays (series, months ahead)."""

    likely: Array
    level: Array
    spread: Spread


def forecast_months(problem: MonthlyProblem, *, progress: Progress | None = None) -> MonthlyForecast:
    """Forecast every series, region and the total by month.

    Raises
    ------
    LabelError
        When frames do not fit each other or nothing is known.
    ValueError
        When the months asked for are none or more than 24.
    """
    listener = progress or Progress()
    daily = read_daily(problem)
    calendar = read_calendar(problem.days, problem.weekend)
    months = adjust(daily, calendar, _events(problem, daily), problem.ahead)
    listener.report("forecast", 0.3)
    zero = _zero(months)
    new: Flags = ~np.isfinite(months.level).max(1)
    y = np.where(zero[:, None], np.nan, months.level)
    month = np.asarray(months.starts.month, dtype=np.int64) - 1
    skipped = _skipped(months.starts, problem.first_month)
    ahead = problem.months + skipped
    playback = play_back(y, month, daily.series, ahead)
    listener.report("forecast", 0.8)
    customers = np.exp(_usual_level(y)) * months.usual
    weight = weights(playback, np.where(np.isfinite(customers), customers, 0.0))
    says, season = candidates(y, month, daily.series, ahead)
    level = mix(says, weight)
    level, kin = _with_kin(level, new & ~zero, daily.series)
    errors = mix(playback.with_a_year, weight)
    outlook = _outlook(months, level[:, skipped:], zero, errors, skipped, customers, new, kin)
    listener.report("forecast", 1.0)
    frames = month_frames(daily.series, months, outlook.likely, outlook.level, outlook.spread, problem)
    return MonthlyForecast(
        *frames,
        season=season_frame(daily.series, season),
        evidence=_evidence(errors, playback.with_a_year[NAMES.index("year_before")]),
        weights=_weights(weight),
        notes=remarks(problem, daily, calendar, months, zero, new),
        seed=problem.seed,
    )


def _outlook(
    months: Months,
    level: Array,
    zero: Flags,
    errors: Array,
    skipped: int,
    customers: Array,
    new: Flags,
    kin: float,
) -> Outlook:
    """Levels times what each month is worth; nobody comes where nothing is open or nobody came for long."""
    known = np.where(np.isfinite(level), level, -np.inf)
    likely = np.where(zero[:, None] | (months.worth <= 0), 0.0, np.exp(known) * months.worth)
    usual = np.where(np.isfinite(customers), customers, np.median(likely, axis=1))
    found = spread(errors, usual, level.shape[1] + skipped, new, kin)
    return Outlook(likely, level, Spread(found.scale[:, skipped:], found.common))


def _skipped(starts: pd.DatetimeIndex, first: pd.Timestamp) -> int:
    """Months between the history's last and the first one ahead."""
    return (first.year - starts[-1].year) * 12 + first.month - starts[-1].month - 1


def _zero(months: Months) -> Flags:
    """Series of which nobody came in the last known months, if they are many enough, or ever."""
    known = months.known_days > 0
    places = np.arange(known.shape[1])
    came = np.where(known & (months.counted > 0), places, -1).max(1)
    since = (known & (places > came[:, None])).sum(1)
    flags: Flags = known.any(1) & ((came < 0) | (since >= QUIET))
    return flags


def _usual_level(y: Array) -> Array:
    last = y[:, -12:]
    known = np.isfinite(last)
    mean: Array = np.divide(
        np.where(known, last, 0.0).sum(1), known.sum(1), out=np.full(len(y), np.nan), where=known.any(1)
    )
    return mean


def _with_kin(level: Array, new: Flags, series: pd.DataFrame) -> tuple[Array, float]:
    """New outlets have the median level of their kin, or of their service; and how widely levels of kin
    scatter."""
    level = level.copy()
    spreads = []
    for (_, service), rows in places_by(series, ["kind", "service"]):
        old = rows[~new[rows] & np.isfinite(level[rows]).any(1)]
        if len(old) >= 3:
            spreads.append(float(np.std(np.nanmean(level[old], axis=1))))
        if not new[rows].any():
            continue
        if not len(old):
            old = np.flatnonzero(((series["service"] == service).to_numpy() & ~new) & np.isfinite(level).any(1))
        if len(old):
            level[rows[new[rows]]] = np.nanmedian(level[old], axis=0)
    return level, float(np.mean(spreads)) if spreads else KIN_SPREAD


def _events(problem: MonthlyProblem, daily: Daily) -> Array:
    require_columns(problem.events, ["outlet", "day", "kind"], "events")
    kinds = sorted(problem.events["kind"].astype(str).unique())
    flags = np.zeros((len(daily.series), len(daily.days), len(kinds)))
    place = daily.days.get_indexer(pd.DatetimeIndex(problem.events["day"]))
    rows = daily.series.groupby("outlet").indices
    kind = pd.Index(kinds).get_indexer(problem.events["kind"].astype(str))
    for outlet, day, number in zip(problem.events["outlet"], place, kind, strict=True):
        if day >= 0 and outlet in rows:
            flags[rows[outlet], day, number] = 1.0
    return flags


def _evidence(errors: Array, naive: Array) -> pd.DataFrame:
    """Mean absolute log errors by lead of both, on the same points."""
    both = np.isfinite(errors) & np.isfinite(naive)
    rows = []
    for lead in range(errors.shape[2]):
        here = both[:, :, lead]
        if here.any():
            mine, other = (float(np.abs(e[:, :, lead][here]).mean()) for e in (errors, naive))
            rows.append((lead + 1, mine, other, int(here.any(1).sum())))
    return pd.DataFrame(rows, columns=["lead", "ours", "naive", "origins"])


def _weights(weight: Array) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (name, first + 1, float(weight[band, place]))
            for band, (first, _) in enumerate(BANDS)
            for place, name in enumerate(NAMES)
        ],
        columns=["candidate", "lead_from", "weight"],
    )
