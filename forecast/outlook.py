"""All that is foreseen from one origin: day levels, their spread, day profiles and the scatter of counts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from forecast import combine
from forecast.arrays import Array, Bytes, Flags, Ints
from forecast.dispersion import fit_dispersion
from forecast.ground import Ground
from forecast.joint import Joint
from forecast.models.calendar_regression import CalendarFit
from forecast.models.panel import Panel
from forecast.profile import Profile
from forecast.setting import Setting
from forecast.spread import Spread, fit_spread


@dataclass(frozen=True)
class Outlook:
    """What is foreseen from an origin, for usual opening hours.

    Attributes
    ----------
    centre, offset
        Median day level, shape (series, horizon), and what is added to levels before taking logs, by series.
    level
        Mean day level.
    ordinary
        What the level would be without holidays and events, as a share of it; same shape.
    spread
        Of the log of day level + offset, counts' own scatter included.
    shares
        Share of each slot of each day of the horizon in the day level, shape (series, horizon, slots).
    daily_only
        Series known by day only: their level is spread over whatever is open.
    counted
        Series of whole numbers, which scatter as counts do; others are measured.
    excess
        Negative-binomial excess of interval counts, by series.
    rung
        How each series was treated.
    calendar, setting
        The fitted calendar, and the setting it was fitted with.
    joint
        How errors go together over days and series.
    """

    centre: Array
    offset: Array
    level: Array
    ordinary: Array
    spread: Spread
    shares: Array
    daily_only: Flags
    counted: Flags
    excess: Array
    rung: npt.NDArray[np.str_]
    calendar: CalendarFit
    setting: Setting
    joint: Joint = field(default_factory=Joint)

    def widened(self, factor: float) -> Outlook:
        """With day errors times `factor`; the mean stays, since tails that few origins ask for would move it."""
        return replace(self, spread=self.spread.widened(factor))

    def of(self, rows: Ints) -> Outlook:
        """Some series; the calendar stays that of all."""
        spread = replace(self.spread, sigma=self.spread.sigma[rows])
        parts = ("centre", "offset", "level", "ordinary", "shares", "daily_only", "counted", "excess", "rung")
        return replace(self, spread=spread, **{name: getattr(self, name)[rows] for name in parts})

    def mixed(self, other: Array, share: Array) -> Outlook:
        """With slot medians of which `other` (series, days, slots; NaN without an opinion) makes up a share."""
        days = other.shape[1]
        shares, centre = self.shares.copy(), self.centre.copy()
        means = centre[:, :days, None] * shares[:, :days]
        part = np.where(np.isfinite(other), share[..., None], 0.0)
        mean = (1 - part) * means + part * np.nan_to_num(other)
        # Shares may add up to more than 1: slots beyond the usual opening have theirs too.
        whole = shares[:, :days].sum(2)
        centre[:, :days] = np.divide(mean.sum(2), whole, out=centre[:, :days].copy(), where=whole > 0)
        here = centre[:, :days, None]
        shares[:, :days] = np.divide(mean, here, out=shares[:, :days].copy(), where=here > 0)
        return replace(self, shares=shares, centre=centre, level=_mean_level(centre, self.offset, self.spread))

    @property
    def relative_sigma(self) -> Array:
        """Log spread of the day level itself, without the offset."""
        part = np.divide(self.offset[:, None], self.centre, out=np.zeros_like(self.centre), where=self.centre > 0)
        relative: Array = self.spread.sigma * np.minimum(1.0 + part, 3.0)
        return relative

    def counting(self, mean: Array) -> Array:
        """Variance of a Poisson count of this mean relative to its square; 0 for series that are not counted."""
        counted = self.counted.reshape(-1, *[1] * (mean.ndim - 1))
        return np.divide(1.0, mean, out=np.zeros_like(mean), where=(mean > 0) & counted)

    @property
    def noise(self) -> Array:
        """Variance of the log of day level + offset that the scatter of counts makes, by series."""
        level = self.level.mean(1)
        shares = self.shares.sum((1, 2)) ** 2
        within = self.excess * (self.shares**2).sum((1, 2)) * self.shares.shape[1]
        relative = self.counting(level) + np.divide(within, shares, out=np.zeros_like(level), where=shares > 0)
        part = np.divide(level, level + self.offset, out=np.zeros_like(level), where=level > 0)
        noise: Array = relative * part**2
        return noise

    def day_quantile(self, error: Array) -> Array:
        """The day level at which the standard day error is `error`."""
        raised = (self.centre + self.offset[:, None]) * np.exp(self.spread.sigma * error)
        quantile: Array = np.maximum(raised - self.offset[:, None], 0.0)
        return quantile

    def slot_means(self, exposure: Bytes) -> Array:
        """Expected arrivals in one interval of each slot that has any `exposure`; 0 elsewhere."""
        shares = np.where(exposure > 0, self.shares, 0.0)
        whole = (shares * exposure).sum(2, keepdims=True)
        spread_out = np.divide(shares, whole, out=np.zeros_like(shares), where=whole > 0)
        means: Array = self.level[..., None] * np.where(self.daily_only[:, None, None], spread_out, shares)
        return means


def look_ahead(ground: Ground, panel: Panel, profile: Profile, weights: combine.Weights) -> Outlook:
    """The outlook from the last known day of a panel, with the profile behind its levels, from nothing later."""
    until = panel.levels.shape[1]
    known, types = ground.history.until(until), ground.types(len(panel.design.days))
    days = combine.look_ahead(panel, weights)
    spread = fit_spread(days.outlook.errors, known.groups.to_numpy())
    return Outlook(
        centre=days.outlook.centre,
        offset=days.outlook.offset,
        level=_mean_level(days.outlook.centre, days.outlook.offset, spread),
        ordinary=_ratio(days.outlook.ordinary, days.outlook.centre),
        spread=spread,
        shares=profile.of_days(types[until:]),
        daily_only=known.daily_only,
        counted=known.whole,
        excess=fit_dispersion(known, profile, types[:until]),
        rung=days.rung,
        calendar=days.calendar,
        setting=days.setting,
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
