"""Plans one partition: at once where it is small, else by price, reconciliation and repair.

The joint model of a city's week has tens of thousands of columns. Its linear relaxation is solved whole; the dual
values of the rows that tie outlets and days together (weekly limits, loans out, offers) become prices of people,
and at these prices each outlet and day is planned exactly, alone. The sum is a bound on the joint model that is
at least the relaxation's (Lagrangian relaxation, Geoffrion 1974), and close, as the ties are few. The plans of the
outlets differ from a joint plan only where loans do not meet or a week is overdrawn: loans are reconciled, held,
and the outlets whose rows are broken then are planned again, each over its whole week. A lender that can not keep
its loans takes them back, and so do its receivers.

All steps are repeatable: they are limited by nodes and gaps, by the clock only where limits ask for it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from optimize.linear import Ids, LinearProgram, Numbers
from optimize.shifts.blocks import STAGE, Budget, planned, rounded
from optimize.shifts.lenders import lending, reconciled
from optimize.shifts.model import StaffModel
from optimize.shifts.partitions import Part
from quarterhour.result import Limits

SMALL = 600
"""Integer columns up to which a partition is solved at once."""


@dataclass(frozen=True)
class Found:
    """Values of all columns of a model, and a bound on its least cost."""

    values: Numbers
    bound: float


def search(part: Part, model: StaffModel, limits: Limits) -> Found:
    """The best plan within the limits, and what it can at best cost."""
    budget = Budget(part.name, limits, time.perf_counter())
    if model.program.integer.sum() <= SMALL:
        values, bound = budget.solve(model.program, limits.gap, limits.nodes)
        return Found(rounded(model.program, values), bound)
    root, _, duals = model.program.solve_relaxed(stage=STAGE, partition=part.name, limits=Limits(seed=limits.seed))
    tied = np.zeros(len(model.program.least), dtype=bool)
    tied[model.ties] = True
    alone = [planned(columns, program, budget) for columns, program in model.program.priced(tied, duals).parts()]
    bound = max(root.proof.bound or -np.inf, sum(block.bound for block in alone))
    values = reconciled(part, model, alone, budget)
    return Found(_repaired(model, values, budget), bound)


def _repaired(model: StaffModel, values: Numbers, budget: Budget) -> Numbers:
    """Hold the loans, and plan again every outlet whose rows are broken; loans it can not keep are taken back."""
    shared = model.shared
    held = np.concatenate([shared["column"], model.lenders["column"], model.lenders["lends"]])
    while True:
        program = model.program.fixed(held, values[held])
        values, stuck = _mended(program, values, budget)
        if not len(stuck):
            return values
        pools = set(model.duties.loc[model.duties["column"].isin(stuck), "p"])
        back = shared["lender_p"].isin(pools) | shared["to_p"].isin(pools)
        values[shared.loc[back, "column"]] = 0.0
        values = lending(model, values)


def _mended(program: LinearProgram, values: Numbers, budget: Budget) -> tuple[Numbers, Ids]:
    """Values that keep all rows, where there are any, and the columns of the parts where there are none."""
    values, stuck = values.copy(), []
    values[program.lower == program.upper] = program.lower[program.lower == program.upper]
    for columns, part in program.parts():
        whole = np.flatnonzero(part.integer)
        kept, found = (
            part.fixed(whole, values[columns][whole])
            .relaxed()
            .solve(stage=STAGE, partition=budget.name, limits=Limits(seed=budget.limits.seed))
        )
        if not kept.found:
            found, _ = budget.solve_block(part)
        if len(found):
            values[columns] = found
        else:
            stuck.append(columns)
    return rounded(program, values), np.concatenate(stuck) if stuck else np.empty(0, np.int64)
