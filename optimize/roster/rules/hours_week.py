"""Weekly hours: working time of a calendar week stays within the contract's most, overtime included."""

from __future__ import annotations

import numpy as np

from optimize.roster.model import RosterModel


def hours_week(model: RosterModel) -> None:
    """Work, travel and training of each week, with the part before the first day, are at most the limit."""
    facts = model.facts
    week_of_kinds = facts.calendar.week(facts.kinds["day_number"].to_numpy())
    week_of_bound = facts.calendar.week(facts.bound["day"].to_numpy())
    worked = facts.kinds["worked"].to_numpy()
    limits = np.floor(facts.people["hours_week_most"].to_numpy(float) * 60 + 1e-6).astype(np.int64)
    for week in facts.weeks:
        already = facts.bound_minutes(week_of_bound, week)
        amounts = np.where(week_of_kinds == week, worked, 0)
        for person, limit in enumerate(limits.tolist()):
            model.at_most(person, amounts, int(already[person]), limit)
