"""How much the learnt opinions count, found on origins whose horizon had passed.

Mixtures of the outlook and the opinions are tried on a grid of shares. Each gets the weight exp(-sharpness (error
/ least error - 1)), and the shares are the weighted mean of the grid, so that close calls end in the middle, where
mixtures of different opinions are best. The error is absolute, by interval where a series was learnt so and by day
where not, over a band of days ahead; a series' own evidence and the panel's are taken together. An opinion that is
silent on a series all along has no share there: the middle lies between those that speak. What was learnt from few
counts has less of a share.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecast.arrays import Array, Flags, Ints
from forecast.history import History
from forecast.learners import OPINIONS, Opinions
from forecast.outlook import Outlook

STEP = 5
GRID = (
    np.array(
        [shares for shares in itertools.product(range(STEP + 1), repeat=len(OPINIONS)) if sum(shares) <= STEP],
        dtype=np.float64,
    )
    / STEP
)
"""Shares of the opinions; what is left is the outlook's."""
SHARPNESS = 30.0
"""Of many series; half as much of one, whose own chance is as large as that of the origins, which all share.
Small: few origins say little about which of several good opinions will be best, and equal shares are hard to beat
(the forecast combination puzzle: Stock and Watson 2004, Journal of Forecasting 23)."""
BANDS = (0, 7, 1000)
"""Days ahead at which the bands begin and end."""
FEW = 300.0
"""Counts that leave opinions learnt from them half their share: about a year of one series by day."""
OWN_DAYS = 60.0
"""Days of its own that weigh as much as the panel's in a series' shares."""


@dataclass(frozen=True)
class Seen:
    """What was thought at a past origin: the outlook without the opinions, and the opinions."""

    origin: int
    outlook: Outlook
    opinions: Opinions


def find_blend(history: History, seen: Sequence[Seen]) -> Array:
    """Shares of the opinions by series, day ahead and opinion, shape (series, horizon, opinions)."""
    count, horizon = seen[0].outlook.level.shape
    result = np.zeros((count, horizon, len(OPINIONS)))
    open_to, learnt = _among_speakers(seen), _learnt_from(history, seen)
    for begin, end in itertools.pairwise(BANDS):
        band = slice(begin, min(end, horizon))
        if begin >= horizon:
            break
        error, days = np.zeros((count, len(GRID))), np.zeros(count)
        for entry in seen:
            missed, there = _errors(history, entry, band)
            error += missed
            days += there
        result[:, band] = _chosen(error, days, open_to)[:, None]
    return result * (learnt / (learnt + FEW))[:, None, None]


def blended(outlook: Outlook, opinions: Opinions, shares: Array) -> Outlook:
    """The outlook with the opinions mixed in; where one of them is silent, the other has its share too."""
    whole, spoken = np.zeros(outlook.shares.shape), np.zeros(outlook.shares.shape)
    for number, medians in enumerate(opinions.medians):
        weight = np.where(np.isfinite(medians), shares[..., number, None], 0.0)
        whole += weight
        spoken += weight * np.nan_to_num(medians)
    other = np.divide(spoken, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return outlook.mixed(other, shares.sum(2))


def _among_speakers(seen: Sequence[Seen]) -> Flags:
    """Which mixtures of the grid are of opinions that ever spoke of a series, shape (series, mixtures)."""
    speaks = np.any([np.isfinite(entry.opinions.medians).any((2, 3)) for entry in seen], axis=0)
    among: Flags = np.all((GRID == 0) | speaks.T[:, None], axis=2)
    return among


def _learnt_from(history: History, seen: Sequence[Seen]) -> Array:
    """Counts known at the last origin of all series that are learnt as each is: by interval, or by day."""
    known, fine = history.until(seen[-1].origin), seen[-1].opinions.fine
    by_interval = sum(np.count_nonzero(known.known[row]) for row in np.flatnonzero(fine))
    days = np.isfinite(known.daily) | known.known.any(2)
    return np.where(fine, by_interval, np.count_nonzero(days[~fine])).astype(np.float64)


def _errors(history: History, seen: Seen, band: slice) -> tuple[Array, Array]:
    """Absolute errors of all mixtures by series, and the days judged.

    These are the days on which all opinions speak that speak of the series; one that does not leaves its share to
    the mean of the others.
    """
    days = slice(seen.origin + band.start, seen.origin + band.stop)
    known = history.known[:, days].astype(np.float64)
    daily, counts = history.daily[:, days], history.counts[:, days].astype(np.float64)
    ours = seen.outlook.centre[:, band, None] * seen.outlook.shares[:, band]
    medians = seen.opinions.medians[:, :, band]
    said: Flags = np.isfinite(medians)
    there: Flags = np.any(said, axis=3)
    heard: Flags = np.any(there, axis=2)
    spoken: Flags = np.all(there | ~heard[..., None], axis=0) & np.any(heard, axis=0)[:, None]
    able = spoken & (np.isfinite(daily) | (known > 0).any(2))
    number = said.sum(0)
    mean = np.divide(np.where(said, medians, 0.0).sum(0), number, out=ours.copy(), where=number > 0)
    parts = [ours]
    for part, speaks in zip(medians, heard, strict=True):
        parts.append(np.where(np.isfinite(part), part, np.where(speaks[:, None, None], ours, mean)))
    fine = seen.opinions.fine
    error = np.zeros((len(ours), len(GRID)))
    rows = np.flatnonzero(fine & able.any(1))
    _add(
        error, rows, able[rows, :, None] & (known[rows] > 0), counts[rows], [p[rows] * known[rows] for p in parts]
    )
    rows = np.flatnonzero(~fine & able.any(1))
    by_day = np.isfinite(daily[rows])
    whole = [np.where(by_day, p[rows].sum(2), (p[rows] * known[rows]).sum(2)) for p in parts]
    actual = np.where(by_day, daily[rows], counts[rows].sum(2))
    _add(error, rows, able[rows], actual, whole)
    return error, able.sum(1).astype(np.float64)


def _add(error: Array, rows: Ints, there: Flags, actual: Array, parts: list[Array]) -> None:
    """Add the errors of all mixtures of `parts` to those of `rows`."""
    ours, others = parts[0], parts[1:]
    axes = tuple(range(1, ours.ndim))
    for place, shares in enumerate(GRID):
        mixed = ours + sum(share * (other - ours) for share, other in zip(shares, others, strict=True) if share)
        error[rows, place] += np.where(there, np.abs(actual - mixed), 0.0).sum(axes)


def _chosen(error: Array, days: Array, open_to: Flags) -> Array:
    """Shares of each series among the mixtures it is open to, its own evidence and the panel's taken together.

    None where nothing was judged.
    """
    size = error[:, :1]
    relative = np.divide(error, size, out=np.ones_like(error), where=size > 0)
    panel = relative[days > 0].mean(0) if days.any() else np.ones(len(GRID))
    own = (days / (days + OWN_DAYS))[:, None]
    judged = own * relative + (1 - own) * panel
    least = np.maximum(np.where(open_to, judged, np.inf).min(1, keepdims=True), 1e-9)
    series = np.count_nonzero(days)
    sharpness = SHARPNESS * series / (series + 1)
    likely = np.where(open_to, np.exp(-sharpness * (judged / least - 1.0)), 0.0)
    shares: Array = (likely @ GRID) / likely.sum(1, keepdims=True)
    return np.where((days > 0)[:, None], shares, 0.0)
