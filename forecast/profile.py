"""How a day's demand spreads over its slots, by type of day.

Sets: series s, days d of type k(d) (seven weekdays, holiday, make-up workday), slots t.
Data: counts c[s,d,t] and known intervals e[s,d,t]; day level L[s,d] = sum_t c / sum_t p e.
Profile: p[s,k,t] = (sum_d w_d c + a L_s q) / (sum_d w_d L e + a L_s), the recency-weighted ratio of counts to
day level, shrunk to q, the profile of the series' workdays or days off, itself shrunk to that of its kin
(same kind of outlet and service). p adds up to 1 over the usual opening of such a day, so that a shortened
day gets the share of its open slots and a lengthened one more than 1.
The half-life of w and the shrinkage a (in days) are weighted by how well they foretell the last weeks.
After Taylor (2010), IJF 26, and Shen and Huang (2008), M&SOM 10: day total times split.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.arrays import Array, Flags, Ints, Single
from forecast.calendar import HOLIDAY_TYPE, MAKEUP_TYPE, TYPES
from forecast.history import History

HALF_LIVES = (5.0, 14.0, 42.0, 140.0, 420.0)
"""Days after which an observation weighs half; short ones follow a shape that jumps, as clocks and seasons do."""
SHRINKAGE = (0.05, 0.3, 2.0, 10.0)
"""Days of evidence that the broader profile is worth."""
KIN_DAYS = 3.0
MEMORY = 728
"""Days looked back: two years, so that holidays are seen twice."""
TRIAL, TRIALS = 14, 3
"""Length and number of the last stretches of days on which the choices are weighed."""
USUAL = 0.5
"""A slot belongs to the usual opening of a type of day when it is open on this share of them."""
LEAST_SHARE = 0.25
"""With less of a usual day known, the day's level is left unknown."""
SHARPNESS = 30.0


@dataclass(frozen=True)
class Profile:
    """Shares of a usual day.

    Attributes
    ----------
    shares
        Shape (series, types, slots); adds up to 1 over the usual opening of each type of day.
    """

    shares: Array

    def of_days(self, types: Ints) -> Array:
        """Shape (series, days, slots)."""
        chosen: Array = self.shares[:, types]
        return chosen

    def levels(self, history: History, types: Ints) -> Array:
        """Day totals brought to usual opening hours, shape (series, days); NaN where too little is known."""
        if not history.known.any():
            return history.daily
        shares = self.shares.astype(np.float32)
        share = np.empty(history.daily.shape)
        for number in range(TYPES):
            days = np.flatnonzero(types == number)
            share[:, days] = np.matmul(history.known[:, days].astype(np.float32), shares[:, number, :, None])[
                ..., 0
            ]
        total = history.counts.sum(2, dtype=np.float64)
        level = np.divide(total, share, out=np.full(share.shape, np.nan), where=share >= LEAST_SHARE)
        return np.where(np.isfinite(history.daily), history.daily, level)


def fit_profile(history: History, types: Ints, rest_types: Flags) -> Profile:
    """Profiles of all series from the last two years.

    Parameters
    ----------
    types
        Type of each day of the history.
    rest_types
        Which types are days off; the others are workdays.
    """
    if not history.known.any():
        slots = history.known.shape[2]
        return Profile(np.full((len(history.series), TYPES, slots), 1.0 / slots))
    days = slice(max(0, len(history.days) - MEMORY), None)
    recent = _Recent.of(history, types, days)
    kin = history.groups.to_numpy()
    weights = _choice_weights(recent, kin, rest_types)
    shares = np.zeros((len(kin), TYPES, recent.counts.shape[2]))
    for place, half_life in enumerate(HALF_LIVES):
        shrunk = _shrunk(*recent.sums(half_life), recent.size, kin, rest_types)
        for other, found in enumerate(shrunk):
            shares += weights[:, place, other, None, None] * found
    shares = _filled(shares)
    usual = _usual_opening(recent, kin, rest_types)
    norm = np.where(usual, shares, 0.0).sum(2, keepdims=True)
    return Profile(shares / np.where(norm > 0, norm, shares.sum(2, keepdims=True)))


