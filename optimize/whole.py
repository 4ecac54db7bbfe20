"""Linear programs in whole numbers, given to CP-SAT: exact where coefficients are fractions.

CP-SAT learns from what fails and so proves quickly that no answer within a tight limit exists, where branch and
bound would list halves of such answers one by one.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from optimize.linear import LinearProgram, Numbers
from optimize.solve import CpAnswer, cp_model, solve_cp
from quarterhour.progress import Progress
from quarterhour.result import Limits

LARGEST, EXACT = 10_000, 1e-12
"""Largest denominator that a coefficient may have, and by how much it may miss such a fraction."""


def unit(program: LinearProgram) -> Fraction | None:
    """The largest number of which every objective, less the offset, is a multiple; None where there is none.

    With it a bound may be rounded up: where all costs are multiples of 15, nothing costs between 285 and 300.
    """
    priced = program.cost != 0
    costs = [_fraction(cost) for cost in np.unique(program.cost[priced]).tolist()]
    known = [cost for cost in costs if cost is not None]
    if not known or len(known) < len(costs) or not program.integer[priced].all():
        return None
    under = math.lcm(*(cost.denominator for cost in known))
    return Fraction(math.gcd(*(int(cost * under) for cost in known)), under)


def rounded_up(program: LinearProgram, bound: float) -> float:
    """The least objective that a program may have, not below `bound`."""
    step = unit(program)
    if step is None or not math.isfinite(bound):
        return bound
    return float(step) * math.ceil((bound - program.offset) / float(step) - 1e-6) + program.offset


def solve_whole(
    program: LinearProgram,
    *,
    at_most: float,
    stage: str,
    partition: str,
    limits: Limits,
    progress: Progress | None = None,
    any_answer: bool = False,
) -> tuple[CpAnswer, Numbers] | None:
    """Solve for answers that cost `at_most`, or for `any_answer` of them; values, empty where none are found.

    The objective and bound are in `unit`s above the offset. None where a program is not of whole numbers: a
    column that is not, a coefficient that is no simple fraction, a column without bounds that costs nothing.
    """
    step, upper = unit(program), _bounded(program, at_most)
    if step is None or not program.integer.all() or upper is None:
        return None
    model = cp_model.CpModel()
    lower = np.ceil(program.lower - 1e-9).astype(np.int64).tolist()
    if (upper < program.lower - 1e-9).any():
        model.add_bool_or([])
    columns = [
        model.new_int_var(low, max(low, high), "")
        for low, high in zip(lower, np.floor(upper + 1e-9).astype(np.int64).tolist(), strict=True)
    ]
    if not _add_rows(program, model, columns):
        return None
    priced = np.flatnonzero(program.cost)
    multiples = [round(cost / float(step)) for cost in program.cost[priced].tolist()]
    total = cp_model.LinearExpr.weighted_sum([columns[place] for place in priced], multiples)
    model.add(total <= math.floor((at_most - program.offset) / float(step) + 1e-6))
    model.minimize(total)

    def tune(solver: cp_model.CpSolver) -> None:
        solver.parameters.linearization_level = 2
        solver.parameters.stop_after_first_solution = any_answer

    answer = solve_cp(model, stage=stage, partition=partition, limits=limits, progress=progress, tune=tune)
    values = np.array([answer.solver.value(column) for column in columns], float) if answer.found else np.empty(0)
    return answer, values


def _bounded(program: LinearProgram, at_most: float) -> Numbers | None:
    """Upper bounds; where there are none, what a column can cost alone, if no other column earns anything."""
    upper, cost = program.upper, program.cost
    open_ = ~np.isfinite(upper)
    if (open_ & (cost <= 0)).any() or not np.isfinite(program.lower).all():
        return None
    least = float(np.where(cost > 0, cost * program.lower, cost * np.where(open_, 0.0, upper)).sum())
    room = max(0.0, at_most - program.offset - least)
    return np.where(open_, program.lower + room / np.where(open_, cost, 1.0), upper)


def _add_rows(program: LinearProgram, model: cp_model.CpModel, columns: list[cp_model.IntVar]) -> bool:
    """Each row times the least number that makes it whole; whether all rows could be."""
    matrix = program.matrix
    known: dict[float, Fraction | None] = {}
    for row, (least, most) in enumerate(zip(program.least.tolist(), program.most.tolist(), strict=True)):
        entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
        values = matrix.data[entries].tolist()
        sides = [side for side in (least, most) if math.isfinite(side)]
        for value in (*values, *sides):
            if value not in known:
                known[value] = _fraction(value)
        fractions = [known[value] for value in (*values, *sides)]
        exact = [fraction for fraction in fractions if fraction is not None]
        if len(exact) < len(fractions):
            return False
        times = math.lcm(*(fraction.denominator for fraction in exact))
        terms = cp_model.LinearExpr.weighted_sum(
            [columns[place] for place in matrix.indices[entries]],
            [int(fraction * times) for fraction in exact[: len(values)]],
        )
        low = round(least * times) if math.isfinite(least) else cp_model.INT_MIN
        high = round(most * times) if math.isfinite(most) else cp_model.INT_MAX
        model.add_linear_constraint(terms, low, high)
    return True


def _fraction(value: float) -> Fraction | None:
    simple = Fraction(value).limit_denominator(LARGEST)
    return simple if abs(float(simple) - value) <= EXACT * max(1.0, abs(value)) else None
