"""The joint choice of consolidation: what was chosen fits together, is worth what it says, and is the best."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from scenarios.evaluate.crew import rows
from scenarios.evaluate.finding import Finding, differ
from scenarios.evaluate.floors import first_broken
from scenarios.evaluate.flows import Option, added, flow, stranded
from scenarios.evaluate.sheet import FREEING, Sheet

MOST = 5_000
"""Combinations up to which all are tried."""


def check_joint(sheet: Sheet) -> Iterator[Finding]:
    """The chosen options can be had together and are worth what the proof says; no other combination is better."""
    table = [row for row in rows(sheet.facts.table("coverage_options")) if row["outlet"] in sheet.busy.load]
    every: dict[str, list[Option]] = {}
    for row in table:
        every.setdefault(row["outlet"], []).append(sheet.read(row))
    chosen = [sheet.read(row) for row in table if row["chosen"]]
    for outlet, options in every.items():
        for kind in ("keep", "merge", "convert"):
            if [option.option for option in options].count(kind) != 1:
                yield Finding("option_kinds", outlet, f"one option {kind}", "none or several")
    apart = misfit(sheet, chosen)
    if apart:
        yield Finding("chosen_together", "options", "all can be carried out", apart)
    money = worth(sheet, chosen)
    proofs = [one for one in sheet.facts.plan["stages"]["coverage"]["proofs"] if one["stage"] == "consolidation"]
    for proof in proofs:
        if differ(money, proof["objective"]):
            yield Finding("chosen_worth", "options", f"{money}", f"{proof['objective']}")
        if proof["status"] == "optimal" and math.prod(len(options) for options in every.values()) <= MOST:
            fitting = (list(one) for one in itertools.product(*every.values()) if not misfit(sheet, list(one)))
            best = max((worth(sheet, one) for one in fitting), default=-math.inf)
            if best > money + 1e-6 * max(1.0, abs(money)):
                yield Finding("chosen_best", "options", f"{best}", f"{money}")


def worth(sheet: Sheet, chosen: list[Option]) -> float:
    """Money a month against keeping all: savings, one-off money spread, customers lost, residents gained."""
    value = sum(sheet.money(option, sheet.alone(option))["value"] for option in chosen)
    gained = sheet.circles.covered_after(chosen) - sheet.circles.covered_after([])
    return value + sheet.facts.network.settings.price_resident_unserved * gained


def freed_together(sheet: Sheet, chosen: list[Option]) -> float:
    """People freed once all options are carried out, customers of all outlets arriving together."""
    gone = frozenset(option.outlet for option in chosen if option.option != "keep")
    freeing = [option for option in chosen if option.option in FREEING]
    flows = [(option, flow(sheet.facts, sheet.busy, sheet.minutes, option, gone)) for option in freeing]
    people = sum(sheet.staff.get(option.outlet, (0, 0.0))[0] for option in freeing)
    return max(float(people - sheet.needed_elsewhere(flows)), 0.0)


def misfit(sheet: Sheet, chosen: list[Option]) -> str:
    """Why the options can not be carried out together, "" where they can; who changes receives nobody."""
    settings = sheet.facts.network.settings
    for option in chosen:
        if sheet.refusal(option, sheet.alone(option)):
            return f"{option.outlet} {option.option} is refused"
    sites = [option.target for option in chosen if option.option == "move"]
    if len(set(sites)) < len(sites):
        return "two move to one site"
    spent = sum(sheet.money(option, sheet.alone(option))["one_off"] for option in chosen)
    if settings.budget is not None and spent > settings.budget + 1e-6:
        return f"{spent} is over the budget"
    short = first_broken(sheet.floors, sheet.circles.inside(sheet.circles.after(chosen)))
    if short:
        return f"too few are covered of {short.scope}"
    gone = frozenset(option.outlet for option in chosen if option.option != "keep")
    load: dict[str, float] = {}
    for option in chosen:
        moved = flow(sheet.facts, sheet.busy, sheet.minutes, option, gone | {option.outlet})
        if option.option != "keep" and stranded(sheet.facts, option, moved):
            return f"customers of {option.outlet} find no outlet"
        for to, more in added(sheet.busy, option, moved).items():
            load[to] = load.get(to, 0.0) + more
    over = sorted(to for to, more in load.items() if more > sheet.busy.room(to) + 1e-9)
    return f"{', '.join(over)} overfull" if over else ""
