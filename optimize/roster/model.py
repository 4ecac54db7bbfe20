"""The CP-SAT model that the rules write into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.levels import FIRST
from optimize.roster.weights import Weights
from optimize.solve import cp_model

SCALE = 60
"""Objective units a point: an hour's weight is then a whole number a minute."""

ROUNDING = 1e-6
"""Of what is held against shares."""

Literal = Any
"""A CP-SAT literal, or None where the person can have no duty that day."""


@dataclass(frozen=True)
class Band:
    """M comparable people who should stay near each other in something that is shared.

    Attributes
    ----------
    members
        (M,) rows of people.
    counts
        (G,) 1 where a duty counts.
    had
        (M,) what each has already and had too much of before, in 1/`SCALE`.
    shares, whole
        (M,) what is due from each of all that the group has, beyond what is due from everybody: parts of `whole`.
    already
        What the group has already.
    below, above
        (M,) how far each may stand below and above the level of the group, in 1/`SCALE`.
    """

    members: NDArray[np.int64]
    counts: NDArray[np.int64]
    had: NDArray[np.int64]
    shares: NDArray[np.int64]
    whole: int
    already: int
    below: NDArray[np.int64]
    above: NDArray[np.int64]

    def reached(self, taken: NDArray[np.int64]) -> NDArray[np.float64]:
        """(..., M) where each stands who takes so many more (..., M), in 1/`SCALE`."""
        everything = taken.sum(axis=-1, keepdims=True) + self.already
        stands: NDArray[np.float64] = self.had + SCALE * (taken - everything * self.shares / self.whole)
        return stands

    def beyond(self, taken: Flags) -> NDArray[np.float64]:
        """(M, M) by how much (1/`SCALE`) the first of two has too much more than the second in a roster (P, G)."""
        stands = self.reached(taken[self.members] @ self.counts)
        beyond: NDArray[np.float64] = (stands - self.above)[:, None] - (stands + self.below)[None, :]
        return np.where(beyond > ROUNDING, beyond, 0.0)


@dataclass
class Priced:
    """What one level costs: terms and what a unit of each costs, and what no decision changes."""

    terms: list[Any] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    constant: int = 0

    @property
    def total(self) -> Any:
        """All of it as an expression."""
        return cp_model.LinearExpr.weighted_sum(self.terms, self.costs) + self.constant


