"""The whole of rostering: units, names, segments, and the accounts of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

import pandas as pd

from optimize.roster.assign import Assignment, assign
from optimize.roster.calendar import Calendar
from optimize.roster.checker import check
from optimize.roster.commitments import bind
from optimize.roster.granted import granted
from optimize.roster.hours import account
from optimize.roster.inputs import check_labels
from optimize.roster.near import Before
from optimize.roster.segments import lay_out
from optimize.roster.slots import fill_slots
from optimize.roster.units import Unit, home_of_duties, split
from optimize.roster.values import Roster, RosterProblem
from optimize.roster.weights import Weights
from quarterhour.cache import Cache, each_made
from quarterhour.processes import answers, begun, delayed, side_by_side
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof


@dataclass(frozen=True)
class Unchecked:
    """A named roster before its breaks of rules are told.

    Attributes
    ----------
    segments, holes, hours, wishes, proofs
        As in `Roster`.
    problem, weights
        What it answers.
    rules
        The breaks of rules, looked for in another process meanwhile where there is one.
    """

    segments: pd.DataFrame
    holes: pd.DataFrame
    hours: pd.DataFrame
    wishes: pd.DataFrame
    proofs: tuple[Proof, ...]
    problem: RosterProblem
    weights: Weights
    rules: Iterator[pd.DataFrame]

    def checked(self) -> Roster:
        """The whole roster, once."""
        found = answers(self.rules) or [check(self.problem, self.segments, self.weights)]
        return Roster(self.segments, self.holes, found[0], self.hours, self.wishes, self.proofs)


def solve(
    problem: RosterProblem,
    *,
    limits: Limits,
    processes: int = 1,
    progress: Progress | None = None,
    weights: Weights | None = None,
    near: Before | None = None,
    cache: Cache | None = None,
) -> Roster:
    """Name the people of all duties, one roster unit (home outlet) after the other.

    `limits` hold for each unit; work grows with the people of units of more than 15. The number of
    `processes` never changes the answer; with more than one, a stop takes effect between units only.
    Units that are as they were in the roster `near` keep its names where a `cache` knows them, others begin from
    theirs.
    """
    named = solve_unchecked(
        problem, limits=limits, processes=processes, progress=progress, weights=weights, near=near, cache=cache
    )
    return named.checked()


def solve_unchecked(
    problem: RosterProblem,
    *,
    limits: Limits,
    processes: int = 1,
    progress: Progress | None = None,
    weights: Weights | None = None,
    near: Before | None = None,
    cache: Cache | None = None,
) -> Unchecked:
    """`solve`, for those who go on with the segments while another process looks for breaks of rules."""
    check_labels(problem)
    weights = weights or Weights()
    calendar = Calendar(problem.grid, problem.first_day, problem.days)
    bound = bind(problem, calendar)
    assigned = _assign_all(split(bound), near, calendar, limits, processes, progress or Progress(), weights, cache)
    slots = fill_slots(bound.problem.duties[home_of_duties(bound.problem) == ""])
    segments = lay_out(bound, pd.concat([each.taken for each in assigned] + [slots], ignore_index=True))
    return Unchecked(
        rules=_looked_for(problem, segments, weights, processes),
        problem=problem,
        weights=weights,
        segments=segments,
        holes=_holes(problem, assigned),
        hours=account(problem, segments, calendar),
        wishes=granted(problem, segments, calendar),
        proofs=tuple(proof for each in assigned for proof in each.proofs),
    )


def _looked_for(
    problem: RosterProblem, segments: pd.DataFrame, weights: Weights, processes: int
) -> Iterator[pd.DataFrame]:
    """The breaks of rules, in another process where there is one."""
    if processes == 1:
        return iter([check(problem, segments, weights)])
    return begun([delayed(check)(problem, segments, weights)], processes)


def _assign_all(
    units: list[Unit],
    near: Before | None,
    calendar: Calendar,
    limits: Limits,
    processes: int,
    progress: Progress,
    weights: Weights,
    cache: Cache | None,
) -> list[Assignment]:
    """Answers by the units' names; the largest are begun first, so that processes end together.

    Units that the cache knows are not solved again.
    """
    units = sorted(units, key=lambda unit: (-len(unit.problem.duties) * len(unit.problem.employees), unit.name))
    ready = list[Unit]()

    def begin(unit: Unit) -> Unit:
        return unit if near is None else near.begin(unit)

    def contents() -> Iterator[tuple[Unit, Calendar, Limits, Weights]]:
        for unit in units:
            ready.append(begin(unit))
            yield ready[-1], calendar, limits, weights

    def run(missing: Iterator[int] | None) -> Iterable[Assignment]:
        chosen = map(begin, units) if missing is None else (ready[number] for number in missing)
        first = list(islice(chosen, 2))
        if processes == 1 or len(first) < 2:
            alone = partial(assign, calendar=calendar, limits=limits, weights=weights, progress=progress)
            return map(alone, chain(first, chosen))
        tasks = (delayed(assign)(unit, calendar, limits=limits, weights=weights) for unit in chain(first, chosen))
        return side_by_side(tasks, processes)

    assigned: dict[str, Assignment] = {}
    results = each_made(cache, "roster", contents(), run, lambda: not progress.stopped)
    for unit, answer in zip(units, results, strict=True):
        assigned[unit.name] = answer
        progress.report("roster", len(assigned) / len(units))
    return [assigned[name] for name in sorted(assigned)]


def _holes(problem: RosterProblem, assigned: list[Assignment]) -> pd.DataFrame:
    places = problem.duties[["duty", "outlet", "post", "start", "end"]]
    missing = pd.concat([each.holes for each in assigned], ignore_index=True) if assigned else None
    if missing is None or missing.empty:
        return places.head(0).assign(
            people=pd.Series(dtype="int64"), reason=pd.Series(dtype="str"), mend=pd.Series(dtype="str")
        )
    holes = places.merge(missing, on="duty", how="inner", validate="one_to_one")
    return holes.sort_values(["outlet", "start", "duty"], kind="stable").reset_index(drop=True)