@dataclass(frozen=True)
class _Recent:
    """Counts and known intervals of the days looked at, with a first guess of each day's level."""

    counts: Single
    known: Single
    open: Flags
    level: Single
    types: Ints

    @classmethod
    def of(cls, history: History, types: Ints, days: slice) -> _Recent:
        counts, known = history.counts[:, days], history.known[:, days].astype(np.float32)
        exposure = known.sum(1)
        rate = np.divide(counts.sum(1), exposure, out=np.zeros_like(exposure), where=exposure > 0)
        sums = rate.sum(1, keepdims=True)
        rate = np.divide(rate, sums, out=np.zeros_like(rate), where=sums > 0)
        share = np.matmul(known, rate[..., None])[..., 0]
        level = np.divide(counts.sum(2), share, out=np.zeros_like(share), where=share >= LEAST_SHARE)
        return cls(counts, known, _whole_days(history.open[:, days] > 0), level, types[days])

    @property
    def size(self) -> Array:
        """Mean day level of each series."""
        days = (self.level > 0).sum(1)
        total = self.level.sum(1, dtype=np.float64)
        mean: Array = np.divide(total, days, out=np.ones(len(days)), where=days > 0)
        return mean

    def first(self, days: int) -> _Recent:
        """Without the last days."""
        return _Recent(
            self.counts[:, :days],
            self.known[:, :days],
            self.open[:, :days],
            self.level[:, :days],
            self.types[:days],
        )

    def sums(self, half_life: float) -> tuple[Array, Array]:
        """Recency-weighted counts and level-weighted exposures, each (series, types, slots)."""
        days = len(self.types)
        weight = 0.5 ** ((days - 1 - np.arange(days)) / half_life)
        by_type = (np.arange(TYPES)[:, None] == self.types) * weight
        counted = np.matmul((by_type[None] * (self.level > 0)[:, None]).astype(np.float32), self.counts)
        exposed = np.matmul((by_type[None] * self.level[:, None]).astype(np.float32), self.known)
        return counted.astype(np.float64), exposed.astype(np.float64)


def _choice_weights(recent: _Recent, kin: Ints, rest: Flags) -> Array:
    """Weights of half-life and shrinkage by series, from the error of the split over the last weeks.

    Each stretch is foretold from what lies before it, so that a shape that has just changed (daylight saving,
    a new season) speaks for short memories.
    """
    shape = (len(kin), len(HALF_LIVES), len(SHRINKAGE))
    days = len(recent.types)
    cuts = [days - TRIAL * number for number in range(TRIALS, 0, -1)]
    error = np.zeros(shape)
    for cut in cuts if cuts[0] >= TRIAL * TRIALS else []:
        before, after = recent.first(cut), slice(cut, cut + TRIAL)
        counts, known, types = recent.counts[:, after], recent.known[:, after], recent.types[after]
        for place, half_life in enumerate(HALF_LIVES):
            for other, found in enumerate(_shrunk(*before.sums(half_life), before.size, kin, rest)):
                shares = _filled(found).astype(np.float32)
                error[:, place, other] += np.abs(counts - split(counts, known, shares[:, types])).sum((1, 2))
    least = error.min((1, 2), keepdims=True)
    weights = np.exp(-SHARPNESS * (error / np.where(least > 0, least, 1.0) - 1.0) * (least > 0))
    normalised: Array = weights / weights.sum((1, 2), keepdims=True)
    return normalised


def split(counts: Single, known: Single, shares: Single) -> Single:
    """Each day's own total spread by the shares over its known intervals."""
    spread = shares * known
    norm = spread.sum(2, keepdims=True)
    total = counts.sum(2, keepdims=True)
    result: Single = spread * np.divide(total, norm, out=np.zeros_like(norm), where=norm > 0)
    return result


def _shrunk(counted: Array, exposed: Array, size: Array, kin: Ints, rest: Flags) -> list[Array]:
    """Ratios shrunk to the series' workdays or days off, those to its kin's; NaN where nobody knows.

    One array of shape (series, types, slots) for each of `SHRINKAGE`.
    """
    results = [np.full(counted.shape, np.nan) for _ in SHRINKAGE]
    scale = size[:, None]
    for types in (np.flatnonzero(~rest), np.flatnonzero(rest)):
        own_counted, own_exposed = counted[:, types].sum(1), exposed[:, types].sum(1)
        prior = _fitted_to(_kin_ratio(own_counted, own_exposed, size, kin), own_counted, own_exposed)
        broad = _ratio(own_counted, own_exposed, prior, KIN_DAYS * scale)[:, None]
        for result, shrinkage in zip(results, SHRINKAGE, strict=True):
            result[:, types] = _ratio(counted[:, types], exposed[:, types], broad, (shrinkage * scale)[:, None])
    return results


