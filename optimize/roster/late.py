"""What is late in a model: rare prices that would stand in a search's way, and what they come to at least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from optimize.linear import LinearProgram, Numbers
from optimize.roster.calendar import Flags
from optimize.roster.model import Band, RosterModel
from optimize.roster.relaxation import whole_bound
from optimize.roster.spending import Spending
from optimize.roster.tuning import thorough
from optimize.solve import CpAnswer, cp_model, solve_cp
from quarterhour.arrays import Ints
from quarterhour.result import Limits, Status

LATE_WORK = 0.5
"""CP-SAT's deterministic time for the least of it (measured: .01 to .04 for up to 33 people, .1 to .3 for 53)."""

SETTLED_WORK = 0.3
"""The same with what is settled beside it (measured: .2 for 33 people, not within 1.0 for 53)."""

EASED = 16
"""What an eased price is divided by until late ones count (measured on 40 units: weekends at ten thousand points a
day, by quarters, leave 459 places open and 1,751 thousand points from the beginning, eased at first 452 and 1,726;
with the bound eased too 454 and 1,728, .4% lower)."""


@dataclass(frozen=True)
class _Settled:
    """What CP-SAT says of late variables, maybe settled ones, and open places of `kinds` (G,) that count for them.

    `costs` are those of a unit of each of the `variables`, all others out of view.
    """

    variables: list[Any]
    kinds: Flags
    answer: CpAnswer
    costs: Ints

    @property
    def proven(self) -> bool:
        """Whether no roster costs less."""
        return self.answer.proof.status is Status.OPTIMAL


@dataclass(frozen=True)
class Late:
    """The late prices of a model (P people, G kinds of duty, V variables).

    Their least is asked of CP-SAT with all other costs out of view, which proves it at once (measured: .1 s for 33
    people, .5 s for 53). A relaxation sees less: people stay apart by whole duties, of which it gives everybody
    parts.
    """

    model: RosterModel
    spending: Spending

    def due(self, taken: Flags) -> bool:
        """Whether a roster (P, G) has something to pay for them."""
        return bool(self.model.late) and any(band.beyond(taken).any() for band in self.model.late_bands)

    def beyond_least(self, program: LinearProgram, values: Numbers) -> bool:
        """Whether values (V,) pay more for them than they must, at the costs of the whole program."""
        late = _columns(self.model.late)
        return bool(program.cost[late] @ values[late] > self.least)

    @cached_property
    def least(self) -> float:
        """What they cost at least in any roster, in objective units."""
        return _bound(*self._alone(self.model.late))

    @cached_property
    def start(self) -> Flags | None:
        """(P, G) the duties that count for them, given so that they and open places among these cost least.

        So are those that count for what is settled with them (measured: six outlets of 33 people end within .9% of
        their bound, 3.1% where nights are not), where that is proven. None where nothing is.
        """
        found = self._with_places
        if not found.proven:
            return None
        values = np.asarray(found.answer.solver.response_proto.solution, dtype=float)
        return self.model.taken_in(values) & found.kinds

    def without(self, program: LinearProgram) -> LinearProgram:
        """All variables, late ones at no cost, and none of the rows in which one of these stands."""
        marks = np.zeros(len(program.cost))
        marks[_columns(self.model.late)] = 1
        rows = np.flatnonzero(abs(program.matrix) @ marks == 0)
        cost = np.where(marks > 0, 0.0, program.cost)
        least, most, matrix = program.least[rows], program.most[rows], csr_array(program.matrix[rows])
        return replace(program, cost=cost, least=least, most=most, matrix=matrix)

    def eased(self, program: LinearProgram) -> LinearProgram:
        """The same program with eased prices."""
        cost, eased = program.cost.copy(), _columns(self.model.eased)
        cost[eased] = cost[eased] // EASED
        return replace(program, cost=cost)

    def held(self, program: LinearProgram) -> LinearProgram:
        """With rows that every roster keeps: they cost their least or more, alone and with places beside them.

        Open places may cost more in the program than in the model (`staying`): what is a least then is one still.
        """
        found = self._with_places
        known = [(self.model.late, self.least), (found.variables, _bound(found.answer, found.costs))]
        rows = np.zeros((len(known), len(program.cost)))
        for row, (variables, _) in zip(rows, known, strict=True):
            columns = _columns(variables)
            row[columns] = program.cost[columns]
        return replace(
            program,
            least=np.append(program.least, [least for _, least in known]),
            most=np.append(program.most, np.full(len(known), np.inf)),
            matrix=csr_array(vstack([program.matrix, csr_array(rows)])),
        )

    @cached_property
    def _with_places(self) -> _Settled:
        """They with open places and what is settled with them; without that where it takes too much work."""
        model = self.model
        if model.settled:
            bands = [*model.late_bands, *model.settled_bands]
            found = self._settle([*model.late, *model.settled], bands, SETTLED_WORK)
            if found.proven:
                return found
        return self._settle(model.late, model.late_bands)

    def _settle(self, variables: list[Any], bands: Sequence[Band], work: float = LATE_WORK) -> _Settled:
        kinds: Flags = np.any([band.counts > 0 for band in bands], axis=0)
        shown = [*variables, *(self.model.missing[kind] for kind in np.flatnonzero(kinds))]
        return _Settled(shown, kinds, *self._alone(shown, work))

    def _alone(self, variables: Sequence[Any], work: float = LATE_WORK) -> tuple[CpAnswer, Ints]:
        """A roster in which these variables cost least, and what a unit of each costs; the work is spent."""
        prices = Counter[int]()
        for term, cost in zip(self.model.whole.terms, self.model.whole.costs, strict=True):
            prices[term.index] += cost
        costs: Ints = np.asarray([prices[variable.index] for variable in variables], dtype=np.int64)
        alone = self.model.cp.clone()
        alone.minimize(cp_model.LinearExpr.weighted_sum(list(variables), costs.tolist()))
        seconds = self.spending.seconds_left
        seconds = None if seconds is None else max(seconds, 0.0)
        limits = Limits(seconds=seconds, work=work, seed=self.spending.limits.seed)
        unit = self.model.facts.unit.name
        answer = solve_cp(alone, stage="roster", partition=unit, limits=limits, tune=thorough)
        self.spending.spent += answer.solver.response_proto.deterministic_time
        return answer, costs


def _bound(answer: CpAnswer, costs: Ints) -> float:
    """What an answer proves: a whole number of times what the costs share."""
    shared = max(int(np.gcd.reduce(costs)), 1)
    return shared * max(0.0, whole_bound((answer.proof.bound or 0.0) / shared))


def _columns(variables: Iterable[Any]) -> Ints:
    """Where variables stand."""
    return np.asarray([variable.index for variable in variables], dtype=np.int64)
