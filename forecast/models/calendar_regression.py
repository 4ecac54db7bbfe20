"""What the calendar does to a day's demand, learnt together and then by series.

    z[s,d] = level_s(d) + x_d (beta_all + beta_group(s) + beta_s) + sum_e E[s,d,e] (g_e + g_se) + noise

z is the log of the offset day level, x_d the calendar design, E the organisation's events. beta_all is fitted
to the mean over all series of the de-levelled z; a group (kind of outlet x service, at least 3 series) is
shrunk to all, a series to its group, each by a ridge penalty in days of evidence (`forecast.design.EVIDENCE`).
So an effect seen often at one outlet is its own, and a new outlet has its kin's calendar from its first day.
On special days x_d has less of the weekday (`forecast.models.weekday_weight`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forecast.arrays import Array, Ints, spread_evenly
from forecast.design import YEAR, Design
from forecast.models.panel import Panel
from forecast.models.ridge import robust_ridge
from forecast.models.weekday_weight import weekday_weight
from forecast.setting import Setting

COMMON = 10.0
"""A day's mean over n series is worth n / (1 + n / COMMON) series: days share shocks that do not average out."""
GROUP = 3
"""Series that make a group."""
SHARED = 0.25
"""Evidence against a shared effect, relative to `EVIDENCE`: what all outlets show is seldom chance."""
EVENT_EVIDENCE = 2.0
KNOT = 0.05
"""Evidence against the slow level itself: next to none."""
SHARED_KNOTS, OWN_KNOTS = YEAR, 60.0
"""Days between the knots of the slow level inside the regressions."""
LEVEL_WINDOW = 91
TELLING = 200
"""Series whose mean shows how strong days are as well as more would."""


@dataclass(frozen=True)
class Pooled:
    """One shared regression, kept whole so that its standard errors can be told.

    Attributes
    ----------
    kind, service
        Labels of the group; "all" and "" for the one of all series.
    X, response, weight, penalty, prior
        The ridge regression: slow level first, then the design's columns.
    beta
        Effects of the design's columns.
    """

    kind: str
    service: str
    X: Array
    response: Array
    weight: Array
    penalty: Array
    prior: Array
    beta: Array


@dataclass(frozen=True)
class CalendarFit:
    """Log effects by series and day, history and horizon.

    Attributes
    ----------
    effect
        Of calendar and events together, shape (series, days).
    shared
        The part that the series has from its group, same shape.
    holiday
        The part that holidays and events make, same shape.
    weekday
        How much of its weekday each day has, shape (days,).
    pooled
        The shared regressions, that of all series first.
    residual
        z less level, calendar: shape (series, known days), for the events' report.
    """

    effect: Array
    shared: Array
    holiday: Array
    weekday: Array
    pooled: list[Pooled]
    residual: Array

    @property
    def without_effects(self) -> CalendarFit:
        """What reports need: without the effects by series and day, which would fill the memory."""
        none = np.zeros((0, 0))
        return replace(self, effect=none, shared=none, holiday=none)


def fit_calendar(panel: Panel, design: Design, z: Array, setting: Setting) -> CalendarFit:
    """Calendar and event effects of all series; `z` has shape (series, known days), NaN where not known."""
    n = z.shape[1]
    events = panel.events.astype(np.float64)
    quiet = np.where(events[:, :n].any(2), np.nan, z)
    everyone = np.arange(len(z))
    level = np.repeat(_mean(z)[:, None], n, axis=1)
    some = spread_evenly(len(z), TELLING)
    in_full = _Pool(design, setting, quiet).fit(("all", ""), some, level[some], np.zeros(len(design.columns)))
    weekday = weekday_weight(design, n, in_full.beta)
    weighed = design.weighing(weekday)
    X = weighed.matrix
    pool = _Pool(weighed, setting, quiet)
    first = pool.fit(("all", ""), everyone, level, np.zeros(len(design.columns)))
    pooled, betas = [first], np.repeat(first.beta[None], len(z), axis=0)
    for label, members in panel.groups:
        if GROUP <= len(members) < len(z):
            level = centred_level(z[members] - X[:n] @ first.beta)
            fit = pool.fit(label, members, level, first.beta)
            pooled.append(fit)
            betas[members] = fit.beta
    shared = betas @ X.T
    residual = z - shared[:, :n]
    residual = residual - centred_level(residual)
    shared_event = np.einsum("sde,e->sd", events, _event_effects(residual, events[:, :n]))
    own = _fit_own(weighed, setting, z - (shared + shared_event)[:, :n])
    remainder = own @ X.T
    left = residual - (shared_event + remainder)[:, :n]
    own_event = np.einsum("sde,se->sd", events, _own_event_effects(left, events[:, :n], setting.own))
    moved = shared_event + own_event
    return CalendarFit(
        effect=shared + remainder + moved,
        shared=shared + shared_event,
        holiday=(betas + own) @ (X - design.ordinary.matrix).T + moved,
        weekday=weekday,
        pooled=pooled,
        residual=residual,
    )


def recency(days: int, half_life: float) -> Array:
    """Weight of each known day, the last one first in worth."""
    weight: Array = 0.5 ** ((days - 1 - np.arange(days)) / half_life)
    return weight