def _ratio(counted: Array, exposed: Array, prior: Array, worth: Array) -> Array:
    """(counted + worth x prior) / (exposed + worth), without the prior where there is none."""
    worth = np.where(np.isfinite(prior), worth, 0.0)
    below = exposed + worth
    above = counted + worth * np.nan_to_num(prior)
    ratio: Array = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
    return ratio


def _kin_ratio(counted: Array, exposed: Array, size: Array, kin: Ints) -> Array:
    """The ratio of all kin together, each series weighing by its days and not by its size."""
    above, below = np.zeros((kin.max() + 1, counted.shape[1])), np.zeros((kin.max() + 1, counted.shape[1]))
    np.add.at(above, kin, counted / size[:, None])
    np.add.at(below, kin, exposed / size[:, None])
    pooled: Array = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)[kin]
    return pooled


def _fitted_to(prior: Array, counted: Array, exposed: Array) -> Array:
    """The prior scaled to the series' own slots, whose day may be longer or shorter than its kin's."""
    common = np.where(np.isfinite(prior) & (exposed > 0), exposed * np.nan_to_num(prior), 0.0).sum(1)
    scale = np.divide(counted.sum(1), common, out=np.ones(len(common)), where=common > 0)
    fitted: Array = prior * scale[:, None]
    return fitted


def _filled(shares: Array) -> Array:
    """Without NaN: a type of day nobody knows takes the mean of the others, a slot the nearest known one."""
    known = np.isfinite(shares)
    seen = known.sum(1)
    mean = np.divide(np.nan_to_num(shares).sum(1), seen, out=np.full(seen.shape, np.nan), where=seen > 0)
    filled = np.where(known.any(2, keepdims=True), shares, mean[:, None])
    filled = np.take_along_axis(filled, _nearest_known(np.isfinite(filled)), axis=2)
    empty = ~(np.nan_to_num(filled).sum(2, keepdims=True) > 0)
    return np.where(empty, 1.0, filled)


def _nearest_known(known: Flags) -> Ints:
    """For each slot the nearest known one, the earlier of two; itself where none is."""
    slots = np.arange(known.shape[2])
    far = 4 * len(slots)
    before = np.maximum.accumulate(np.where(known, slots, -far), axis=2)
    after = np.minimum.accumulate(np.where(known, slots, far)[..., ::-1], axis=2)[..., ::-1]
    nearest: Ints = np.where(slots - before <= after - slots, before, after)
    return np.where(known.any(2, keepdims=True), nearest, slots)


def _usual_opening(recent: _Recent, kin: Ints, rest: Flags) -> Flags:
    """Slots usually open by type of day: own days, else kin's, else own days of the same class, else any."""
    days = len(recent.types)
    weight = 0.5 ** ((days - 1 - np.arange(days)) / 56.0)
    by_type = ((np.arange(TYPES)[:, None] == recent.types) * weight).astype(np.float32)
    times = np.matmul(by_type, recent.open.astype(np.float32)).astype(np.float64)
    opened = np.einsum("kd,sd->sk", by_type, recent.open.any(2)).astype(np.float64)[..., None]
    usual = _most(times, opened)
    kin_times, kin_opened = np.zeros((kin.max() + 1, *times.shape[1:])), np.zeros((kin.max() + 1, TYPES, 1))
    np.add.at(kin_times, kin, times)
    np.add.at(kin_opened, kin, opened)
    group = np.where(rest, 1, 0)
    class_usual = np.stack(
        [_most(times[:, group == c].sum(1), opened[:, group == c].sum(1)) for c in (0, 1)], axis=1
    )[:, group]
    any_usual = _most(times.sum(1), opened.sum(1))[:, None]
    for fallback in (_most(kin_times, kin_opened)[kin], class_usual, any_usual, True):
        usual = np.where(usual.any(2, keepdims=True), usual, fallback)
    return usual


def _whole_days(opened: Flags) -> Flags:
    """Without the first day of each series that has others: its counts may have begun in the middle of it."""
    any_open: Flags = np.any(opened, axis=2)
    rows = np.flatnonzero(any_open.sum(1) > 1)
    opened[rows, any_open[rows].argmax(1)] = False
    return opened


def _most(times: Array, opened: Array) -> Flags:
    share = np.divide(times, opened, out=np.zeros_like(times), where=opened > 0)
    flags: Flags = share >= USUAL
    return flags


def rest_types(weekend: tuple[int, ...]) -> Flags:
    """Which types of day are days off."""
    flags = np.zeros(TYPES, dtype=bool)
    flags[[*weekend, HOLIDAY_TYPE]] = True
    flags[MAKEUP_TYPE] = False
    return flags
