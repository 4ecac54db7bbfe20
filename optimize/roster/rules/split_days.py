"""Split days: in a calendar week no more split duties than the contract agrees to, and none where that is none."""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.model import RosterModel
from quarterhour.arrays import Ints


def split_agreed(facts: Facts) -> Flags:
    """(P, G): the contract agrees to split duties, or the duty is none."""
    agreed: Flags = (facts.people["split_days_week"].to_numpy(int) > 0)[:, None] | ~_split(facts)[None, :]
    return agreed


def split_days(model: RosterModel) -> None:
    """Split duties of each week, with those of its part before the first day, are at most the contract's."""
    facts, split = model.facts, _split(model.facts)
    for week in facts.weeks if split.any() else ():
        amounts = (split & _in_week(facts, week)).astype(np.int64)
        already = _stand(facts, week).tolist()
        for person, most in enumerate(facts.people["split_days_week"].astype(int).tolist()):
            model.at_most(person, amounts, already[person], most)


def split_days_left(facts: Facts, taken: Flags) -> Flags:
    """(P, G): whether one more split duty beside `taken` is within the contract's."""
    left, split = np.ones(taken.shape, dtype=bool), _split(facts)
    most = facts.people["split_days_week"].to_numpy(int)
    for week in facts.weeks if split.any() else ():
        here = split & _in_week(facts, week)
        used = taken[:, here].sum(axis=1) + _stand(facts, week)
        left[:, here] = (used < most)[:, None]
    return left


def _split(facts: Facts) -> Flags:
    return facts.kinds["split"].to_numpy(bool)


def _in_week(facts: Facts, week: int) -> Flags:
    inside: Flags = facts.calendar.week(facts.kinds["day_number"].to_numpy(np.int64)) == week
    return inside


def _stand(facts: Facts, week: int) -> Ints:
    """(P,) split duties of one week that stand already."""
    bound = facts.bound[facts.bound["split"].to_numpy(bool)]
    here = facts.calendar.week(bound["day"].to_numpy(np.int64)) == week
    return np.bincount(bound["person"].to_numpy(np.int64)[here], minlength=len(facts.people)).astype(np.int64)
