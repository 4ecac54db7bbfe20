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
        (G,) places that were open as published: they may stay open at no cost.
    free
        (P, D): whether the person's day may change.
    """

    facts: Facts
    allowed: Flags
    cells: pd.DataFrame
    person: Ints
    kind: Ints
    known: Ints
    free: Flags


def direct(disturbed: Disturbed) -> Ring:
    """Only the places that the event opened, and people who are off then."""
    return _ring(disturbed, disturbed.lost, np.zeros(len(disturbed.held), dtype=bool))


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
    cells = disturbed.after.cells
    stays = disturbed.held | stuck
    while True:
        inside = days[cells["number"].to_numpy(np.int64).clip(0, len(days) - 1)]
        free = ~stays & inside
        ring = _ring(disturbed, _places(disturbed, days, free), free, drop=~stays if alone else free)
        misfit = ~ring.allowed[ring.person, ring.kind]
        if not misfit.any() or alone:
            return ring
        stays = stays.copy()
        stays[np.flatnonzero(free)[misfit]] = True


def _places(disturbed: Disturbed, days: Flags, free: Flags) -> pd.DataFrame:
    """duty, people: places of the days' duties that nobody holds who must stay."""
    own = disturbed.after.own
    numbers = disturbed.after.calendar.day(own["day"])
    inside = days[numbers.clip(0, len(days) - 1)] & disturbed.to_come()
    standing = disturbed.after.cells[~free].groupby("duty").size()
    people = own["people"].to_numpy(np.int64) - standing.reindex(own["duty"]).fillna(0).to_numpy(np.int64)
    return pd.DataFrame({"duty": own["duty"], "people": people})[inside & (people > 0)]


def _ring(disturbed: Disturbed, places: pd.DataFrame, free: Flags, drop: Flags | None = None) -> Ring:
    after = disturbed.after
    duties = after.own.drop(columns="people").merge(places, on="duty", validate="one_to_one")[after.own.columns]
    kept = without(after.segments, after.cells[free if drop is None else drop])
    facts = after.facts(kept, duties)
    facts.absent[disturbed.barred] = True
    allowed = np.logical_and.reduce([rule(facts) for rule in ALLOWS.values()])
    cells = after.cells[free]
    rows = pd.Series(np.arange(len(facts.people)), index=facts.people["employee"])
    person = rows.reindex(cells["employee"]).to_numpy(np.int64)
    kinds = facts.members.drop_duplicates("duty").set_index("duty")["kind"]
    kind = kinds.reindex(cells["duty"]).to_numpy(np.int64)
    before = disturbed.known.set_index("duty")["people"].reindex(facts.members["duty"]).fillna(0)
    if not free.any() and drop is None:
        before = before * 0  # only places that the event opened are asked for
    known = np.bincount(facts.members["kind"], before, minlength=len(facts.kinds)).astype(np.int64)
    open_days = np.zeros(disturbed.barred.shape, dtype=bool)
    open_days[:, facts.kinds["day_number"].to_numpy(np.int64)] = True
    return Ring(facts, allowed, cells, person, kind, known, open_days)
