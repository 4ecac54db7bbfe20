"""How limits enter the model: ceilings, floors and patterns, forbidden or priced, each of one person."""

from __future__ import annotations

from typing import Any

from optimize.roster.limits import Limit
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.weights import MUST
from optimize.solve import cp_model


def cost_beyond(limit: Limit, *, minutes: bool = False) -> int | None:
    """Objective units of a unit beyond the most (of a minute, for hours); None where that is forbidden."""
    return None if limit.weight is None else limit.weight * (SCALE // 60 if minutes else SCALE)


def cost_of_lack(limit: Limit, *, minutes: bool = False) -> int:
    """The same for what is asked for and not given, which no roster may be able to give: never forbidden."""
    return (MUST if limit.weight is None else limit.weight) * (SCALE // 60 if minutes else SCALE)


def keep_most(
    model: RosterModel, literals: list[Any], factors: list[int], already: int, most: int, cost: int | None
) -> None:
    """What is taken, with `already`, is at most `most`; each unit beyond costs `cost`, where there is one.

    A ceiling without cost is forbidden to be passed; where what stands already passes it nothing may be added.
    """
    if already + sum(factors) <= most:
        return
    taken = cp_model.LinearExpr.weighted_sum(literals, factors)
    if cost is None:
        if literals:
            model.cp.add(taken <= max(most - already, 0))
    elif not literals:
        model.charge(cost * (already - most))
    else:
        over = model.cp.new_int_var(0, already + sum(factors) - most, "over")
        model.cp.add(over >= taken + (already - most))
        model.price(over, cost)


def keep_least(
    model: RosterModel, literals: list[Any], factors: list[int], already: int, least: int, cost: int
) -> None:
    """What is taken, with `already`, is at least `least`; each unit that is missing costs `cost`."""
    lack = least - already
    if lack <= 0:
        return
    if not literals:
        model.charge(cost * lack)
        return
    short = model.cp.new_int_var(0, lack, "short")
    model.cp.add(short + cp_model.LinearExpr.weighted_sum(literals, factors) >= lack)
    model.price(short, cost)


def price_all(model: RosterModel, conditions: list[Any], cost: int) -> None:
    """A pattern that is priced: all of `conditions` (literals; True where it holds anyway) at once."""
    open_conditions = [condition for condition in conditions if condition is not True]
    if not open_conditions:
        model.charge(cost)
    elif len(open_conditions) == 1:
        model.price(open_conditions[0], cost)
    else:
        broken = model.cp.new_bool_var("broken")
        model.cp.add_bool_or([*(~condition for condition in open_conditions), broken])
        model.price(broken, cost)
