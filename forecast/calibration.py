"""What playing back the last origins teaches about an outlook: whose opinion counts, and how wide ranges must be.

From origins whose horizon had passed:
- the share that the autoregression has in the interval means of the first days, by band of days ahead, for all
  series together and, where a series has shown enough, for itself;
- the shares of the learnt opinions (`forecast.blend`);
- the factor on day errors with which 80 % of the held-out days lie inside the 80 % range;
- the factor on the scatter inside the day with which held-out intervals lie inside theirs.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

import numpy as np

from forecast import learners
from forecast.arrays import Array, Bytes, Flags, Single, spread_evenly
from forecast.blend import Seen, blended, find_blend
from forecast.combine import Weights
from forecast.ground import SAMPLE, Ground
from forecast.history import History
from forecast.learners import Opinions
from forecast.margins import Margins, margins
from forecast.models import autoregression
from forecast.outlook import Outlook, look_ahead
from forecast.spread import held_out_factor

LOW, HIGH = 0.1, 0.9
RANGES = (0.8, 0.95)
"""Shares of held-out intervals that must lie inside the ranges of that name."""
BANDS = (0, 1, 3, autoregression.DAYS)
"""Days ahead at which the bands of the autoregression's share begin and end."""
SHARES = np.linspace(0.0, 1.0, 11)
SHARPNESS = 30.0
OWN = 100.0
"""Intervals of its own that weigh as much as the panel's in a series' share."""
SCATTERS = (0.1, 0.2, 0.35, 0.6, 1.0, 1.4, 2.0, 2.8)
MOST_SCATTER = 1.3
"""More is not believed: a few odd days among so few origins ask for it."""
LEAST_MEAN = 5.0
"""Expected count from which whole numbers are fine enough to judge ranges by."""
ENOUGH = 200
"""Held-out intervals without which the scatter stays as it is."""


@dataclass(frozen=True)
class Sight:
    """What the models see from one origin: the day's outlook with profiles, the autoregression's slot means, and
    the learnt opinions.
    """

    origin: int
    outlook: Outlook
    short: Array
    opinions: Opinions

    @property
    def unlearnt(self) -> Sight:
        """Without the learnt opinions."""
        return replace(self, opinions=Opinions.none(self.outlook.shares.shape))


def look(ground: Ground, origin: int, horizon: int, weights: Weights, learnt: bool = True) -> Sight:
    """All opinions from the first `origin` days, or all but the learnt ones."""
    ground = ground.reshaped(origin)
    panel, profile = ground.panel(origin, horizon)
    outlook = look_ahead(ground, panel, profile, weights)
    return Sight(
        origin,
        replace(outlook, calendar=outlook.calendar.without_effects),
        autoregression.look_ahead(ground.history.until(origin), horizon),
        learners.look_ahead(ground, panel, profile, outlook) if learnt else Opinions.none(outlook.shares.shape),
    )


@dataclass(frozen=True)
class Calibration:
    """What was learnt; the default is what is assumed before anything is.

    Attributes
    ----------
    share
        The autoregression's share by series and day ahead; empty for none.
    blend
        The learnt opinions' shares by series, day ahead and opinion; empty for none.
    day, scatter
        Factors on the log errors of days and on the excess of intervals.
    """

    share: Array = field(default_factory=lambda: np.zeros((0, 0)))
    blend: Array = field(default_factory=lambda: np.zeros((0, 0, 0)))
    day: float = 1.0
    scatter: float = 1.0

    def outlook(self, sight: Sight) -> Outlook:
        """The outlook that follows from a sight."""
        mixed = sight.outlook.mixed(sight.short, self.share) if self.share.size else sight.outlook
        mixed = blended(mixed, sight.opinions, self.blend) if self.blend.size else mixed
        widened = mixed.widened(self.day)
        return replace(widened, excess=widened.excess * self.scatter)


def calibrate(history: History, sights: list[Sight], known: int) -> Calibration:
    """What could be learnt after `known` days."""
    passed = [sight for sight in sights if sight.origin + sight.outlook.level.shape[1] <= known]
    if not passed:
        return Calibration()
    share = _shares(history, passed)
    alone = Calibration(share)
    blend = find_blend(history, [Seen(sight.origin, alone.outlook(sight), sight.opinions) for sight in passed])
    first = replace(alone, blend=blend)
    seen = [(sight, expectation(history, sight.origin, first.outlook(sight))) for sight in passed]
    scores = [_day_scores(history, sight.origin, expected) for sight, expected in seen]
    day = held_out_factor(np.concatenate([part.ravel() for part in scores]))
    calibrated = replace(first, day=day)
    return replace(calibrated, scatter=_scatter(history, passed, calibrated))


