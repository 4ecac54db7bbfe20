"""What groups of posts need on their own, were there desks enough: pools, or single posts for their floors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.requirement.capacity import extra_people, work_off
from optimize.requirement.deferred import Work, backlog, by_urgency
from optimize.requirement.immediate import Merged
from optimize.requirement.in_hand import InHand
from optimize.requirement.in_time import Room, share_in_time
from optimize.requirement.lanes import Lanes
from quarterhour.arrays import Floats, Ints

LEAST_STAY = 120
"""Minutes that people called for deferred work stay at least: nobody can be sent for by the quarter hour."""


@dataclass(frozen=True)
class Need:
    """People needed by lane and interval, and the demand behind them.

    Deferred work has the lower priority: it is done in the time that immediate customers and minimum people
    leave over, and is put aside when a customer comes. Only what that time cannot do before its deadline calls
    further people. The horizon begins without open work, and work due after its end may stay open.

    Attributes
    ----------
    people
        Whole people a cell; at least the minimum while open.
    merged, offered
        The immediate services' merged line, and its load in erlangs.
    away
        People who are busy with work of their own, a matrix.
    asked
        People that the immediate services' promises ask for by themselves.
    work
        The deferred services, each lane's most urgent first.
    called
        The people that each of them calls, as matrices.
    in_hand
        Customers whom people may have in hand when work comes; None where they put work aside for customers.
    """

    lanes: Lanes
    people: Ints
    merged: Merged
    offered: Floats
    away: Floats
    asked: Ints
    work: list[Work]
    called: list[Ints]
    in_hand: InHand | None

    @classmethod
    def of(
        cls,
        merged: Merged,
        deferred: pd.DataFrame,
        least: Ints,
        away: Floats | None = None,
        in_hand: InHand | None = None,
    ) -> Need:
        """The need of each lane of `merged`, its own deferred calls included.

        Parameters
        ----------
        deferred
            Calls of deferred services.
        least
            People who are there anyway while open, a matrix.
        in_hand
            As the attribute.
        """
        lanes, offered = merged.lanes, merged.offered
        away = np.zeros(offered.shape) if away is None else away
        asked = np.where(lanes.open, merged.least(), 0)
        people = np.where(lanes.open, np.maximum(asked, least), 0)
        work = by_urgency(lanes, deferred, merged.group)
        spare = np.maximum(people - offered - away, 0.0)
        stay = LEAST_STAY // lanes.opening.grain
        called = []
        for each in work:
            own = each.lane
            opened, follows = lanes.open[:, own], lanes.follows[:, own]
            extra, done = extra_people(each.planned, each.due, spare[:, own], opened, follows, stay)
            people[:, own] += extra
            spare[:, own] += extra - _steps(done)
            called.append(np.zeros_like(people))
            called[-1][:, own] = extra
        return cls(lanes, people, merged, offered, away, asked, work, called, in_hand)

    def done(self) -> Floats:
        """Deferred work done in each cell, in people, if staffed as needed."""
        return self.settle(self.people)[0]

    def settle(self, people: Ints, away: Floats | None = None) -> tuple[Floats, pd.DataFrame]:
        """Deferred work done in each cell (in people) and its backlog, with so many people (and so many away).

        People called for a less urgent service are kept for it; where people are cut, they go first.
        """
        elsewhere = self.away if away is None else away
        spare = np.maximum(people - self.offered - elsewhere, 0.0)
        before, scatter = self.offered + elsewhere, self.merged.scatter()
        settled, frames = np.zeros_like(spare), []
        kept = np.sum(self.called, axis=0) if self.called else np.zeros_like(people)
        for rank, (each, called) in enumerate(zip(self.work, self.called, strict=True)):
            kept = kept - called
            free = np.maximum(spare - np.maximum(kept - (self.people - people), 0), 0.0)
            done = work_off(each.arrived, free[:, each.lane])
            room = self._room(rank, free, before, scatter, people)
            in_time = share_in_time(room, self.lanes.open[:, each.lane])
            settled[:, each.lane] += _steps(done)
            spare[:, each.lane] = np.maximum(spare[:, each.lane] - _steps(done), 0.0)
            before[:, each.lane] += _steps(done)
            scatter[:, each.lane] += each.scatter(self.lanes.opening.grain)
            frames.append(backlog(self.lanes, each, done, in_time))
        columns = ["outlet", "service", "start", "arrived", "settled", "open", "oldest_minutes", "in_time"]
        if not frames:
            return settled, self.lanes.frame("service", **dict.fromkeys(columns[3:], spare)).head(0)[columns]
        return settled, pd.concat(frames)[columns].sort_values(columns[:3], ignore_index=True)

    def _room(self, rank: int, free: Floats, before: Floats, scatter: Floats, people: Ints) -> Room:
        """What the work of one service meets, in its own lanes."""
        work, grain, lanes = self.work[rank], self.lanes.opening.grain, len(self.lanes.keys)
        left, uneven = np.zeros((2, lanes))
        if self.in_hand is not None:
            less_urgent = (each.in_hand(grain, lanes) for each in self.work[rank + 1 :])
            left, uneven = sum(less_urgent, start=self.in_hand).left()
        own = work.lane
        return Room(
            arrived=work.arrived,
            until=work.until,
            free=free[:, own],
            before=before[:, own],
            scatter=scatter[:, own],
            people=people[:, own],
            job=work.job(grain),
            in_hand=(left[own], uneven[own]),
        )

    def deferred_at(self) -> list[tuple[str, str]]:
        """Outlet and service of all deferred work."""
        outlets = self.lanes.keys["outlet"]
        return [
            (outlets.iloc[lane], service)
            for each in self.work
            for lane, service in zip(each.lane.tolist(), each.services, strict=True)
        ]

    @property
    def deferred(self) -> Floats:
        """Deferred work arriving in each cell, in erlangs."""
        load = np.zeros(self.people.shape)
        for each in self.work:
            load[:, each.lane] += _steps(each.arrived)
        return load


def _steps(cumulative: Floats) -> Floats:
    steps: Floats = np.diff(cumulative, axis=0, prepend=np.zeros((1, cumulative.shape[1])))
    return steps
