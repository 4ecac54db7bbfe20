"""How much weekday, season, holidays and events move demand, with standard errors.

The pooled regressions of `forecast.models.calendar_regression` are written once more as weighted least squares
of statsmodels: a ridge penalty towards a prior equals extra rows R (b = b0) with R'R = P. An effect is a linear
contrast c of the coefficients. Logs are taken of level + offset with the offset OFFSET times a typical day, so
where the day would else be x times a typical one its lift is (1 + OFFSET / x) (exp(c b) - 1), with standard error
(1 + OFFSET / x) exp(c b) sqrt(c V c).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import WLS

from forecast.arrays import Array, Flags
from forecast.calendar import Calendar
from forecast.design import Design
from forecast.models.calendar_regression import CalendarFit, Pooled
from forecast.models.offset import OFFSET

COLUMNS = ["group", "service", "effect", "family", "lift", "error", "days"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MAKEUP = "make-up workday"


@dataclass(frozen=True)
class Contrast:
    """One effect to be told.

    Attributes
    ----------
    effects, ordinary
        Contrasts over the design's columns: of the effect itself, and of what these days would be without it.
    days
        Days of history that show it.
    """

    effect: str
    family: str
    effects: Array
    ordinary: Array
    days: int


def measure_effects(
    fit: CalendarFit,
    design: Design,
    calendar: Calendar,
    days: int,
    events: Flags,
    kinds: list[str],
) -> pd.DataFrame:
    """All effects of all groups, as `Forecast.effects` describes.

    Parameters
    ----------
    design
        The design that the calendar was fitted with; its first `days` rows are history.
    events
        By series, day of the history and kind.
    """
    contrasts = list(_contrasts(design, fit.weekday, calendar, days))
    rows = [row for pooled in fit.pooled for row in _measured(pooled, contrasts)]
    rows += _measured_events(fit.residual, events, kinds)
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"group": "str", "service": "str", "effect": "str", "family": "str", "days": "int64"}
    )


def weighted_least_squares(fit: Pooled) -> Any:
    """The pooled regression as a statsmodels result."""
    root = np.linalg.cholesky(fit.penalty).T
    return WLS(
        np.concatenate([fit.response, root @ fit.prior]),
        np.vstack([fit.X, root]),
        weights=np.concatenate([fit.weight, np.ones(len(root))]),
    ).fit(method="qr")


def _contrasts(design: Design, weekday_weight: Array, calendar: Calendar, days: int) -> Iterator[Contrast]:
    index = pd.DatetimeIndex(design.days[:days])
    X = design.matrix[:days]
    none = np.zeros(X.shape[1])
    weekday = design.of("weekday")
    number_of = index.day_of_week.to_numpy()
    for number, name in enumerate(WEEKDAYS):
        seen = int((number_of == number).sum())
        if seen:
            contrast = np.where(weekday, -1.0 / weekday.sum(), 0.0)
            contrast[design.columns.index(f"weekday {number}")] += 1.0
            yield Contrast(name, "weekday", contrast, none, seen)
    season = design.of("season")
    if season.any():
        for number, name in enumerate(MONTHS, start=1):
            mine = index.month.to_numpy() == number
            wave = np.where(season, X[mine].mean(0) - X.mean(0), 0.0)
            yield Contrast(name, "season", wave, none, int(mine.sum()))
    ordinary = design.ordinary.matrix[:days]
    special = design.weighing(weekday_weight).matrix[:days] - ordinary
    place = calendar.place(index)
    for name, flags in [*calendar.names.items(), (MAKEUP, calendar.makeup)]:
        mine = flags[place]
        if mine.any():
            rest = ordinary[mine].mean(0) - ordinary.mean(0)
            yield Contrast(name, "holiday", special[mine].mean(0), rest, int(mine.sum()))


def _measured(fit: Pooled, contrasts: list[Contrast]) -> Iterator[tuple[Any, ...]]:
    if not len(fit.response):
        return
    result = weighted_least_squares(fit)
    slow = len(fit.penalty) - len(fit.beta)
    # The extra rows are exact by design, not data: the noise is judged from the days alone.
    residual = fit.response - fit.X @ result.params
    free = max(len(residual) - _degrees(fit), 1.0)
    variance = result.normalized_cov_params * float((fit.weight * residual**2).sum() / free)
    for contrast in contrasts:
        full = np.concatenate([np.zeros(slow), contrast.effects])
        lift, error = _lift(
            float(full @ result.params),
            float(np.sqrt(full @ variance @ full)),
            float(contrast.ordinary @ result.params[slow:]),
        )
        yield fit.kind, fit.service, contrast.effect, contrast.family, lift, error, contrast.days


def _lift(effect: float, error: float, ordinary: float = 0.0) -> tuple[float, float]:
    """Lift and its standard error by the delta method; `ordinary` is the log effect of all else on such days."""
    level = max((1 + OFFSET) * float(np.exp(ordinary)) - OFFSET, OFFSET)
    scale = 1 + OFFSET / level
    return scale * float(np.expm1(effect)), scale * float(np.exp(effect)) * error


def _degrees(fit: Pooled) -> float:
    """Effective number of coefficients of the ridge regression: the trace of its hat matrix."""
    gram = (fit.X * fit.weight[:, None]).T @ fit.X
    return float(np.trace(np.linalg.solve(gram + fit.penalty, gram)))


def _measured_events(residual: Array, events: Flags, kinds: list[str]) -> list[tuple[Any, ...]]:
    """Events of all series together: least squares of the calendar's residual on the kinds."""
    known = np.isfinite(residual) & events.any(2)
    seen = [kind for kind in range(len(kinds)) if events[known][:, kind].any()]
    if not seen or known.sum() <= len(seen) + 1:
        return []
    result = WLS(residual[known], events[known][:, seen].astype(np.float64)).fit()
    return [
        (
            *("all", "", kinds[kind], "event", *_lift(float(beta), float(error))),
            int(events[known][:, kind].sum()),
        )
        for kind, beta, error in zip(seen, result.params, result.bse, strict=True)
    ]