def expectation(history: History, origin: int, outlook: Outlook) -> Margins:
    """The outlook laid over the opening hours that were planned for the days after the origin.

    An interval that was open but not counted is expected; a day known only as a whole is open throughout.
    """
    days = slice(origin, origin + outlook.level.shape[1])
    exposure: Bytes = history.open[:, days].copy()
    only_daily = np.isfinite(history.daily[:, days]) & ~exposure.any(2)
    exposure[only_daily] = 1
    return margins(outlook, exposure)


def _day_scores(history: History, origin: int, expected: Margins) -> Array:
    """Error of each day relative to the edge of the 80 % range on its side."""
    actual = history.totals[:, origin : origin + expected.totals.shape[1]]
    return _scores(actual, *(expected.day_count(p) for p in (LOW, 0.5, HIGH)))


def _scores(actual: Array, low: Array, middle: Array, high: Array) -> Array:
    side = np.where(actual >= middle, high - middle, middle - low)
    scores: Array = np.divide(np.abs(actual - middle), side, out=np.full(actual.shape, np.nan), where=side > 0)
    return scores


def _shares(history: History, sights: list[Sight]) -> Array:
    """The share with the least absolute error, by series and day ahead."""
    count, horizon = sights[0].outlook.level.shape
    result = np.zeros((count, min(horizon, autoregression.DAYS)))
    if not any(np.isfinite(sight.short).any() for sight in sights):
        return np.zeros((0, 0))
    for begin, end in itertools.pairwise(BANDS):
        band = slice(begin, min(end, horizon))
        if begin >= horizon:
            break
        error, points = np.zeros((count, len(SHARES))), np.zeros(count)
        for sight in sights:
            days = slice(sight.origin + band.start, sight.origin + band.stop)
            known = history.known[:, days] == 1
            ours = np.where(known, sight.outlook.centre[:, band, None] * sight.outlook.shares[:, band], 0.0)
            other = sight.short[:, band]
            able = known & np.isfinite(other)
            actual = history.counts[:, days]
            for place, share in enumerate(SHARES):
                missed = np.abs(actual - (1 - share) * ours - share * np.nan_to_num(other))
                error[:, place] += np.where(able, missed, 0.0).sum((1, 2))
            points += able.sum((1, 2))
        result[:, band] = _best(error, points)[:, None]
    return result


def _best(error: Array, points: Array) -> Array:
    """The best share of each series, its own evidence and the panel's taken together."""
    size = error[:, :1]
    relative = np.divide(error, size, out=np.ones_like(error), where=size > 0)
    panel = relative[points > 0].mean(0) if points.any() else np.ones(error.shape[1])
    weight = (points / (points + OWN))[:, None]
    judged = weight * relative + (1 - weight) * panel
    likely = np.exp(-SHARPNESS * (judged / judged.min(1, keepdims=True) - 1.0))
    chosen: Array = (likely @ SHARES) / likely.sum(1)
    return np.where(points > 0, chosen, 0.0)


def _scatter(history: History, sights: list[Sight], calibration: Calibration) -> float:
    """The factor on the excess at which held-out intervals lie inside their 80 % and 95 % ranges as often as they
    should: the geometric mean of the two.
    """
    cover = np.zeros((len(RANGES), len(SCATTERS)))
    total = 0
    rows = spread_evenly(len(history.series), SAMPLE)
    history = history.of(rows)
    for sight in sights:
        days = slice(sight.origin, sight.origin + sight.outlook.level.shape[1])
        single = history.known[:, days] == 1
        if not single.any():
            continue
        outlook = calibration.outlook(sight).of(rows)
        expected = expectation(history, sight.origin, outlook)
        there = single & (expected.means >= LEAST_MEAN)
        for place, factor in enumerate(SCATTERS):
            scattered = expectation(history, sight.origin, replace(outlook, excess=outlook.excess * factor))
            cover[:, place] += _inside(scattered, history.counts[:, days], there)
        total += int(there.sum())
    if total < ENOUGH:
        return 1.0
    right = [
        np.interp(wanted, np.maximum.accumulate(inside / total), np.log(SCATTERS))
        for wanted, inside in zip(RANGES, cover, strict=True)
    ]
    return min(float(np.exp(np.mean(right))), MOST_SCATTER)


def _inside(expected: Margins, actual: Single, there: Flags) -> list[float]:
    """How many intervals lie inside each range; of whole numbers, half of an edge does."""
    counts = []
    for wanted in RANGES:
        low, high = (expected.interval_count(p)[there] for p in ((1 - wanted) / 2, (1 + wanted) / 2))
        inside = (actual[there] > low) & (actual[there] < high)
        edge = (actual[there] == low) | (actual[there] == high)
        counts.append(float((inside + 0.5 * edge).sum()))
    return counts
