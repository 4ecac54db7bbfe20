"""Budget: what a unit's roster costs between two days is within a ceiling, or each unit of money beyond is priced.

With the pay a_pg of a duty, f of what stands, and over_pw minutes of overtime at premium r_p (see `money`):

    cost = f + sum_pg a_pg take[p, g] + sum_pw r_p over_pw,    over_pw >= minutes_pw - regular_p, over_pw >= 0
    cost <= max(most, least that it can be)        or  cost <= most + beyond x `STEP`, beyond priced
"""

from __future__ import annotations

from typing import Any

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.money import STEP, Budget, Week, budgets
from optimize.solve import cp_model


def budget(model: RosterModel) -> None:
    """Forbid money beyond a ceiling, or price each unit of it that is begun."""
    everything = model.allowed
    for one in budgets(model.facts):
        reach = one.cost(everything)
        if reach <= one.most:
            continue
        total = _pay(model, one) + sum(_overtime(model, one, week) for week in one.weeks) + one.fixed
        if one.weight is None:
            model.cp.add(total <= max(one.most, one.least()))
        else:
            beyond = model.cp.new_int_var(0, -(-(reach - one.most) // STEP), "beyond")
            model.cp.add(total <= one.most + beyond * STEP)
            model.price(beyond, one.weight * SCALE, one.limit)


def _pay(model: RosterModel, one: Budget) -> Any:
    pairs = model.allowed & (one.pay > 0)
    return cp_model.LinearExpr.weighted_sum(model.take[pairs].tolist(), one.pay[pairs].tolist())


def _overtime(model: RosterModel, one: Budget, week: Week) -> Any:
    """Money of the overtime of everybody in one week."""
    terms, costs, stands = list[Any](), list[int](), 0
    for person, (beyond, premium) in enumerate(zip(week.beyond.tolist(), one.premium.tolist(), strict=True)):
        literals, factors = model.weighed(person, week.worked)
        if beyond + sum(factors) <= 0 or not premium:
            continue
        if not literals:
            stands += beyond * premium
            continue
        over = model.cp.new_int_var(0, beyond + sum(factors), "over")
        model.cp.add(over >= cp_model.LinearExpr.weighted_sum(literals, factors) + beyond)
        terms.append(over)
        costs.append(premium)
    return cp_model.LinearExpr.weighted_sum(terms, costs) + stands


def affordable(facts: Facts, taken: Flags) -> Flags:
    """(P, G) whether one more duty keeps within every hard ceiling; where nothing more costs, any does."""
    fits = np.ones(taken.shape, dtype=bool)
    for one in budgets(facts):
        if one.weight is None:
            more = one.more(taken)
            fits &= (more <= max(one.most, one.least()) - one.cost(taken)) | (more == 0)
    return fits
