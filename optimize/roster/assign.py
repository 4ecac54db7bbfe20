"""One unit from frames to names: facts, model, search, holes."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.roster.by_level import by_level
from optimize.roster.calendar import Calendar, Flags
from optimize.roster.facts import Facts, gather
from optimize.roster.holes import explain
from optimize.roster.levels import FIRST, level_of
from optimize.roster.model import RosterModel
from optimize.roster.near import Known
from optimize.roster.rules import ALLOWS, CONSTRAINS, LIMITS, priced
from optimize.roster.units import Unit
from optimize.roster.weights import Weights
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof
from quarterhour.seeds import seed_for

ORDINARY = 15
"""People of a unit for which the work limit is meant; larger units get more in proportion."""
NEAR_SHARE = 1 / 3
"""Share of the limits for a unit that another roster has names for (measured: with all of them, units that begin
from such names end no better, but for bounds)."""


@dataclass(frozen=True)
class Assignment:
    """Who takes which duty of a unit.

    Attributes
    ----------
    taken
        employee, duty.
    holes
        duty, people (missing), reason, mend.
    proofs
        One a priority level, in their order.
    """

    taken: pd.DataFrame
    holes: pd.DataFrame
    proofs: tuple[Proof, ...]


def assign(
    unit: Unit, calendar: Calendar, *, limits: Limits, weights: Weights, progress: Progress | None = None
) -> Assignment:
    """Name the people of one unit's duties."""
    began = time.perf_counter()
    facts = gather(unit, calendar)
    model = formulate(facts, weights)
    share = max(1.0, len(facts.people) / ORDINARY)
    share *= 1.0 if unit.start is None else NEAR_SHARE
    work = None if limits.work is None else limits.work * share
    seed = seed_for(unit.problem.seed, "roster", limits.seed, unit.name)
    start = None
    if unit.start is not None:
        known = Known.of(facts, unit.start)
        model.filled, model.left_open, start = known.filled, known.left_open, known.roster(model.allowed)
    seconds = None if limits.seconds is None else max(0.0, limits.seconds - (time.perf_counter() - began))
    limits = replace(limits, seconds=seconds, work=work, seed=seed)
    found = by_level(model, limits=limits, start=start, progress=progress)
    taken, missing = _names(facts, found.taken)
    return Assignment(taken, explain(facts, found.taken, missing), found.proofs)


def formulate(facts: Facts, weights: Weights) -> RosterModel:
    """The unit's model with all rules written into it."""
    allowed = np.ones((len(facts.people), len(facts.kinds)), dtype=bool)
    for allows in ALLOWS.values():
        allowed &= allows(facts)
    model = RosterModel(facts, weights, allowed)
    levels = facts.unit.problem.levels
    for key, rule in (*CONSTRAINS.items(), *priced(facts).items()):
        model.level = level_of(levels, key)
        rule(model)
    for limit in facts.limits:
        model.level = FIRST if limit.weight is None else level_of(levels, limit.rule, limit.limit)
        LIMITS[limit.rule].post(model, limit)
    model.close()
    return model


def _names(facts: Facts, taken: Flags) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pair the people of each kind with its duties, in order; places left over are missing."""
    person, kind = np.nonzero(taken)
    given = pd.DataFrame({"employee": facts.people["employee"].to_numpy()[person], "kind": kind})
    given["rank"] = given.groupby("kind").cumcount()
    members = facts.members
    places = members.loc[members.index.repeat(members["people"]), ["duty", "kind"]]
    places["rank"] = places.groupby("kind").cumcount()
    filled = places.merge(given, on=["kind", "rank"], how="left")
    missing = filled[filled["employee"].isna()].groupby(["duty", "kind"], sort=False).size()
    named = filled.loc[filled["employee"].notna(), ["employee", "duty"]].reset_index(drop=True)
    return named, missing.rename("people").reset_index()
