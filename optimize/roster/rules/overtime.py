"""Overtime: working time over the contract's regular week."""

from __future__ import annotations

import numpy as np

from optimize.roster.model import RosterModel


def overtime(model: RosterModel) -> None:
    """Minutes of each week, the part before the first day included, over the regular ones."""
    facts = model.facts
    week_of_kinds = facts.calendar.week(facts.kinds["day_number"].to_numpy())
    week_of_bound = facts.calendar.week(facts.bound["day"].to_numpy())
    worked = facts.kinds["worked"].to_numpy()
    regular = np.floor(facts.people["hours_week"].to_numpy(float) * 60 + 1e-6).astype(np.int64)
    for week in facts.weeks:
        already = facts.bound_minutes(week_of_bound, week)
        amounts = np.where(week_of_kinds == week, worked, 0)
        for person, limit in enumerate(regular.tolist()):
            model.beyond(person, amounts, int(already[person]), limit, model.weights.overtime)
