"""Forecast demand: from history and calendar to means, ranges, sample paths and the evidence for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from forecast.effects import measure_effects
from forecast.ground import Ground, prepare
from forecast.history import SERIES, History
from forecast.margins import Margins, margins
from forecast.memory import give_back
from forecast.notes import write_notes
from forecast.opening import Opening
from forecast.outlook import Outlook
from forecast.paths import draw_paths
from forecast.peaks import find_peaks
from forecast.seer import Seer
from forecast.threads import in_threads
from forecast.trials import evidence
from forecast.values import QUANTILES, Forecast, ForecastProblem, quantile_name
from quarterhour.progress import Progress


@dataclass(frozen=True)
class Foresight:
    """All that is foreseen of a problem, as arrays: what `forecast` writes out as labelled frames."""

    ground: Ground
    outlook: Outlook
    expected: Margins
    opening: Opening
    evidence: pd.DataFrame


def foresee(problem: ForecastProblem, *, progress: Progress | None = None) -> Foresight:
    """Play back the last origins, then look ahead with the ranges that they ask for.

    When asked to stop, fewer origins are played back.
    """
    ground = prepare(problem)
    seer = Seer(ground, problem.horizon, progress or Progress())
    outlook, trials = seer.outlook(len(ground.history.days))
    opening = Opening.of(problem, ground.history)
    told = evidence(ground.history, trials)
    return Foresight(ground, outlook, margins(outlook, opening.exposure), opening, told)


def forecast(problem: ForecastProblem, *, progress: Progress | None = None) -> Forecast:
    """Forecast every series over the horizon.

    The last origins are played back first: they are the evidence, and they set how wide the ranges must be.
    """
    listener = progress or Progress()
    seen = foresee(problem, progress=listener)
    give_back()
    ground, outlook, expected, opening = seen.ground, seen.outlook, seen.expected, seen.opening
    history = ground.history
    known = len(history.days)
    days = pd.date_range(problem.first_day.normalize(), periods=problem.horizon, freq="D", unit="us")
    result = Forecast(
        intervals=_intervals(history, expected, opening),
        days=_days(history, expected, days),
        paths=draw_paths(
            expected,
            history.series[SERIES],
            opening.starts,
            opening.open,
            opening.day,
            opening.slot,
            problem.paths,
            problem.seed,
        ),
        effects=measure_effects(
            outlook.calendar,
            ground.design.known_after(known, outlook.setting),
            ground.calendar,
            known,
            ground.events[:, :known],
            ground.kinds,
        ),
        peaks=find_peaks(
            history.series,
            expected.totals,
            outlook.ordinary,
            days,
            ground.calendar,
            ground.events[:, known:],
            ground.kinds,
        ),
        evidence=seen.evidence,
        notes=write_notes(
            history, outlook.rung, ground.calendar, days, problem.opening["outlet"], ground.regressors
        ),
        seed=problem.seed,
    )
    listener.report("forecast", 1.0)
    return result


def _intervals(history: History, expected: Margins, opening: Opening) -> pd.DataFrame:
    count = len(opening.starts)
    mean = opening.gather(expected.means)
    frame = _labels(history, count).assign(
        start=opening.starts[np.tile(np.arange(count), len(history.series))],
        open=opening.open.ravel(),
        mean=mean.ravel(),
    )
    rates = {quantile_name("r", q): (mean * expected.rate_factor(q)[:, opening.day]).ravel() for q in QUANTILES}
    counts = in_threads(partial(expected.interval_count, q) for q in QUANTILES)
    names = [quantile_name("q", q) for q in QUANTILES]
    gathered = {name: opening.gather(count).ravel() for name, count in zip(names, counts, strict=True)}
    return frame.assign(**rates, **gathered)


def _days(history: History, expected: Margins, days: pd.DatetimeIndex) -> pd.DataFrame:
    frame = _labels(history, len(days)).assign(
        day=days[np.tile(np.arange(len(days)), len(history.series))], mean=expected.totals.ravel()
    )
    return frame.assign(**{quantile_name("q", q): expected.day_count(q).ravel() for q in QUANTILES})


def _labels(history: History, times: int) -> pd.DataFrame:
    rows = np.repeat(np.arange(len(history.series)), times)
    return history.series[SERIES].take(rows).reset_index(drop=True)