@dataclass
class RosterModel:
    """Named roster of one unit.

    Sets: people p, kinds of duty g (places n_g, on day d_g), days d.
    Variables: take[p, g] in {0, 1} for the pairs that the rules allow; duty[p, d] = sum of take[p, g] over the
    kinds of day d, a literal that all window rules share; missing[g] in 0 .. n_g.
    Constraints: sum_p take[p, g] + missing[g] = n_g; those of the rules, one module each.
    Objective: points x `SCALE`, the sum over soft rules of weight x amount; minimised, by levels if there are.
    Windows are clauses, not automata (measured: far stronger in CP-SAT).

    Attributes
    ----------
    take
        (P, G) literals, None where the pair is not allowed.
    duty
        (P, D) literals, None where nothing can be given.
    missing
        G variables.
    level
        The level under which rules write their prices now.
    priced
        What each level costs.
    bands
        Comparable people who should stay within one of each other: where the search may look for exchanges.
    outside
        For each of `bands`, the variables that say what lies outside it.
    filled, left_open
        (G,) kinds of duty that a known roster filled, and those that it left places open of.
    late
        Variables whose prices the search leaves out until its last part, where no roster has to pay any: they are
        rare and would stand in its way.
    late_bands
        Those of `bands` that they are about.
    eased
        Variables whose prices the search counts a part of (`late.EASED`) as long as it leaves those out: in full
        they would stand in the way of filling places.
    settled, settled_bands
        Variables that are settled with late ones where these have to be paid, and the `bands` that they are about.
    """

    facts: Facts
    weights: Weights
    allowed: Flags
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    take: NDArray[np.object_] = field(init=False)
    duty: NDArray[np.object_] = field(init=False)
    missing: list[Any] = field(init=False)
    level: int = FIRST
    priced: defaultdict[int, Priced] = field(default_factory=lambda: defaultdict(Priced))
    bands: list[Band] = field(default_factory=list)
    outside: list[list[Any]] = field(default_factory=list)
    filled: Flags = field(init=False)
    left_open: Flags = field(init=False)
    late: list[Any] = field(default_factory=list)
    late_bands: list[Band] = field(default_factory=list)
    eased: list[Any] = field(default_factory=list)
    settled: list[Any] = field(default_factory=list)
    settled_bands: list[Band] = field(default_factory=list)

    def __post_init__(self) -> None:
        people, kinds = self.allowed.shape
        self.filled = np.zeros(kinds, dtype=bool)
        self.left_open = np.zeros(kinds, dtype=bool)
        self.take = np.full((people, kinds), None, dtype=object)
        for person, kind in np.argwhere(self.allowed):
            self.take[person, kind] = self.cp.new_bool_var(f"take {person} {kind}")
        numbers = self.facts.kinds["day_number"].to_numpy()
        self._of_day = [np.flatnonzero(numbers == day) for day in self.facts.days]
        self.duty = np.full((people, self.facts.calendar.days), None, dtype=object)
        for person in range(people):
            for day in range(self.facts.calendar.days):
                self.duty[person, day] = self._one_duty(person, day)
        self.missing = []
        for kind, places in enumerate(self.facts.kinds["people"].tolist()):
            missing = self.cp.new_int_var(0, places, f"missing {kind}")
            self.cp.add(sum(found(self.take[:, kind])) + missing == places)
            self.missing.append(missing)

    def _one_duty(self, person: int, day: int) -> Literal:
        literals = found(self.take[person, self._of_day[day]])
        if len(literals) < 2:
            return literals[0] if literals else None
        duty = self.cp.new_bool_var(f"duty {person} {day}")
        self.cp.add_exactly_one([*literals, ~duty])
        return duty

    def kinds_on(self, day: int) -> NDArray[np.int64]:
        """Kinds of duty on one day."""
        return self._of_day[day]

    def weighed(self, person: int, amounts: NDArray[np.int64]) -> tuple[list[Any], list[int]]:
        """The literals of one person and `amounts` (G) beside them, without those of amount 0."""
        kinds = [kind for kind in np.flatnonzero(amounts) if self.take[person, kind] is not None]
        return [self.take[person, kind] for kind in kinds], amounts[kinds].tolist()

    def at_most(self, person: int, amounts: NDArray[np.int64], already: int, limit: int) -> None:
        """What the person takes adds up to at most `limit`, where `already` (given anyway) leaves room."""
        literals, factors = self.weighed(person, amounts)
        room = max(limit - already, 0)
        if sum(factors) > room:
            self.cp.add(cp_model.LinearExpr.weighted_sum(literals, factors) <= room)

    def beyond(self, person: int, amounts: NDArray[np.int64], already: int, limit: int, cost: int) -> None:
        """Price what the person takes, with `already`, over `limit`: `cost` objective units each."""
        literals, factors = self.weighed(person, amounts)
        most = already + sum(factors) - limit
        if most <= 0:
            return
        over = self.cp.new_int_var(0, most, "over")
        self.cp.add(over >= cp_model.LinearExpr.weighted_sum(literals, factors) + (already - limit))
        self.price(over, cost)

    def price(self, term: Any, cost: int, limit: str = "") -> None:
        """Add `cost` objective units for each unit of a variable or literal; the row `limit` may have a level."""
        priced = self.priced[self.facts.unit.problem.levels.get(limit, self.level)]
        priced.terms.append(term)
        priced.costs.append(cost)

    def charge(self, cost: int) -> None:
        """Add `cost` objective units that no decision changes."""
        self.priced[self.level].constant += cost

    @property
    def whole(self) -> Priced:
        """What all levels cost together."""
        parts = self.priced.values()
        return Priced(
            [term for part in parts for term in part.terms],
            [cost for part in parts for cost in part.costs],
            sum(part.constant for part in parts),
        )

    @cached_property
    def decisions(self) -> NDArray[np.int64]:
        """The variable of each allowed pair."""
        return np.asarray([take.index for take in self.take[self.allowed]], dtype=np.int64)

    def taken_in(self, values: NDArray[np.float64]) -> Flags:
        """(P, G) who has which duty by values of all variables."""
        taken = np.zeros(self.allowed.shape, dtype=bool)
        taken[self.allowed] = values[self.decisions] > 0
        return taken

    def close(self) -> None:
        """Hand the objective over, all levels together, once all rules have written theirs."""
        self.cp.minimize(self.whole.total)

    def aim(self, level: int) -> None:
        """Minimise one level alone."""
        self.cp.minimize(self.priced[level].total)

    def hold(self, level: int, most: int) -> None:
        """A level may cost no more than `most` objective units any more."""
        self.cp.add(self.priced[level].total <= most)


def found(literals: Iterable[Literal]) -> list[Any]:
    """Those that are there."""
    return [literal for literal in literals if literal is not None]
