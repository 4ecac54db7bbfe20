"""What a first stage costs on one path, written plainly and solved by scipy: it shares no code with the engine."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from optimize.shifts.uncertain import FirstStage, UncertainProblem

Cell = tuple[str, str, pd.Timestamp]


def cost_of(problem: UncertainProblem, first: FirstStage, path: int) -> float:
    """Money of the first stage and of the cheapest recourse on a path, in fractions of people.

    Works from the frames of the plan: who is where at which time, minute by labels, not from the model's columns.
    """
    grain = pd.Timedelta(minutes=problem.grid.grain)
    rows = problem.need[problem.need["path"] == path]
    desks = dict(zip(problem.desks["outlet"], problem.desks["desks"], strict=True))
    need = {
        (row.outlet, row.pool, row.start): min(row.people, desks[row.outlet])
        for row in rows.itertuples(index=False)
    }
    day = problem.grid.business_day(pd.DatetimeIndex([start for _, _, start in need]))
    day_of = dict(zip(need, day, strict=True))
    spent = paid_before(problem, first)
    on_duty = people_on(first, need, grain)
    return spent + sum(
        _recourse(problem, first, {cell: n for cell, n in need.items() if day_of[cell] == each}, on_duty, each)
        for each in sorted(set(day))
    )


def terms_of(problem: UncertainProblem) -> dict[tuple[str, str], Any]:
    """Pay and limits of the week by pool."""
    return {(row.outlet, row.pool): row for row in problem.weekly.itertuples(index=False)}


def paid_before(problem: UncertainProblem, first: FirstStage) -> float:
    """Pay of duties, the premium beyond regular hours of the week, contracts on call, retainers."""
    terms, money = terms_of(problem), 0.0
    hours: dict[tuple[str, str], float] = defaultdict(float)
    for duty in first.duties.itertuples(index=False):
        hours[duty.outlet, duty.pool] += duty.hours * duty.people
    for pool, worked in hours.items():
        term = terms[pool]
        money += worked * term.rate + max(0.0, worked - term.hours) * term.rate * (term.overtime_factor - 1)
    for call in first.standby.itertuples(index=False):
        term = terms[call.outlet, call.pool]
        length = (call.end - call.start) / pd.Timedelta(hours=1)
        money += call.people * length * term.rate * term.standby_factor
    retainers = dict(zip(problem.flexible["component"], problem.flexible["retainer"], strict=True))
    return money + sum(row.people * retainers[row.component] for row in first.flexible.itertuples(index=False))


def people_on(first: FirstStage, cells: dict[Cell, int], grain: pd.Timedelta) -> dict[Cell, int]:
    """People on duty through all of each interval, less those whose break touches it."""
    count: dict[Cell, int] = dict.fromkeys(cells, 0)
    for duty in first.duties.itertuples(index=False):
        for cell in count:
            if cell[:2] == (duty.outlet, duty.pool) and duty.start <= cell[2] and cell[2] + grain <= duty.end:
                count[cell] += duty.people
    for rest in first.breaks.itertuples(index=False):
        for cell in count:
            if cell[:2] == (rest.outlet, rest.pool) and rest.start < cell[2] + grain and cell[2] < rest.end:
                count[cell] -= rest.people
    return count


def _recourse(
    problem: UncertainProblem,
    first: FirstStage,
    need: dict[Cell, int],
    on_duty: dict[Cell, int],
    day: pd.Timestamp,
) -> float:
    """The cheapest recourse of one day: columns are listed one by one, with cost, upper bound and what they do."""
    terms, rules = terms_of(problem), problem.terms
    grain = pd.Timedelta(minutes=problem.grid.grain)
    g = problem.grid.grain / 60
    costs: list[float] = []
    most: list[float | None] = []
    limits: dict[Any, list[tuple[int, float]]] = defaultdict(
        list
    )  # rows: sum of coefficient x column <= right side
    right: dict[Any, float] = {cell: on_duty[cell] - n for cell, n in need.items()}

    def column(cost: float, upper: float | None, covers: list[Cell]) -> int:
        costs.append(cost)
        most.append(upper)
        for cell in covers:
            limits[cell].append((len(costs) - 1, -1.0))
        return len(costs) - 1

    component = {(row.outlet, row.pool): row.component for row in problem.pools.itertuples(index=False)}
    offered = {row.component: row for row in problem.flexible.itertuples(index=False)}
    there = {row.component: row.people for row in first.flexible.itertuples(index=False) if row.day == day}
    for cell, n in need.items():
        if n < 1:
            continue
        one = column(rules.shortage * g, 1.0, [cell])
        if n > 1:
            more = column(rules.shortage * rules.further * g, n - 1.0, [cell])
            limits["linked", cell] += [(more, 1.0), (one, 1.0 - n)]
            right["linked", cell] = 0.0
        shared = component[cell[:2]]
        if shared in offered:
            limits["flexible", shared, cell[2]].append((column(offered[shared].price * g, None, [cell]), 1.0))
            right["flexible", shared, cell[2]] = there.get(shared, 0)
    ending: dict[Cell, int] = defaultdict(int)
    for duty in first.duties.itertuples(index=False):
        if duty.day == day:
            ending[duty.outlet, duty.pool, duty.end] += duty.people
    for (outlet, pool, end), people in ending.items():
        before: int | None = None
        for step in range(int(pd.Timedelta(minutes=rules.overtime_minutes) / grain)):
            cell = (outlet, pool, end + step * grain)
            if cell not in need:
                break
            term = terms[outlet, pool]
            stays = column(term.rate * term.overtime_factor * g, people, [cell])
            if before is not None:
                limits["stays", cell, end] += [(stays, 1.0), (before, -1.0)]
                right["stays", cell, end] = 0.0
            before = stays
    for number, call in enumerate(first.standby[first.standby["day"] == day].itertuples(index=False)):
        term = terms[call.outlet, call.pool]
        inside = [
            cell
            for cell in need
            if cell[:2] == (call.outlet, call.pool) and call.start <= cell[2] and cell[2] + grain <= call.end
        ]
        inside.sort(key=lambda cell: cell[2])
        for begin in range(len(inside)):
            for stop in range(begin + 1, len(inside) + 1):
                length = (stop - begin) * g
                if length * 60 >= rules.call_minutes:
                    pay = term.rate * (1 - term.standby_factor) * length
                    limits["called", number].append((column(pay, None, inside[begin:stop]), 1.0))
                    right["called", number] = call.people
    names = [name for name in limits if limits[name]]
    matrix = np.zeros((len(names), len(costs)))
    for place, name in enumerate(names):
        for at, value in limits[name]:
            matrix[place, at] += value
    if not costs:
        return 0.0
    answer = linprog(costs, A_ub=matrix, b_ub=[right[name] for name in names], bounds=[(0, top) for top in most])
    assert answer.success, answer.message
    return float(answer.fun)
