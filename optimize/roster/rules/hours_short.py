"""Regular hours: a contract's regular week that working time and paid leave do not reach."""

from __future__ import annotations

import numpy as np

from optimize.roster.model import RosterModel
from optimize.solve import cp_model


def hours_short(model: RosterModel) -> None:
    """Minutes of each week inside the horizon under the regular ones, by share of the days present."""
    facts, weight = model.facts, model.weights.hours_short
    days_of_kinds, days_of_bound = facts.kinds["day_number"].to_numpy(), facts.bound["day"].to_numpy()
    week_of_kinds = facts.calendar.week(days_of_kinds)
    week_of_bound = np.where(days_of_bound >= 0, facts.calendar.week(days_of_bound), -1)
    worked = facts.kinds["worked"].to_numpy()
    regular = facts.regular_minutes()
    for week in facts.weeks:
        credited = facts.credited[:, facts.calendar.week(facts.days) == week].sum(axis=1)
        open_minutes = regular[:, week] - credited - facts.bound_minutes(week_of_bound, week)
        amounts = np.where(week_of_kinds == week, worked, 0)
        for person, least in enumerate(open_minutes.tolist()):
            if least <= 0:
                continue
            short = model.cp.new_int_var(0, least, "short")
            literals, factors = model.weighed(person, amounts)
            model.cp.add(short + cp_model.LinearExpr.weighted_sum(literals, factors) >= least)
            model.price(short, weight)
