"""Demand along weighted sample paths, and what a choice of people costs and keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.arrays import Floats, Ints
from quarterhour.labels import require_columns, require_unique

Rates = npt.NDArray[np.floating[Any]]
"""Of either precision: forecasts keep paths short."""

TOLERANCE = 1e-9
"""Slack on weights and on money, so that sums of digits do not decide."""


@dataclass(frozen=True)
class SamplePaths:
    """What may come, all outlets together, each path with its weight.

    Attributes
    ----------
    series
        outlet, service: one row a series, in the order of the second axis.
    starts
        Interval starts (zone-aware), in the order of the third axis.
    rates
        Expected arrivals an interval, shape (paths, series, intervals), at least 0.
    weights
        Of the paths; they add up to 1.
    numbers
        What each path was called among those it was taken from.
    """

    series: pd.DataFrame
    starts: pd.DatetimeIndex
    rates: Rates
    weights: Floats
    numbers: Ints

    def __post_init__(self) -> None:
        """Check the shapes.

        Raises
        ------
        LabelError
            When a series stands twice or lacks a label.
        ValueError
            When there is no path, the shapes do not fit, a rate is negative or missing, or weights do not add up.
        """
        require_columns(self.series, ("outlet", "service"), "series of the paths")
        require_unique(self.series, ("outlet", "service"), "series of the paths")
        shape = (len(self.weights), len(self.series), len(self.starts))
        if not len(self.weights) or self.rates.shape != shape or len(self.numbers) != len(self.weights):
            raise ValueError(
                f"paths: rates of shape {self.rates.shape} for {shape} (paths, series, intervals).\n"
                "Maybe the forecast was made without sample paths."
            )
        if not (self.rates >= 0).all():
            raise ValueError("paths: a rate is negative or missing.\nMaybe the forecast has gaps.")
        if (self.weights < 0).any() or abs(self.weights.sum() - 1.0) > 1e-6:
            raise ValueError(f"paths: weights add up to {self.weights.sum():g} in place of 1.")

    @classmethod
    def alike(cls, series: pd.DataFrame, starts: pd.DatetimeIndex, rates: Rates) -> SamplePaths:
        """Paths of equal weight, numbered in order."""
        count = len(rates)
        return cls(series, starts, rates, np.full(count, 1.0 / max(count, 1)), np.arange(count, dtype=np.int64))


@dataclass(frozen=True)
class Prices:
    """What decides how many people are worth their pay; there are no defaults, for they are the organisation's.

    Attributes
    ----------
    hour
        Money an hour of a person at the post, above 0.
    late
        Money a customer who is served later than promised, at least 0.
    lost
        Money a customer who leaves unserved, at least 0.
    """

    hour: float
    late: float
    lost: float

    def __post_init__(self) -> None:
        """Check that people cost something and customers are not paid for being late.

        Raises
        ------
        ValueError
            Naming the price that is out of its range.
        """
        if not (np.isfinite(self.hour) and self.hour > 0):
            raise ValueError(f"the price of an hour is {self.hour:g}; it must be above 0.")
        for name, price in (("late", self.late), ("lost", self.lost)):
            if not (np.isfinite(price) and price >= 0):
                raise ValueError(f"the price of a {name} customer is {price:g}; it must be at least 0.")


@dataclass(frozen=True)
class LossCurve:
    """Expected customers late and lost by pool, interval and head-count, over all paths.

    Attributes
    ----------
    cells
        outlet, pool, start, arrivals (expected immediate customers of the interval), load (expected erlangs
        offered), floor (least people: minimum people and, before closing, one where somebody may wait), desks (of
        the outlet, shared by its pools), first (row of `rows` at which the cell begins), most (largest
        head-count of the cell, as many people as `rows` go up to). One row for every open interval of a pool, by
        outlet, pool and start.
    rows
        outlet, pool, start, people (0, 1, .. most), late (expected customers served, but later than promised),
        lost (expected customers who leave unserved), kept (weight of the paths on which every promise of the
        interval holds). Nobody is both late and lost: together they are all who are not served as promised.
    paths
        path (number), weight.
    grain
        Interval length in minutes.
    """

    cells: pd.DataFrame
    rows: pd.DataFrame
    paths: pd.DataFrame
    grain: int


@dataclass(frozen=True)
class Confidence:
    """The price of confidence: what each share of the paths to be sure of costs, and what it saves.

    Attributes
    ----------
    points
        choice (quantile, newsvendor, or the name of people that were given), quantile (NaN where not one), hours
        (of people at the post), money_people (hours x price), late, lost (expected customers, each in one of
        them), kept (share of paths and intervals with customers in which every promise holds, by weight),
        money_customers (late and lost ones at their prices), money (both), money_a_customer (what one customer
        more, neither late nor lost, costs in people over the quantile before; NaN for the first quantile, for
        other choices, and where nobody more is saved), capped_hours (hours of people asked for beyond the desks).
        Quantiles in rising order, then the newsvendor, then what was given.
    outlets
        choice, quantile, outlet, hours, late, lost, kept: the same by outlet.
    people
        outlet, pool, start, arrivals, load, newsvendor, and a column a quantile, such as q80: people at the post.
    paths
        path (number), weight: what the shares are made of.
    prices
        That were in force.
    customers
        Expected immediate customers in all.
    """

    points: pd.DataFrame
    outlets: pd.DataFrame
    people: pd.DataFrame
    paths: pd.DataFrame
    prices: Prices
    customers: float
