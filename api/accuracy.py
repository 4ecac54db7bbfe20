"""A backtest's figures as tables: what its page shows and its files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from forecast import Backtest, measure
from forecast.cells import NOMINAL
from forecast.totals import DAY, HORIZON, NETWORK, OUTLET, REGION, WEEK

GROUPS: Mapping[str, tuple[str, ...]] = {
    "summary": (),
    "holidays": ("near",),
    "kinds": ("kind",),
    "services": ("service",),
    "outlets": ("outlet",),
    "ahead": ("ahead",),
    "weekdays": ("weekday",),
}
"""Tables of figures, each by day and by interval, and what they are told by."""
SCOPES, SPANS = (NETWORK, REGION, OUTLET), (DAY, WEEK, HORIZON)
"""Totals in the order in which they are told."""


@dataclass(frozen=True)
class Accuracy:
    """A backtest with its figures.

    Attributes
    ----------
    tables
        By the names of `GROUPS`: grain (day, interval), the labels of the group, and the columns of
        `forecast.measure`.
    reliability
        grain, nominal, held, error: the share of points inside each range, with its standard error.
    totals
        scope (outlet, region, network), span (day, week, horizon) and the columns of `forecast.measure`.
    """

    made: Backtest
    tables: Mapping[str, pd.DataFrame]
    reliability: pd.DataFrame
    totals: pd.DataFrame

    def by_day(self, name: str) -> pd.DataFrame:
        """The rows of one of the tables that are of whole days."""
        table = self.tables[name]
        return table[table["grain"] == "day"].drop(columns="grain").reset_index(drop=True)

    @property
    def origins(self) -> int:
        """Days from which was forecast."""
        return int(self.made.cells["origin"].nunique())


def accuracy(made: Backtest, seed: int = 0) -> Accuracy:
    """All tables of a backtest."""
    cells = made.cells.assign(weekday=made.cells["day"].dt.day_of_week)
    return Accuracy(
        made,
        {name: measure(cells, ["grain", *labels], seed=seed) for name, labels in GROUPS.items()},
        _reliability(cells, seed),
        _in_order(measure(made.totals, ["scope", "span"], seed=seed)),
    )


def _in_order(totals: pd.DataFrame) -> pd.DataFrame:
    """From the largest scope to the smallest, from a day to the horizon."""
    scope, span = totals["scope"].map(SCOPES.index), totals["span"].map(SPANS.index)
    return totals.iloc[(len(SPANS) * scope + span).argsort(kind="stable")].reset_index(drop=True)


def _reliability(cells: pd.DataFrame, seed: int) -> pd.DataFrame:
    figures = measure(cells, ["grain"], nominal=NOMINAL, seed=seed)
    frames = []
    for nominal in NOMINAL:
        name = f"held_{round(100 * nominal)}"
        kept = figures[["grain", name, f"{name}_error"]].set_axis(["grain", "held", "error"], axis=1)
        frames.append(kept.assign(nominal=nominal))
    found = pd.concat(frames, ignore_index=True).sort_values(["grain", "nominal"], ignore_index=True)
    return found[["grain", "nominal", "held", "error"]]
