"""Plans one partition: at once where it is small, else by prices, agreed loans, mending and improvement.

The joint model of a city's week has tens of thousands of columns. Its linear relaxation is solved first; the dual
values of the rows that tie outlets together (loans out, offers) become prices of people, limits of weeks and desks
that are far from binding are left out, and each pool and day, or each week where its limits bind, is bounded
alone at these prices. The sum of these bounds is one on the joint model, at least the relaxation's (Lagrangian
relaxation, Geoffrion 1974) and close, as the ties are few.

Where the relaxation's lenders have people to spare, plans at these prices differ from a joint plan only where
loans do not meet, and these are reconciled. Where its lenders are short themselves, prices would ask for loans
that nobody gives, and the plan is made from the relaxation's own loans (`agreed`). Loans are then held, pools
whose rows are broken are planned again (`mended`), and at last pools with something to gain, with the loans into
them free.

All steps are repeatable: they are limited by nodes and gaps, by the clock only where limits ask for it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimize.linear import Flags, Numbers
from optimize.shifts.agreed import agreed, by_short_lenders
from optimize.shifts.blocks import Bounded, Budget, bounded, planned, rounded
from optimize.shifts.effort import Effort
from optimize.shifts.improve import improved
from optimize.shifts.lenders import reconciled
from optimize.shifts.mended import mended
from optimize.shifts.model import StaffModel
from optimize.shifts.partitions import Part
from optimize.shifts.relaxed import Relaxed, relaxed
from quarterhour.result import Limits

SMALL = 600
"""Integer columns up to which a partition is solved at once."""
SPARE = 0.1
"""Share of a weekly limit that must be left, in the linear relaxation, for it to be taken as not binding."""
MISLED = 0.25
"""Share of the relaxation's loans, by lenders who are short that day, above which plans at prices are no start
(measured: shares of 0.00 to 0.15 in the sample's weeks, 0.63 and 0.68 in cities of 100 and 500 outlets)."""
EPSILON = 1e-6


@dataclass(frozen=True)
class Found:
    """Values of all columns of a model, and a bound on its least cost."""

    values: Numbers
    bound: float


def search(part: Part, model: StaffModel, limits: Limits, processes: int = 1) -> Found:
    """The best plan within the limits, and what it can at best cost."""
    budget = Budget(part.name, limits, time.perf_counter(), processes)
    if model.program.integer.sum() <= SMALL:
        values, bound = budget.solve(model.program, Effort(limits.gap))
        return Found(rounded(model.program, values), bound)
    root = relaxed(model, budget)
    far = _far(model, root)
    ties = far.copy()
    ties[model.ties] = True
    parts = model.program.priced(ties, root.duals).parts()
    alone: Sequence[Bounded]
    if by_short_lenders(model, root.values) > MISLED:
        alone = bounded(parts, budget)
        values = agreed(model, root, far, budget)
    else:
        alone = blocks = planned(parts, budget)
        values = reconciled(part, model, blocks, budget)
    bound = max(root.bound, sum(block.bound for block in alone))
    values = mended(model, values, np.abs(root.duals), budget)
    return Found(improved(model, values, bound, alone, budget), bound)


def _far(model: StaffModel, root: Relaxed) -> Flags:
    """Limits of weeks and desks that are far from binding in the relaxation."""
    program = model.program
    room = program.most - program.matrix @ root.values
    loose = (room >= np.maximum(SPARE * np.abs(program.most), 1.0)) & (np.abs(root.duals) < EPSILON)
    far = np.zeros(len(program.least), dtype=bool)
    within = np.concatenate([model.weeks, model.desks])
    far[within] = loose[within]
    return far
