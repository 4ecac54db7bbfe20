"""Small models of parts of a roster: some decisions are open, all else stands as it is.

Of the rows of the whole model stay those that an open decision can reach: variables of rules (slack, marks,
levels) are open where a row ties them to something that is, directly or through others, unless an equation with
nothing else open in it says what they are. What is out of reach would come out as it is now. So the best of the
small model is the best of the whole one with all other decisions fixed, without presolving the whole one again for
each part (measured: a fifth to a twentieth of the time).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from optimize.linear import Flags, LinearProgram, Numbers
from optimize.roster.rows import ENDLESS
from optimize.solve import cp_model, solve_cp
from quarterhour.result import Limits, Status


@dataclass(frozen=True)
class Answered:
    """What came out of a part.

    Attributes
    ----------
    values
        (V,) of all variables, None where none were found.
    cost
        Their objective.
    work, size
        CP-SAT's deterministic time; variables and rows handed to it.
    solved
        Whether nothing better is possible.
    """

    values: Numbers | None
    cost: float
    work: float
    size: int
    solved: bool


@dataclass(frozen=True)
class Parts:
    """A program (V variables) of which parts are solved.

    Attributes
    ----------
    decisions
        (V,) all other variables follow from these.
    """

    program: LinearProgram
    decisions: Flags

    def reached(self, chosen: Flags) -> Flags:
        """(V,) the `chosen` decisions and the variables of rules that they can move."""
        movable = self._movable(chosen)
        reached = chosen
        while True:
            rows = self._touches @ reached.astype(float) > 0
            wider = (self._touched_by @ rows.astype(float) > 0) & movable
            if (wider == reached).all():
                return reached
            reached = wider

    def _movable(self, chosen: Flags) -> Flags:
        """(V,) without those that an equation settles in which nothing else is open."""
        movable = chosen | ~self.decisions
        equations = self.program.least == self.program.most
        while True:
            alone = equations & (self._touches @ movable.astype(float) == 1)
            settled = (self._touched_by @ alone.astype(float) > 0) & movable & ~chosen
            if not settled.any():
                return movable
            movable &= ~settled

    def solve(
        self,
        values: Numbers,
        free: Flags,
        *,
        stage: str,
        limits: Limits,
        tune: Callable[[cp_model.CpSolver], None],
    ) -> Answered:
        """The best values of the `free` variables, all others at their `values`, from these."""
        columns = np.flatnonzero(free)
        part = _binding(self.program.within(columns, values))
        answer = solve_cp(_model(part, values[columns]), stage=stage, limits=limits, tune=tune)
        work, size = answer.solver.response_proto.deterministic_time, sum(part.matrix.shape)
        solved = answer.proof.status in (Status.OPTIMAL, Status.INFEASIBLE)
        if not answer.found:
            return Answered(None, np.inf, work, size, solved)
        found = values.copy()
        found[columns] = answer.solver.response_proto.solution
        return Answered(found, self.program.value(found), work, size, solved)

    @cached_property
    def _touches(self) -> csr_array:
        """(R, V) 1 where a variable stands in a row."""
        matrix = self.program.matrix
        return csr_array((np.ones(len(matrix.data)), matrix.indices, matrix.indptr), shape=matrix.shape)

    @cached_property
    def _touched_by(self) -> csr_array:
        """(V, R) the same the other way round."""
        return csr_array(self._touches.T)


def _binding(part: LinearProgram) -> LinearProgram:
    """Without the rows that hold whatever the variables are."""
    up, down = part.matrix.maximum(0), part.matrix.minimum(0)
    lowest, highest = up @ part.lower + down @ part.upper, up @ part.upper + down @ part.lower
    rows = np.flatnonzero((lowest < part.least) | (highest > part.most))
    return replace(part, matrix=csr_array(part.matrix[rows]), least=part.least[rows], most=part.most[rows])


def _model(part: LinearProgram, values: Numbers) -> cp_model.CpModel:
    """The part for CP-SAT, with values to begin from; as its message, as expressions take twice the time."""
    cp = cp_model.CpModel()
    message, cost = cp.proto, _whole(part.cost)
    for domain in zip(_whole(part.lower), _whole(part.upper), strict=True):
        message.variables.add().domain.extend(domain)
    ends, columns, factors = part.matrix.indptr.tolist(), part.matrix.indices.tolist(), _whole(part.matrix.data)
    for row, sides in enumerate(zip(_whole(part.least), _whole(part.most), strict=True)):
        linear = message.constraints.add().linear
        linear.vars.extend(columns[ends[row] : ends[row + 1]])
        linear.coeffs.extend(factors[ends[row] : ends[row + 1]])
        linear.domain.extend(sides)
    message.objective.vars.extend(range(len(cost)))
    message.objective.coeffs.extend(cost)
    message.solution_hint.vars.extend(range(len(cost)))
    message.solution_hint.values.extend(_whole(values))
    return cp


def _whole(numbers: Numbers) -> list[int]:
    """As whole numbers, infinite ones as those that no sum reaches."""
    whole: list[int] = np.rint(numbers.clip(-ENDLESS, ENDLESS)).astype(np.int64).tolist()
    return whole
