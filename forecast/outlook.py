"""All that is foreseen from one origin: day levels, their spread, day profiles and the scatter of counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast import combine, negative_binomial
from forecast.arrays import Array, Bytes, Flags
from forecast.calendar import Calendar
from forecast.design import Design
from forecast.dispersion import fit_dispersion
from forecast.history import History
from forecast.models.calendar_regression import CalendarFit
from forecast.models.panel import Panel
from forecast.profile import fit_profile, rest_types
from forecast.spread import Spread, fit_spread, mean_factor, variance_factor

LEAST_RATE_SHARE = 0.1
"""Of the variance of day errors, at least this much is the rate's and not the counts'."""
MOST_SIGMA = 2.0


@dataclass(frozen=True)
class Outlook:
    """What is foreseen from an origin, for usual opening hours.

    Attributes
    ----------
    level
        Mean day level, shape (series, horizon).
    ordinary
        What the level would be without holidays and events, as a share of it; same shape.
    spread
        Of day totals, counts' own scatter included.
    shares
        Share of each slot of each day of the horizon in the day level, shape (series, horizon, slots).
    daily_only
        Series known by day only: their level is spread over whatever is open.
    excess
        Negative-binomial excess of interval counts, by series.
    rung
        How each series was treated.
    """

    level: Array
    ordinary: Array
    spread: Spread
    shares: Array
    daily_only: Flags
    excess: Array
    rung: npt.NDArray[np.str_]
    calendar: CalendarFit

    def widened(self, factor: float) -> Outlook:
        """With day errors times `factor`."""
        return replace(self, spread=self.spread.widened(factor))

    def slot_means(self, exposure: Bytes) -> Array:
        """Expected arrivals in one interval of each slot that has any `exposure`; 0 elsewhere."""
        shares = np.where(exposure > 0, self.shares, 0.0)
        whole = (shares * exposure).sum(2, keepdims=True)
        spread_out = np.divide(shares, whole, out=np.zeros_like(shares), where=whole > 0)
        means: Array = self.level[..., None] * np.where(self.daily_only[:, None, None], spread_out, shares)
        return means


@dataclass(frozen=True)
class Margins:
    """Distribution of each slot and day, given which intervals are open.

    Attributes
    ----------
    means
        Of one interval of each slot, shape (series, horizon, slots).
    totals
        Of each day, shape (series, horizon).
    sigma
        Log spread of the day's *rate*.
    level
        Expectation of exp(sigma Q), by which factors are brought to mean 1.
    variance
        Variance of the day's rate factor.
    within
        Excess variance of the day's count from the scatter of its intervals, relative to its squared mean.
    """

    means: Array
    totals: Array
    sigma: Array
    level: Array
    variance: Array
    within: Array
    excess: Array
    spread: Spread

    def rate_factor(self, probability: float) -> Array:
        """Quantile of the day's rate factor, whose mean is 1; shape (series, horizon)."""
        factor: Array = np.exp(self.sigma * self.spread.at(probability)) / self.level
        return factor

    def interval_count(self, probability: float) -> Array:
        """Quantile of the count of one interval of each slot."""
        excess = self.excess[:, None] * (1 + self.variance) + self.variance
        return negative_binomial.quantile(np.array(probability), self.means, excess[..., None])

    def day_count(self, probability: float) -> Array:
        """Quantile of the count of each day."""
        excess = self.within * (1 + self.variance) + self.variance
        return negative_binomial.quantile(np.array(probability), self.totals, excess)

    def interval_cumulative(self, count: Array) -> Array:
        """P(count of an interval <= `count`), elementwise over (series, horizon, slots)."""
        excess = self.excess[:, None] * (1 + self.variance) + self.variance
        return negative_binomial.cumulative(count, self.means, excess[..., None])

    def day_cumulative(self, count: Array) -> Array:
        """P(count of a day <= `count`), elementwise over (series, horizon)."""
        return negative_binomial.cumulative(count, self.totals, self.within * (1 + self.variance) + self.variance)


def margins(outlook: Outlook, exposure: Bytes) -> Margins:
    """Distributions where `exposure` says how many intervals of each slot are open.

    The spread of day totals that was seen holds the scatter of counts; what is left is the rate's.
    """
    means = outlook.slot_means(exposure)
    totals = (means * exposure).sum(2)
    square = np.where(totals > 0, totals, 1.0) ** 2
    within = outlook.excess[:, None] * (means**2 * exposure).sum(2) / square
    noise = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0) + within
    seen = np.minimum(outlook.spread.sigma, MOST_SIGMA) ** 2
    sigma = np.sqrt(np.maximum(seen - noise, LEAST_RATE_SHARE * seen))
    spread = outlook.spread
    return Margins(
        means=means,
        totals=totals,
        sigma=sigma,
        level=mean_factor(sigma, spread),
        variance=variance_factor(sigma, spread),
        within=within,
        excess=outlook.excess,
        spread=spread,
    )


def look_ahead(
    history: History, calendar: Calendar, design: Design, events: Flags, horizon: int, until: int
) -> Outlook:
    """The outlook from the end of the first `until` days of the history, from nothing later.

    Parameters
    ----------
    calendar, design, events
        Of the history's days and at least `horizon` more; only what the calendar knows ahead.
    """
    known = history.until(until)
    end = until + horizon
    here = calendar.place(pd.DatetimeIndex(design.days[:end]))
    types = calendar.types[here]
    profile = fit_profile(known, types[:until], rest_types(calendar.weekend))
    taught = replace(design, days=design.days[:end], matrix=design.matrix[:end]).known_after(until)
    panel = Panel(
        known.series,
        profile.levels(known, types[:until]),
        taught,
        calendar.weekday_shares[here],
        events[:, :end],
    )
    days = combine.look_ahead(panel)
    spread = fit_spread(days.outlook.errors, known.groups.to_numpy())
    return Outlook(
        level=_mean_level(days.outlook.centre, days.outlook.offset, spread),
        ordinary=_ratio(days.outlook.ordinary, days.outlook.centre),
        spread=replace(spread, sigma=_relative(spread.sigma, days.outlook.centre, days.outlook.offset)),
        shares=profile.of_days(types[until:]),
        daily_only=known.daily_only,
        excess=fit_dispersion(known, profile, types[:until]),
        rung=days.rung,
        calendar=days.calendar,
    )


def _mean_level(centre: Array, offset: Array, spread: Spread) -> Array:
    """Expectation of exp(log(centre + offset) + sigma Q) - offset, nowhere below 0."""
    total = np.zeros_like(centre)
    for value in spread.shape:
        total += np.maximum((centre + offset[:, None]) * np.exp(spread.sigma * value) - offset[:, None], 0.0)
    mean: Array = total / len(spread.shape)
    return mean


def _ratio(above: Array, below: Array) -> Array:
    ratio: Array = np.divide(above, below, out=np.ones_like(below), where=below > 0)
    return ratio


def _relative(sigma: Array, centre: Array, offset: Array) -> Array:
    """Spread of the level itself where `sigma` is that of level + offset."""
    ratio = 1.0 + np.divide(offset[:, None], centre, out=np.zeros_like(centre), where=centre > 0)
    relative: Array = sigma * np.minimum(ratio, 3.0)
    return relative
