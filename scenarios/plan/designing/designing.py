"""Shifts for each group of outlets: cost over distinct shifts, the suggested ones, the present ones beside.

For each group one typical week is covered with at most k distinct shifts, k = 1 .. most, at least cost: pay,
people missing, people beyond need. The present shift types are put to the same week at the same prices, once with
all their starts and once with as many distinct shifts as suggested; what that finds within the rules is also where
the suggested ones begin.
"""

from __future__ import annotations

import pandas as pd

from optimize.shifts.design import evaluate
from quarterhour.messages import Message
from quarterhour.progress import Progress
from quarterhour.result import Proof
from scenarios.network.model import Network
from scenarios.plan.designing.candidates import designed, off_grid, undivided
from scenarios.plan.designing.points import Solved, group_points
from scenarios.plan.designing.problem import unreached
from scenarios.plan.designing.tables import as_shift_types, cover_table, duty_table, shift_table
from scenarios.plan.designing.typical import groups, typical_week
from scenarios.plan.designing.values import NotDesignedError, ShiftDesign, ShiftRules
from scenarios.plan.staffing import shift_types
from scenarios.plan.stored import premises_of
from scenarios.plan.values import Plan

STAGE = "shifts.design"
SHORTEST_STEP = 30
"""Minutes between starts unless said otherwise."""


def design_shifts(
    network: Network, plan: Plan, rules: ShiftRules, progress: Progress | None = None
) -> ShiftDesign:
    """Suggested shifts of every group, with the curve and the present shift types beside.

    Raises
    ------
    NotDesignedError
        With all that the plan, the network or the rules lack.
    """
    progress = progress or Progress()
    step = max(SHORTEST_STEP, network.grid.grain) if rules.step is None else rules.step
    problems = tuple(wrong_rules(rules, step, network, plan))
    if problems or plan.requirement is None or plan.requirement.pools.empty:
        raise NotDesignedError(problems)
    changed = premises_of(network, plan).network
    week = typical_week(plan.requirement.pools, changed.grid)
    members = groups(changed, week["outlet"].drop_duplicates())
    lost = set(week["outlet"]) - set(members["outlet"])
    if lost:
        raise NotDesignedError((Message("staff.design_other_network", {"outlets": ", ".join(sorted(lost))}),))
    prices = prices_of(changed, rules)
    types = undivided(shift_types(changed, changed.grid))
    bare = sorted(set(members.loc[~members["outlet"].isin(types["outlet"]), "kind"]))
    if bare:
        raise NotDesignedError((Message("staff.design_no_types", {"kinds": ", ".join(bare)}),))
    points: list[tuple[str, list[Solved], int]] = []
    names = list(dict.fromkeys(members["group"]))
    for number, name in enumerate(names):
        own = members[members["group"] == name]
        group_week = week[week["outlet"].isin(own["outlet"])]
        group_types = types[types["outlet"] == own["outlet"].iloc[0]]
        free = designed(group_types, rules, step, changed.grid)
        points.append(group_points(name, group_week, group_types, free, rules, prices, changed))
        progress.report(STAGE, (number + 1) / len(names))
        if progress.stopped:
            break
    return _told(points, members, types, prices, changed, step)


def wrong_rules(rules: ShiftRules, step: int, network: Network, plan: Plan) -> list[Message]:
    """All that keeps shifts from being designed."""
    wrong = []
    if plan.requirement is None or plan.requirement.pools.empty:
        wrong.append(Message("staff.design_no_requirement"))
    if not network.has("contracts") and rules.hour is None:
        wrong.append(Message("requirement.no_hourly_rate"))
    if step % network.grid.grain or 1440 % step:
        wrong.append(Message("staff.design_step", {"step": step, "grain": network.grid.grain}))
    if rules.shortest > rules.longest:
        wrong.append(Message("staff.design_lengths", {"shortest": rules.shortest, "longest": rules.longest}))
    if rules.shortest * 60 % network.grid.grain:
        wrong.append(Message("staff.design_grain", {"shortest": rules.shortest, "grain": network.grid.grain}))
    return wrong


def prices_of(network: Network, rules: ShiftRules) -> dict[str, float]:
    """Money an hour: paid, short, idle; the mean of the contracts in use, and the network's prices, by default."""
    contracts = network.table("contracts")
    if network.has("employees"):
        contracts = network.table("employees")[["contract"]].merge(contracts, on="contract")
    mean = float(contracts["hourly_rate"].astype(float).mean()) if len(contracts) else 0.0
    settings = network.settings
    return {
        "hour": mean if rules.hour is None else rules.hour,
        "shortage": settings.price_shortage if rules.shortage is None else rules.shortage,
        "idle": settings.price_idle if rules.idle is None else rules.idle,
    }


def _told(
    points: list[tuple[str, list[Solved], int]],
    members: pd.DataFrame,
    types: pd.DataFrame,
    prices: dict[str, float],
    network: Network,
    step: int,
) -> ShiftDesign:
    """All tables; every figure is counted again from the duties."""
    grid = network.grid
    hours = grid.grain / 60
    curve, rows, shifts, duties, cover = [], [], [], [], []
    proofs: list[Proof] = []
    for name, solved, chosen in points:
        for one in solved:
            figures = evaluate(one.problem, one.design.duties)
            proof = one.design.proof
            proofs.append(proof)
            curve.append(
                {
                    "group": name,
                    "choice": one.choice,
                    "shifts": one.problem.most_shifts,
                    "used": figures.shifts,
                    "cost": figures.cost,
                    "bound": proof.bound,
                    "status": str(proof.status),
                    "gap": proof.gap,
                    "seconds": proof.seconds,
                    "paid_hours": figures.paid * hours,
                    "over_hours": figures.over * hours,
                    "under_hours": figures.under * hours,
                }
            )
        best, now, same = solved[chosen - 1], solved[-2], solved[-1]
        own = members[members["group"] == name]
        rows.append(
            {
                "group": name,
                "kind": own["kind"].iloc[0],
                "outlets": ";".join(own["outlet"]),
                "hours": own["hours"].iloc[0],
                "chosen": chosen,
                "cost": evaluate(best.problem, best.design.duties).cost,
                "present": evaluate(now.problem, now.design.duties).cost,
                "present_shifts": len(now.design.shifts),
                "present_same": evaluate(same.problem, same.design.duties).cost,
                "unreached_hours": unreached(best.problem) * hours,
                "off_grid": ";".join(off_grid(types[types["outlet"] == own["outlet"].iloc[0]], grid)),
            }
        )
        shifts.append(shift_table(name, best.design, best.candidates, grid))
        duties.append(duty_table(name, best.design, best.candidates, grid))
        cover.append(cover_table(name, best.design, now.design, grid))
    found = pd.concat(shifts, ignore_index=True)
    groups_ = pd.DataFrame(rows)
    return ShiftDesign(
        groups=groups_,
        curve=pd.DataFrame(curve).astype({"shifts": "float64", "bound": "float64", "gap": "float64"}),
        shifts=found,
        duties=pd.concat(duties, ignore_index=True),
        cover=pd.concat(cover, ignore_index=True),
        shift_types=as_shift_types(found, groups_, network, step),
        prices=pd.DataFrame({"price": list(prices), "money": list(prices.values())}),
        proofs=tuple(proofs),
    )
