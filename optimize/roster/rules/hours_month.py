"""Monthly hours: working time of a calendar month stays within the contract's most, overtime included."""

from __future__ import annotations

import numpy as np

from optimize.roster.model import RosterModel


def hours_month(model: RosterModel) -> None:
    """Work, travel and training of each month, with the part before the first day, are at most the limit."""
    facts = model.facts
    month_of_kinds = facts.calendar.month(facts.kinds["day_number"].to_numpy())
    month_of_bound = facts.calendar.month(facts.bound["day"].to_numpy())
    worked = facts.kinds["worked"].to_numpy()
    limits = np.floor(facts.people["hours_month_most"].to_numpy(float) * 60 + 1e-6).astype(np.int64)
    for month in np.unique(month_of_kinds).tolist():
        already = facts.bound_minutes(month_of_bound, month)
        amounts = np.where(month_of_kinds == month, worked, 0)
        for person, limit in enumerate(limits.tolist()):
            model.at_most(person, amounts, int(already[person]), limit)
