"""The whole of rostering: units, names, segments, and the accounts of them."""

from __future__ import annotations

from collections.abc import Iterable

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
from quarterhour.processes import delayed, side_by_side
from quarterhour.progress import Progress
from quarterhour.result import Limits


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
    check_labels(problem)
    weights = weights or Weights()
    calendar = Calendar(problem.grid, problem.first_day, problem.days)
    bound = bind(problem, calendar)
    units = split(bound) if near is None else [near.begin(unit) for unit in split(bound)]
    answers = _assign_all(units, calendar, limits, processes, progress or Progress(), weights, cache)
    slots = fill_slots(bound.problem.duties[home_of_duties(bound.problem) == ""])
    segments = lay_out(bound, pd.concat([answer.taken for answer in answers] + [slots], ignore_index=True))
    return Roster(
        segments=segments,
        holes=_holes(problem, answers),
        rules=check(problem, segments, weights),
        hours=account(problem, segments, calendar),
        wishes=granted(problem, segments, calendar),
        proofs=tuple(proof for answer in answers for proof in answer.proofs),
    )


def _assign_all(
    units: list[Unit],
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
    answers: dict[str, Assignment] = {}

    def run(missing: list[int] | None) -> Iterable[Assignment]:
        chosen = units if missing is None else [units[number] for number in missing]
        if processes == 1 or len(chosen) < 2:
            return (assign(unit, calendar, limits=limits, weights=weights, progress=progress) for unit in chosen)
        tasks = (delayed(assign)(unit, calendar, limits=limits, weights=weights) for unit in chosen)
        return side_by_side(tasks, processes)

    contents = ((unit, calendar, limits, weights) for unit in units)
    results = each_made(cache, "roster", contents, run, lambda: not progress.stopped)
    for unit, answer in zip(units, results, strict=True):
        answers[unit.name] = answer
        progress.report("roster", len(answers) / len(units))
    return [answers[name] for name in sorted(answers)]


def _holes(problem: RosterProblem, answers: list[Assignment]) -> pd.DataFrame:
    places = problem.duties[["duty", "outlet", "post", "start", "end"]]
    missing = pd.concat([answer.holes for answer in answers], ignore_index=True) if answers else None
    if missing is None or missing.empty:
        return places.head(0).assign(
            people=pd.Series(dtype="int64"), reason=pd.Series(dtype="str"), mend=pd.Series(dtype="str")
        )
    holes = places.merge(missing, on="duty", how="inner", validate="one_to_one")
    return holes.sort_values(["outlet", "start", "duty"], kind="stable").reset_index(drop=True)
