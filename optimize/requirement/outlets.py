"""Outlets as the requirement sees them: what no other outlet's people depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from optimize.requirement.assignment import assign_services
from optimize.requirement.correction import cells_by_hours
from optimize.requirement.lanes import Lanes, Opening
from optimize.requirement.values import RequirementProblem
from quarterhour.arrays import Ints
from quarterhour.labels import NO_ROWS, attach, require_columns, require_unique, rows_by_label
from quarterhour.messages import Message

SERVICE_COLUMNS = (
    "service",
    "kind",
    "handling_minutes",
    "handling_spread",
    "patience_minutes",
    "promise",
    "promise_minutes",
    "promise_share",
    "deadline_clock",
)


class PromiseError(ValueError):
    """An immediate service promises what only deferred services can."""

    def __init__(self, services: list[str]) -> None:
        self.message = Message("requirement.promise_kind", {"services": ", ".join(services)})
        super().__init__(self.message.text())


@dataclass(frozen=True)
class Outlets:
    """Some outlets, checked.

    Attributes
    ----------
    calls
        Demand rows with the post and pool they go to, their service's figures and their interval's position.
    opening
        Their open intervals.
    posts, desks
        As in the problem.
    """

    calls: pd.DataFrame
    opening: Opening
    posts: pd.DataFrame
    desks: pd.DataFrame

    @cached_property
    def names(self) -> list[str]:
        """Those that are ever open, sorted."""
        return self.opening.table["outlet"].drop_duplicates().tolist()

    def only(self, names: Sequence[str]) -> Outlets:
        """Some of them."""
        calls, table, posts, desks = (
            frame.iloc[np.concatenate([NO_ROWS, *(rows.get(name, NO_ROWS) for name in names)])]
            for frame, rows in zip(self._frames, self._rows, strict=True)
        )
        minute = table["minute"] - table["minute"].min()
        opening = Opening(table.assign(minute=minute).reset_index(drop=True), self.opening.grain)
        return Outlets(calls, opening, posts.reset_index(drop=True), desks)

    def shared_out(self, shares: int) -> list[list[str]]:
        """Their names in so many shares of about as much demand each, sorted; none is empty."""
        rows = self._rows[0]
        busiest = sorted(self.names, key=lambda name: -len(rows[name]))
        return [sorted(busiest[share::shares]) for share in range(min(shares, len(busiest)))]

    @property
    def _frames(self) -> tuple[pd.DataFrame, ...]:
        return self.calls, self.opening.table, self.posts, self.desks

    @cached_property
    def _rows(self) -> list[dict[str, Ints]]:
        """Rows of each outlet in each frame."""
        return [rows_by_label(frame, "outlet") for frame in self._frames]

    def cells_by_hours(self) -> int:
        """Cells of all pools that customers come to, if all days that begin alike were pooled."""
        now = self.calls.loc[(self.calls["kind"] != "deferred") & (self.calls["rate"] > 0), ["outlet", "pool"]]
        lanes = Lanes.of(now.drop_duplicates().rename(columns={"pool": "group"}), self.opening)
        moment = self.opening.moment[lanes.row]
        columns = zip(lanes.open.T, lanes.follows.T, moment.T, strict=True)
        return sum(cells_by_hours(follows[here], own[here], self.opening.grain) for here, follows, own in columns)


def checked(problem: RequirementProblem) -> Outlets:
    """The outlets of a problem; errors as `require` raises them."""
    demand, services = problem.demand, problem.services
    require_columns(demand, ("outlet", "service", "start", "rate"), "demand")
    require_columns(services, SERVICE_COLUMNS, "services")
    require_columns(problem.posts, ("outlet", "post", "pool", "services", "minimum_people", "flexible"), "posts")
    require_unique(demand, ("outlet", "service", "start"), "demand")
    require_unique(problem.posts, ("outlet", "post"), "posts")
    if not (demand["rate"] >= 0).all():
        raise ValueError("demand: a rate is negative or missing.\nMaybe the forecast has gaps.")
    opening = Opening.of(demand, problem.grain)
    taken = assign_services(problem.posts, demand)
    calls = attach(demand, taken, ["outlet", "service"], "posts")
    calls = attach(calls, services[list(SERVICE_COLUMNS)], ["service"], "services")
    calls = attach(calls, opening.table[["outlet", "start", "position"]], ["outlet", "start"], "opening")
    broken = calls.loc[(calls["kind"] != "deferred") & (calls["promise"] == "settled_within"), "service"].unique()
    if len(broken):
        raise PromiseError(sorted(broken))
    attach(taken[["outlet"]], problem.desks[["outlet", "desks"]], ["outlet"], "desks")
    return Outlets(calls, opening, problem.posts.reset_index(drop=True), problem.desks)