def knots(days: int, distance: float) -> Array:
    """Piecewise-linear basis of a slow level, shape (days, knots)."""
    count = max(2, round(days / distance) + 1)
    places = np.linspace(0, max(days - 1, 1), count)
    hats: Array = np.maximum(0.0, 1 - np.abs(np.arange(days)[:, None] - places) / (places[1] - places[0]))
    return hats


def centred_level(residual: Array) -> Array:
    """Moving average over `LEVEL_WINDOW` days around each day, outliers pulled in; the mean where none."""
    known = np.isfinite(residual)
    middle = _mean(residual)[:, None]
    spread = 3 * 1.25 * _mean(np.abs(residual - middle))[:, None]
    kept = np.where(known, middle + np.clip(residual - middle, -spread, spread), 0.0)
    half, n = LEVEL_WINDOW // 2, residual.shape[1]
    low, high = np.maximum(np.arange(n) - half, 0), np.minimum(np.arange(n) + half + 1, n)
    sums, counts = (np.pad(np.cumsum(part, axis=1), ((0, 0), (1, 0))) for part in (kept, known.astype(np.float64)))
    total, count = sums[:, high] - sums[:, low], counts[:, high] - counts[:, low]
    average: Array = (total + middle) / (count + 1.0)
    return average


@dataclass(frozen=True)
class _Pool:
    """What all shared regressions of a panel have in common; `z` is free of events."""

    design: Design
    setting: Setting
    z: Array

    def fit(self, label: tuple[str, str], members: Ints, level: Array, prior: Array) -> Pooled:
        """The shared regression of some series: their mean and their levels are fitted in turns."""
        mine, columns = self.z[members], self.design.matrix[: self.z.shape[1]]
        n, slow_basis = len(columns), knots(len(columns), SHARED_KNOTS)
        slow = slow_basis.shape[1]
        penalty = _penalty(slow, 0.0, SHARED * self.design.penalty(self.setting.evidence))
        full_prior = np.concatenate([np.zeros(slow), prior])
        count = np.isfinite(mine).sum(0)
        seen = count >= max(1.0, 0.2 * len(members))
        weight = (recency(n, self.setting.half_life) * count / (1 + count / COMMON))[seen]
        X = np.column_stack([slow_basis, columns])[seen]
        if not seen.any():
            return Pooled(*label, X, np.zeros(0), weight, penalty, full_prior, prior)
        for _ in range(3):
            deviation = np.clip(mine - level, -2.0, 2.0)
            mean = np.divide(np.nansum(deviation, axis=0), count, out=np.zeros(n), where=count > 0)[seen, None]
            beta, pulled = robust_ridge(X, mean, weight, penalty, full_prior[:, None])
            level = centred_level(mine - columns @ beta[slow:, 0])
        return Pooled(*label, X, pulled[:, 0], weight, penalty, full_prior, beta[slow:, 0])


def _fit_own(design: Design, setting: Setting, y: Array) -> Array:
    """Each series' own remainder, shape (series, columns)."""
    n = y.shape[1]
    slow_basis = knots(n, OWN_KNOTS)
    X = np.column_stack([slow_basis, design.matrix[:n]])
    evidence = setting.own * design.penalty(setting.evidence)
    penalty = _penalty(slow_basis.shape[1], setting.stiffness, evidence)
    beta, _ = robust_ridge(X, y.T, recency(n, setting.half_life), penalty, np.zeros((X.shape[1], len(y))))
    own: Array = beta[slow_basis.shape[1] :].T
    return own


def _penalty(slow: int, stiffness: float, evidence: Array) -> Array:
    """Evidence against each effect, and against each step of the slow level from knot to knot."""
    penalty = np.zeros((slow + len(evidence), slow + len(evidence)))
    steps = np.diff(np.eye(slow), axis=0)
    penalty[:slow, :slow] = stiffness * steps.T @ steps + KNOT * np.eye(slow)
    places = np.arange(slow, len(penalty))
    penalty[places, places] = evidence
    return penalty


def _event_effects(residual: Array, events: Array) -> Array:
    """Shared effect of each kind of event: the shrunk mean of what is left on its days."""
    seen = events * np.isfinite(residual)[..., None]
    total = np.einsum("sde,sd->e", seen, np.nan_to_num(np.clip(residual, -2.0, 2.0)))
    effect: Array = total / (seen.sum((0, 1)) + EVENT_EVIDENCE)
    return effect


def _own_event_effects(left: Array, events: Array, worth: float) -> Array:
    seen = events * np.isfinite(left)[..., None]
    total = np.einsum("sde,sd->se", seen, np.nan_to_num(np.clip(left, -2.0, 2.0)))
    effect: Array = total / (seen.sum(1) + worth * EVENT_EVIDENCE)
    return effect


def _mean(values: Array) -> Array:
    known = np.isfinite(values)
    count = known.sum(1)
    total = np.where(known, values, 0.0).sum(1)
    mean: Array = np.divide(total, count, out=np.zeros(len(values)), where=count > 0)
    return mean
