"""The joint model of one partition: base shifts, planned loans and the standby reserve in one program.

`cover` prices what is missing and idle, `duties` gives people to intervals, `supply` own people to duties,
`shared_staff.loans` and `shared_staff.reserve` other people; each file holds its part of the formulation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids, LinearProgram
from optimize.shared_staff.loans import add_lenders, add_link_limits, add_loans
from optimize.shared_staff.reserve import add_linked_standby, add_own_standby, add_standby
from optimize.shifts.cover import add_cover
from optimize.shifts.duties import add_duties
from optimize.shifts.partitions import Part
from optimize.shifts.supply import USAGE, add_day_limits, add_own, add_week_limits, add_work_rows


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
        Whether a pool `lends` on a day, and how many people.
    short
        What is short of people, by p and day.
    ties
        The rows that tie outlets and days together; without them each outlet and day (but for nights) is alone.
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

    shared = pd.concat([loans, linked_standby.drop(columns="p")], ignore_index=True)
    offers = add_link_limits(program, shared)
    lenders, sums = add_lenders(program, shared, part.totals, cover.short)
    at_home = pd.concat([own[USAGE], own_standby[USAGE]], ignore_index=True)
    add_day_limits(program, pd.concat([at_home, lenders[["p", "day", "column"]]], ignore_index=True), part.totals)
    lent = shared[shared["lender_p"] >= 0].assign(p=lambda row: row["lender_p"])
    _, weekly = add_week_limits(program, pd.concat([at_home, lent[USAGE]], ignore_index=True), part.weekly)
    ties = np.concatenate([offers, sums, weekly])
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
        ties,
    )
