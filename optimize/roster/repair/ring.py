"""Which part of a disturbed roster may change, as arrays for a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.repair.disturb import Disturbed
from optimize.roster.repair.standing import without
from optimize.roster.rules import ALLOWS
from quarterhour.arrays import Ints


@dataclass(frozen=True)
class Ring:
    """Duties and people's days that a repair may touch; all other days stand.

    Attributes
    ----------
    facts
        P people, G kinds of the duties with open places once the free cells are taken off.
    allowed
        (P, G) what the rules allow, beside what stands.
    cells
        The free ones, rows of `Disturbed.after.cells`.
    person, kind
        Row and kind (of `facts`) of each free cell.
    known
        (G,) places that may stay open at no cost: they were open as published, or can not be taken any more.
    """

    facts: Facts
    allowed: Flags
    cells: pd.DataFrame
    person: Ints
    kind: Ints
    known: Ints


def direct(disturbed: Disturbed) -> Ring:
    """Only the places that the event opened, and people who are off then."""
    nothing = np.zeros(len(disturbed.held), dtype=bool)
    return _ring(disturbed, disturbed.after.own["duty"].isin(disturbed.lost["duty"]).to_numpy(), nothing, nothing)


def of_days(disturbed: Disturbed, days: Flags, stuck: Flags, *, alone: bool = False) -> Ring:
    """All duties of some days (flags by day number), and everybody's day there that need not stay.

    Parameters
    ----------
    stuck
        Cells that stay for another reason than `Disturbed.held`.
    alone
        Leave out what people do on other days and need not keep: more is allowed then than in any repair, so that
        the least of it is a bound for all repairs.
    """
    cells, own = disturbed.after.cells, disturbed.after.own
    stays = disturbed.held | stuck
    offered = days[disturbed.after.calendar.day(own["day"])] & disturbed.to_come()
    while True:
        free = ~stays & days[cells["number"].to_numpy(np.int64)]
        ring = _ring(disturbed, offered, free, ~stays if alone else free)
        misfit = ~ring.allowed[ring.person, ring.kind]
        if alone or not misfit.any():
            return ring
        stays = stays.copy()
        stays[np.flatnonzero(free)[misfit]] = True


def _ring(disturbed: Disturbed, offered: Flags, free: Flags, left_out: Flags) -> Ring:
    """The places that are open once the `free` cells are taken off; those of duties not `offered` stay open.

    `left_out` are the cells that the rules do not see.
    """
    after = disturbed.after
    cells, own = after.cells[free], after.own
    filled = after.cells[~free].groupby("duty").size().reindex(own["duty"]).fillna(0).to_numpy(np.int64)
    people = (own["people"].to_numpy(np.int64) - filled).clip(min=0)
    facts = after.facts(without(after.segments, after.cells[left_out]), own.assign(people=people))
    facts.absent[disturbed.barred] = True
    members = facts.members
    wanted = set(members.loc[members["duty"].isin(own.loc[offered, "duty"]), "kind"])
    asked = np.isin(np.arange(len(facts.kinds)), list(wanted))
    allowed = np.logical_and.reduce([rule(facts) for rule in ALLOWS.values()]) & asked[None, :]
    before = disturbed.known.set_index("duty")["people"].reindex(members["duty"]).fillna(0).to_numpy(float)
    known = np.bincount(members["kind"], before, minlength=len(facts.kinds)).astype(np.int64)
    rows = pd.Series(np.arange(len(facts.people)), index=facts.people["employee"])
    kinds = members.drop_duplicates("duty").set_index("duty")["kind"]
    return Ring(
        facts=facts,
        allowed=allowed,
        cells=cells,
        person=rows.reindex(cells["employee"]).to_numpy(np.int64),
        kind=kinds.reindex(cells["duty"]).to_numpy(np.int64),
        known=np.where(asked, known, facts.kinds["people"].to_numpy(np.int64)),
    )
