"""Rest: between the end of one duty, travel home included, and the way to the next lies the contract's rest."""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.model import RosterModel, found
from quarterhour.arrays import Ints


def rest_from_bound(facts: Facts) -> Flags:
    """(P, G): the duty keeps the rest to the person's past, locked duties and training."""
    allowed = np.ones((len(facts.people), len(facts.kinds)), dtype=bool)
    leaves, returns = facts.kinds["leaves"].to_numpy(), facts.kinds["returns"].to_numpy()
    person = facts.bound["person"].to_numpy(np.int64)
    rest = np.rint(facts.people["rest_hours"].to_numpy(float) * 60).astype(np.int64)[person]
    begins, ends = facts.bound["begins"].to_numpy(), facts.bound["ends"].to_numpy()
    clash = (leaves[None, :] < (ends + rest)[:, None]) & ((returns[None, :]) > (begins - rest)[:, None])
    np.logical_and.at(allowed, person, ~clash)
    return allowed


def rest(model: RosterModel) -> None:
    """No two new duties of a person too close to each other.

    For a time v at which duties of a later day are left for, those of the earlier day that end after v - rest
    clash with all that begin by v: one at-most-one a person and v, which holds all clashing pairs of both days.
    """
    facts = model.facts
    leaves, returns = facts.kinds["leaves"].to_numpy(), facts.kinds["returns"].to_numpy()
    rest_minutes = [round(hours * 60) for hours in facts.people["rest_hours"]]
    for later in range(1, facts.calendar.days):
        earlier = later - 1
        while earlier >= 0 and _may_clash(model, earlier, later):
            for person, minutes in enumerate(rest_minutes):
                _between(model, person, model.kinds_on(earlier), model.kinds_on(later), returns + minutes, leaves)
            earlier -= 1


def _may_clash(model: RosterModel, earlier: int, later: int) -> bool:
    """Whether any two duties of the two days can be too close for anybody; an empty day lets one look further."""
    facts = model.facts
    first, second = model.kinds_on(earlier), model.kinds_on(later)
    most = facts.people["rest_hours"].max() * 60 if len(facts.people) else 0
    if not len(second):
        return False
    opens = facts.kinds["leaves"].to_numpy()[second].min()
    if not len(first):
        return bool(facts.calendar.edges[earlier] + 2 * 1440 + most > opens)
    return bool(facts.kinds["returns"].to_numpy()[first].max() + most > opens)


def _between(model: RosterModel, person: int, earlier: Ints, later: Ints, ready: Ints, leaves: Ints) -> None:
    """`ready` and `leaves` (G,): from when a person is rested after each kind of duty, and leaves for it."""
    first = [kind for kind in earlier if model.take[person, kind] is not None]
    second = [kind for kind in later if model.take[person, kind] is not None]
    if not first or not second:
        return
    ready, leaves = ready[first], leaves[second]
    written = -1
    for time in np.unique(leaves)[::-1]:
        clashing = np.flatnonzero(ready > time)
        if len(clashing) == 0 or len(clashing) == written:
            continue
        written = len(clashing)
        before = [model.take[person, first[index]] for index in clashing]
        after = [model.take[person, second[index]] for index in np.flatnonzero(leaves <= time)]
        model.cp.add_at_most_one(found(before + after))
