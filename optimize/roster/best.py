"""One unit's best roster so far: the values of all variables, what they cost, and parts of them solved anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimize.linear import LinearProgram, Numbers
from optimize.roster.calendar import Flags
from optimize.roster.late import Late
from optimize.roster.least_open import least_open
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.part import Answered, Parts
from optimize.roster.rows import program_of
from optimize.roster.spending import Spending
from optimize.roster.staying import beside_cost
from optimize.roster.tuning import thorough
from quarterhour.arrays import Ints
from quarterhour.result import Limits

STAGE = "roster"
PART_WORK, LEAST_OPEN = 1.5e-4, 200
"""CP-SAT's deterministic time for each decision that a neighbourhood opens, and for how many at least."""
EVEN_WORK = 4e-4
"""The same where evenness comes first: these parts take longer, and are few."""
HANDLING_WORK = 6e-6
"""Work charged for each variable and row handed over: CP-SAT does not count reading them."""


@dataclass
class Best:
    """The best values of all variables so far (none at first), their cost, a bound, and what was spent on them.

    What is late in the model costs nothing, and what is eased little, until this is `complete`. The cost has in it
    what is counted `beside` it (`staying`); `objective` is without.
    """

    model: RosterModel
    spending: Spending
    values: Numbers | None = None
    cost: float = np.inf
    bound: float = 0.0
    complete: bool = False

    @cached_property
    def parts(self) -> Parts:
        """The model as rows, to be solved in parts; at first without what is late and with eased prices."""
        decisions = np.zeros(len(self._whole.cost), dtype=bool)
        decisions[self.model.decisions] = True
        return Parts(self.late.eased(self._without_late), decisions)

    @property
    def priced(self) -> LinearProgram:
        """The program with what it costs, and no more; what is late costs its least where that is something."""
        held = self.complete and self.late.least > 0
        program = self.late.held(self._whole) if held else self._without_late
        return replace(program, cost=program.cost - self._beside)

    @cached_property
    def late(self) -> Late:
        """What is late in the model."""
        return Late(self.model, self.spending)

    @property
    def later_than_least(self) -> bool:
        """Whether what is late counts and costs more than it must."""
        return self.complete and self.values is not None and self.late.beyond_least(self._whole, self.values)

    @property
    def objective(self) -> float:
        """What the values cost, and no more."""
        return self.cost if self.values is None else self.cost - self.beside(self.values)

    def beside(self, values: Numbers) -> float:
        """What the search counts beside the cost of values."""
        return float(self._beside @ values)

    @cached_property
    def _beside(self) -> Numbers:
        return beside_cost(self.model)

    @property
    def unit(self) -> str:
        """Its name."""
        return self.model.facts.unit.name

    @property
    def taken(self) -> Flags:
        """(P, G) who has which duty; nobody any without values."""
        nobody = np.zeros(self.model.allowed.shape, dtype=bool)
        return nobody if self.values is None else self.model.taken_in(self.values)

    @property
    def holes(self) -> bool:
        """Whether places are left open that a day alone could fill."""
        return bool((self.open_by_day > self.least_open).any())

    @property
    def cheapest_open(self) -> float:
        """What the cheapest of the places left open costs; none are without values."""
        if self.values is None:
            return np.inf
        missing = np.asarray([places.index for places in self.model.missing], dtype=np.int64)
        return float(self.parts.program.cost[missing[self.values[missing] > 0]].min(initial=np.inf))

    @property
    def open_by_day(self) -> Ints:
        """(D,) places left open."""
        missing = self.places - self.taken.sum(axis=0)
        return np.bincount(self._day, missing, self.model.facts.calendar.days).astype(np.int64)

    @cached_property
    def least_open(self) -> Ints:
        """(D,) those of them that nobody can be found for."""
        return least_open(self.model.allowed, self._day, self.places, self.model.facts.calendar.days)

    @property
    def open_in_vain(self) -> int:
        """Places left open that a day alone could fill."""
        return int((self.open_by_day - self.least_open).sum())

    @property
    def places(self) -> Ints:
        """(G,) people asked for."""
        places: Ints = self.model.facts.kinds["people"].to_numpy(np.int64)
        return places

    @property
    def _day(self) -> Ints:
        day: Ints = self.model.facts.kinds["day_number"].to_numpy(np.int64)
        return day

    @property
    def proven(self) -> bool:
        """Whether nothing better is possible: costs are whole numbers."""
        return self.objective - self.bound < 1

    @property
    def close(self) -> bool:
        """Whether the gap is as small as it need be."""
        return self.proven or self.objective - self.bound <= self.spending.limits.gap * abs(self.objective)

    def owners(self) -> Ints:
        """(V,) whose decision a variable is, -1 for those that follow from decisions."""
        owner = np.full(len(self.parts.decisions), -1, dtype=np.int64)
        owner[self.model.decisions] = np.argwhere(self.model.allowed)[:, 0]
        return owner

    def open(self, values: Numbers, pairs: Flags) -> bool:
        """Open these `pairs` (of those allowed, in their order), all else as in `values`; whether it is solved."""
        return self._solve_part(values, self._reached(pairs))

    def _reached(self, pairs: Flags) -> Flags:
        """(V,) the variables that these `pairs` can move."""
        chosen = np.zeros(len(self.parts.decisions), dtype=bool)
        chosen[self.model.decisions[pairs]] = True
        return self.parts.reached(chosen)

    def even_first(self, pairs: Flags, people: Ints) -> None:
        """Open these `pairs` with all else but the evenness of `people`, a group, and open places out of view.

        What comes of it is bettered with everything in view, and kept if it costs no more than now.
        """
        even, values, cost = self._outside(people), self.values, self.parts.program.cost
        if values is None or cost[even] @ values[even] <= 0:
            return
        free = self._reached(pairs)
        first = np.concatenate([even, [places.index for places in self.model.missing]]).astype(np.int64)
        seen = np.zeros(len(cost))
        seen[first] = cost[first]
        narrowed = replace(self.parts, program=replace(self.parts.program, cost=seen))
        answer = self._ask(narrowed, values, free, EVEN_WORK)
        if answer.values is not None and cost[even] @ answer.values[even] < cost[even] @ values[even]:
            self._solve_part(answer.values, free)

    def _outside(self, people: Ints) -> Ints:
        """The variables of what lies outside the bands of a group."""
        groups = zip(self.model.bands, self.model.outside, strict=True)
        steps = [step for band, steps in groups if np.array_equal(band.members, people) for step in steps]
        return np.asarray([step.index for step in steps], dtype=np.int64)

    def price_all(self) -> None:
        """Count from now on what is late too, and all of what is eased."""
        if (self.model.late or self.model.eased) and not self.complete:
            self.complete, taken = True, self.taken
            self.parts = replace(self.parts, program=self._whole)
            if self.values is not None:
                self.restart(taken)

    @cached_property
    def _whole(self) -> LinearProgram:
        """The model as rows."""
        program = program_of(self.model.cp)
        return replace(program, cost=program.cost + self._beside)

    @cached_property
    def _without_late(self) -> LinearProgram:
        """The same without what is late."""
        return self.late.without(self._whole)

    def restart(self, taken: Flags) -> None:
        """Begin anew from a roster, whatever it costs."""
        self.values, self.cost = None, np.inf
        self.tighten(taken)

    def tighten(self, taken: Flags) -> None:
        """Solve what follows from the decisions: slack that a search has left is not charged."""
        values = np.zeros(len(self.parts.decisions))
        values[self.model.decisions] = taken[self.model.allowed]
        self._solve_part(values, ~self.parts.decisions)

    def _solve_part(self, values: Numbers, free: Flags) -> bool:
        """Keep what is no worse; whether nothing better is possible with these variables free."""
        answer = self._ask(self.parts, values, free, PART_WORK)
        self.keep(answer.values, answer.cost)
        bound = min(self.bound, self.objective) / SCALE  # eased prices may cost less than the whole's bound
        self.spending.progress.report(STAGE, 0.0, objective=self.objective / SCALE, bound=bound)
        return answer.solved

    def _ask(self, parts: Parts, values: Numbers, free: Flags, each: float) -> Answered:
        """Solve a part with work of `each` for a decision; it counts as spent."""
        least = each * LEAST_OPEN
        work = max(least, min(each * int(free[self.model.decisions].sum()), self.spending.left))
        limits = Limits(seconds=self.spending.limits.seconds, work=work, seed=self.spending.limits.seed)
        answer = parts.solve(values, free, stage=STAGE, limits=limits, tune=thorough)
        self.spending.spent += answer.work + HANDLING_WORK * answer.size
        return answer

    def keep(self, values: Numbers | None, cost: float) -> None:
        """Take these values where they cost no more."""
        if values is not None and cost <= self.cost:
            self.values, self.cost = values, cost
