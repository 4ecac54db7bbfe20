"""The joint model of one partition: base shifts, planned loans and the standby reserve in one program.

`cover` prices what is missing and idle, `duties` gives people to intervals, `supply` own people to duties,
`shared_staff.loans` and `shared_staff.reserve` other people; each file holds its part of the formulation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids, LinearProgram, Numbers
from optimize.shared_staff.loans import add_lenders, add_link_limits, add_loans
from optimize.shared_staff.reserve import add_consent, add_linked_standby, add_own_standby, add_standby
from optimize.shifts.cover import add_cover
from optimize.shifts.duties import add_duties
from optimize.shifts.partitions import Part
from optimize.shifts.splits import add_split_limits
from optimize.shifts.supply import USAGE, add_day_limits, add_own, add_week_limits, add_work_rows

LENT = ("column", "lends", "hours", "ready")
"""Columns of what a pool lends in all on a day."""


@dataclass(frozen=True)
class StaffModel:
    """The program of one partition, and the `column` of everything that is decided.

    Attributes
    ----------
    duties, breaks
        People by duty and by start of break.
    own, loans
        People by seat, day and work, and by link and work.
    standby, own_standby, linked_standby
        The same for standby, by length.
    shared
        Loans and linked standby together: everything that moves people between outlets.
    lenders
        Whether a pool `lends` on a day, how many people (`column`), for how many `hours`, and how many of them
        are on standby (`ready`).
    short
        What is short of people, by p and day.
    ties
        The rows that tie outlets together: sums of lenders, limits of offers.
    sums
        Of these, the rows that tie a lender to its receivers.
    weeks, desks
        The rows of weekly limits and of desks shared by pools; without all of these each pool and day (but for
        nights) is alone.
    """

    program: LinearProgram
    duties: pd.DataFrame
    breaks: pd.DataFrame
    own: pd.DataFrame
    loans: pd.DataFrame
    standby: pd.DataFrame
    own_standby: pd.DataFrame
    linked_standby: pd.DataFrame
    shared: pd.DataFrame
    lenders: pd.DataFrame
    short: pd.DataFrame
    ties: Ids
    sums: Ids
    weeks: Ids
    desks: Ids

    @cached_property
    def offers(self) -> Ids:
        """The rows that limit what partners offer in all on a day."""
        return np.setdiff1d(self.ties, self.sums)

    @property
    def held(self) -> Ids:
        """The columns of all loans and their sums."""
        return np.concatenate([self.shared["column"].to_numpy(), self.held_by_lender.T.ravel()])

    def pool_weeks(self, values: Numbers) -> list[Ids]:
        """The columns of each pool, were loans held."""
        alone = np.zeros(len(self.program.least), dtype=bool)
        alone[self.desks] = True
        split = self.program.priced(alone, np.zeros(len(alone))).fixed(self.held, values[self.held])
        return [columns for columns, part in split.parts() if part.integer.any()]

    @cached_property
    def into(self) -> tuple[Ids, Ids, Ids]:
        """Of each row of `shared`: its column, its receiver's pool, and the row of `lenders`, -1 for partners."""
        shared, keys = self.shared, ["p", "day"]
        lends = shared[["lender_p", "day"]].set_axis(keys, axis=1)
        lender = pd.MultiIndex.from_frame(self.lenders[keys]).get_indexer(pd.MultiIndex.from_frame(lends))
        return shared["column"].to_numpy(np.int64), shared["to_p"].to_numpy(np.int64), lender.astype(np.int64)

    @cached_property
    def held_by_lender(self) -> Ids:
        """(rows of `lenders`, sums): the columns of what each lends in all."""
        return np.column_stack([self.lenders[name].to_numpy(np.int64) for name in LENT])

    def pools_of(self, columns: Ids) -> list[int]:
        """The pools whose duties are among some columns."""
        found: list[int] = np.unique(self._pool[columns]).tolist()
        return [pool for pool in found if pool >= 0]

    @cached_property
    def _pool(self) -> Ids:
        """The pool of each column that is a duty, -1 for others."""
        pool = np.full(len(self.program.cost), -1)
        pool[self.duties["column"]] = self.duties["p"]
        return pool


def build(part: Part) -> StaffModel:
    """Put the parts of the model together."""
    program = Builder()
    grain = part.clock.grid.grain
    cover = add_cover(program, part.slots, part.floors, part.prices, grain)
    duties, breaks = add_duties(program, part.seats, part.duties, cover, grain)
    kinds = add_work_rows(program, duties)
    own = add_own(program, part.own, kinds, part.weekly)
    loans = add_loans(program, part.links, kinds, part.prices.travel)
    standby, splits = add_standby(program, part.duties, part.pools, part.reserve, grain)
    own_standby = add_own_standby(program, splits, part.totals, part.weekly)
    linked_standby = add_linked_standby(program, splits, part.links)

    shared = pd.concat([loans, linked_standby.drop(columns="p")], ignore_index=True).astype({"ready": bool})
    offers = add_link_limits(program, shared)
    lenders, sums = add_lenders(program, shared, part.totals, cover.short)
    add_consent(program, own_standby, lenders, part.totals)
    people = pd.concat([own, own_standby, lenders.assign(hours=0.0)], ignore_index=True).assign(duties=1.0)[USAGE]
    lent_hours = lenders.assign(column=lenders["hours"], duties=0.0, hours=1.0)[USAGE]
    add_day_limits(program, people, part.totals)
    weeks = add_week_limits(program, pd.concat([people, lent_hours], ignore_index=True), part.weekly)
    splits_a_week = add_split_limits(program, own, part.totals, part.weekly)
    return StaffModel(
        program.build(),
        duties,
        breaks,
        own,
        loans,
        standby,
        own_standby,
        linked_standby,
        shared,
        lenders,
        cover.short,
        np.concatenate([offers, sums]),
        sums,
        np.concatenate([weeks, splits_a_week]),
        cover.desks,
    )
