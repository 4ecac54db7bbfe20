"""The peer: shift design as anybody would write it for CP-SAT, cover by slot and no cuts."""

from __future__ import annotations

from optimize.shifts.design import DesignProblem
from optimize.solve import cp_model, solve_cp
from quarterhour.result import Limits, Proof


def plain_cp(problem: DesignProblem, limits: Limits) -> Proof:
    """One place, no breaks, a rule on duties only where it must hold; prices are whole numbers."""
    model, prices, rule = cp_model.CpModel(), problem.prices, problem.duties
    need = {int(one["slot"]): int(one["people"]) for one in problem.need.to_dict("records")}
    most = max(need.values())
    there: dict[int, list[cp_model.IntVar]] = {slot: [] for slot in range(problem.week)}
    exists, terms = [], []
    for shift in problem.shifts.to_dict("records"):
        used = model.new_bool_var("")
        exists.append(used)
        for day in problem.fits.loc[problem.fits["shift"] == shift["shift"], "day"]:
            people = model.new_int_var(0, most, "")
            model.add(people == 0).only_enforce_if(~used)
            terms.append((people, int(shift["length"])))
            for offset in range(int(shift["length"])):
                there[(int(day) * problem.slots + int(shift["start"]) + offset) % problem.week].append(people)
    overs, unders = [], []
    for slot, on_duty in there.items():
        over, under = model.new_int_var(0, 10 * most, ""), model.new_int_var(0, need.get(slot, 0), "")
        model.add(cp_model.LinearExpr.sum(on_duty) - over + under == need.get(slot, 0))
        overs.append(over)
        unders.append(under)
    if prices.under is None:
        model.add(sum(unders) == 0)
    if rule is not None:
        minutes = 1440 // problem.slots
        model.add(
            sum(round(100 * (rule.most * minutes * length - rule.minutes)) * people for people, length in terms)
            >= 0
        )
    under_price = int(prices.under or 0)
    model.minimize(int(prices.over) * sum(overs) + under_price * sum(unders) + int(prices.shift) * sum(exists))
    return solve_cp(model, stage="shifts.design", partition="peer", limits=limits).proof
