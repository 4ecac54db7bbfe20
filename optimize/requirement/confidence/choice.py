"""What is read from the loss curve: people at a quantile, and the newsvendor's."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

from optimize.requirement.confidence.values import TOLERANCE, LossCurve, Prices
from optimize.requirement.trim import trim
from quarterhour.arrays import Floats, Ints

Values = TypeVar("Values", Ints, Floats)


def at_quantile(curve: LossCurve, quantile: float) -> Ints:
    """Least people by cell so that paths of at least this weight keep every promise; never below the floor.

    With few paths a quantile above 1 - the least weight is the worst path.

    Raises
    ------
    ValueError
        When the quantile is not within 0 and 1.
    """
    if not 0 <= quantile <= 1:
        raise ValueError(f"the quantile is {quantile:g}; it must be between 0 and 1.")
    lacking = curve.rows["kept"].to_numpy() < quantile - TOLERANCE
    people = _by_cell(np.add, curve, lacking.astype(np.int64))
    answer: Ints = np.maximum(people, curve.cells["floor"].to_numpy())
    return answer


def newsvendor(curve: LossCurve, prices: Prices) -> Ints:
    """People of least expected cost by cell, ties to fewer; never below the floor.

    Cost of n people = price of an interval of a person x n + price of a late customer x E[late(n)] + price of a
    lost one x E[lost(n)]. All head-counts of the curve are compared. It is long enough to hold the least cost
    where it was made with `rest` at most `enough(curve.grain, prices)`.
    """
    rows = curve.rows
    cost = prices.late * rows["late"].to_numpy() + prices.lost * rows["lost"].to_numpy()
    cost = cost + prices.hour * curve.grain / 60.0 * rows["people"].to_numpy()
    floor = np.repeat(curve.cells["floor"].to_numpy(), curve.cells["most"].to_numpy() + 1)
    cost[rows["people"].to_numpy() < floor] = np.inf
    least = np.repeat(_by_cell(np.minimum, curve, cost), curve.cells["most"].to_numpy() + 1)
    people: Ints = np.where(cost <= least + TOLERANCE, rows["people"].to_numpy(), np.iinfo(np.int64).max)
    return _by_cell(np.minimum, curve, people)


def enough(grain: int, prices: Prices) -> float:
    """Customers late or lost that cost as much as one person of an interval.

    Once fewer are expected, no further person is worth his pay: he could save no more than all of them.
    """
    dearest = max(prices.late, prices.lost)
    return prices.hour * grain / 60.0 / dearest if dearest > 0 else np.inf


def within_desks(curve: LossCurve, people: Ints) -> Ints:
    """People by cell, cut down where an outlet has fewer desks, first where they are furthest beyond the load."""
    cells, kept = curve.cells, people.copy()
    outlet, moment = (pd.factorize(cells[name])[0] for name in ("outlet", "start"))
    place = outlet * (int(moment.max(initial=0)) + 1) + moment
    at_once = np.bincount(place, people)[place]
    over = cells.loc[at_once > cells["desks"].to_numpy(), "outlet"].unique()
    own = cells.loc[cells["outlet"].isin(over)]
    for places in own.groupby("outlet").indices.values():
        rows = own.index.to_numpy()[places].reshape(own.iloc[places]["pool"].nunique(), -1)
        load = cells["load"].to_numpy()[rows].T
        limit = cells["desks"].to_numpy(np.int64)[rows[0]]
        kept[rows] = trim(people[rows].T, load, np.zeros(load.shape, dtype=np.int64), limit).T
    return kept


def met(curve: LossCurve, people: Ints) -> pd.DataFrame:
    """late, lost, kept of each cell with so many people; beyond the curve's end as at its end."""
    places = curve.cells["first"].to_numpy() + np.clip(people, 0, curve.cells["most"].to_numpy())
    return curve.rows[["late", "lost", "kept"]].iloc[places].reset_index(drop=True)


def _by_cell(reduce: np.ufunc, curve: LossCurve, values: Values) -> Values:
    """`values` of the rows put together by cell."""
    if not len(values):
        return values
    answer: Values = reduce.reduceat(values, curve.cells["first"].to_numpy())
    return answer
