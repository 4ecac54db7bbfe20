"""Trained before serving alone: who is still in training serves only beside somebody trained."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimize.roster.calendar import Calendar, Flags
from optimize.roster.facts import Facts
from optimize.roster.model import RosterModel, found


def trained_alone(facts: Facts) -> Flags:
    """(P, G): untrained people are neither lent nor on standby, as nobody is sure to be beside them there."""
    beside = ((facts.kinds["activity"] == "work") & (facts.kinds["source"] == "own")).to_numpy()
    allowed: Flags = facts.people["trained"].to_numpy(bool)[:, None] | beside[None, :]
    return allowed


def trained(model: RosterModel) -> None:
    """At every moment that an untrained person works, somebody trained works at the same outlet and pool.

    Time is cut wherever a duty or break of the pool begins or ends. Trained are people of this unit, and
    guests who are sure to be there (partner slots, locked duties).
    """
    facts = model.facts
    untrained = np.flatnonzero(~facts.people["trained"].to_numpy(bool))
    if not len(untrained):
        return
    kinds = facts.kinds[facts.kinds["activity"] == "work"]
    for (outlet, pool), group in kinds.groupby(["outlet", "pool"]):
        rows = group.index.to_numpy()
        if not found(model.take[np.ix_(untrained, rows)].ravel()):
            continue
        guests = facts.unit.guests
        guests = guests[(guests["outlet"] == outlet) & (guests["pool"] == pool)]
        _beside(model, group, guests, untrained)


def _beside(model: RosterModel, group: pd.DataFrame, guests: pd.DataFrame, untrained: Any) -> None:
    calendar = model.facts.calendar
    serves, guest_serves = _pieces(group, guests, calendar)
    people = model.facts.people["trained"].to_numpy(bool)
    rows = group.index.to_numpy()
    for piece in np.flatnonzero(~guest_serves).tolist():
        here = rows[serves[:, piece]]
        alone = [takes for person in untrained if (takes := found(model.take[person, here]))]
        if not alone:
            continue
        watched = model.cp.new_bool_var("watched")
        model.cp.add_bool_or([*found(model.take[np.ix_(people, here)].ravel()), ~watched])
        for takes in alone:
            model.cp.add_at_most_one([*takes, ~watched])


def _pieces(group: pd.DataFrame, guests: pd.DataFrame, calendar: Calendar) -> tuple[Flags, Flags]:
    """(kinds, pieces): who serves in which piece of time, breaks taken out; and whether a guest does."""
    begins, ends = group["begins"].to_numpy(), group["ends"].to_numpy()
    pause = group["break_start"].notna().to_numpy()
    away = np.where(pause, calendar.minutes(group["break_start"].fillna(group["start"])), ends)
    back = np.where(pause, calendar.minutes(group["break_end"].fillna(group["end"])), ends)
    come, go = calendar.minutes(guests["start"]), calendar.minutes(guests["end"])
    cuts = np.unique(np.concatenate([begins, ends, away, back, come, go]))
    left, right = cuts[:-1], cuts[1:]
    there = (begins[:, None] <= left) & (ends[:, None] >= right)
    resting = (away[:, None] <= left) & (back[:, None] >= right) & pause[:, None]
    guest: Flags = ((come[:, None] <= left) & (go[:, None] >= right)).any(axis=0).astype(bool)
    return there & ~resting, guest
