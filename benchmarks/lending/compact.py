"""The peers' model of the same day: start and stay by link and interval, handed to a solver as it is.

Sets       links a, intervals q; needs n; steps j
Variables  start[a,q] whole: people who begin to serve at q, for the least block L[a] at least
           stay[a,q]  whole: those of them who serve through q though their least block is over
           short[n,j] in 0 .. width[n,j]
Rows       stay[a,q] <= stay[a,q-1] + start[a,q-L]             (= where nobody may set out for home)
           stay[a,q] <= start[a,q-M+1] + .. + start[a,q-L]     longest block of M intervals
           and those of `optimize.shared_staff.lending.master` over who serves and who is away
Objective  as there

It has as many columns as links and intervals, where the blocks are as many as pairs of intervals.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Builder, Flags, Ids, LinearProgram
from optimize.shared_staff.lending import LendingProblem
from optimize.shared_staff.lending.blocks import standing
from optimize.shared_staff.lending.prepare import SEAT, Prepared, prepare
from optimize.shared_staff.lending.rows import Rows, rows_of
from quarterhour.arrays import spread


def compact(problem: LendingProblem) -> LinearProgram:
    """The whole day as one program."""
    at = prepare(problem)
    rows = rows_of(problem, at)
    program = Builder()
    shared = program.rows(len(rows.lower), lower=rows.lower, upper=rows.upper)
    _missing(problem, at, rows, program, shared)
    start, stay = _flags(at)
    tables = [_columns(problem, at, program, flags, begin) for flags, begin in ((start, True), (stay, False))]
    _own_rows(at, program, *tables)
    for table, begin in zip(tables, (True, False), strict=True):
        _enter(at, rows, program, shared, table, begin)
    return program.build()


def _flags(at: Prepared) -> tuple[Flags, Flags]:
    """Where a least block may begin, and through which intervals somebody may stay beyond it."""
    count = at.short.shape[1]
    quarter, row = np.arange(count), np.arange(len(at.links))[:, None]
    least = at.links["least"].to_numpy()[:, None]
    most = at.supplies["most"].to_numpy()[at.links["u"]][:, None]
    until = quarter + least
    # A least block that may not end is there all the same where people may stay on until they may leave.
    home = at.ways.home[row, np.minimum(until, count)]
    start = at.may_begin & (until <= count) & (home <= at.links["stop"].to_numpy()[:, None])
    ever = np.concatenate([np.zeros((len(row), 1), np.int64), np.cumsum(at.short, axis=1)], axis=1)
    start &= ever[row, np.minimum(until, count)] > ever[:, :count]
    earliest = np.argmax(start, axis=1)[:, None] + least
    inside = at.ways.home[:, 1 : count + 1] <= at.links["stop"].to_numpy()[:, None]
    # Nobody stays beyond the last interval that misses somebody, but to wait until he may leave.
    useful = at.short | ~at.may_end[:, :count]
    last = count - 1 - np.argmax(useful[:, ::-1], axis=1)[:, None]
    stay = start.any(axis=1)[:, None] & (quarter >= earliest) & (quarter <= last) & inside & (most > least)
    return start, stay


def _columns(problem: LendingProblem, at: Prepared, program: Builder, flags: Flags, begin: bool) -> pd.DataFrame:
    a, q = (part.astype(np.int64) for part in np.nonzero(flags))
    u = at.links["u"].to_numpy()[a]
    length = at.links["least"].to_numpy()[a] if begin else np.ones(len(a), dtype=np.int64)
    end = q + length
    way = at.ways.minutes / 60
    travel = way[a, end] + (way[a, np.maximum(at.ways.leave[a, q], 0)] if begin else -way[a, q])
    fair = problem.terms.fairness * standing(problem.lenders["credit"].to_numpy(np.float64))
    price = at.supplies["price"].to_numpy(np.float64)[u]
    hours = length * problem.grain / 60
    cost = hours * (price + fair[at.supplies["m"].to_numpy()[u]]) + travel * (price + problem.terms.travel)
    people = at.supplies["people"].to_numpy(np.float64)[u]
    column = program.columns(len(a), cost=cost, upper=people, integer=True)
    return pd.DataFrame({"a": a, "u": u, "q": q, "end": end, "column": column})


def _missing(problem: LendingProblem, at: Prepared, rows: Rows, program: Builder, shared: Ids) -> None:
    asking = rows.served.merge(at.needs[["n", *SEAT, "start"]], on="n")
    steps = asking.merge(problem.steps, on=[*SEAT, "start"])
    cost = steps["price"].to_numpy(float) * problem.grain / 60
    columns = program.columns(len(steps), cost=cost, upper=steps["people"].to_numpy(float))
    program.put(shared[steps["row"].to_numpy()], columns)


def _own_rows(at: Prepared, program: Builder, start: pd.DataFrame, stay: pd.DataFrame) -> None:
    """The rows of one link by itself."""
    count = at.short.shape[1]
    begun, staying = (np.full(at.short.shape, -1, dtype=np.int64) for _ in range(2))
    begun[start["a"], start["q"]] = start["column"]
    staying[stay["a"], stay["q"]] = stay["column"]
    least = at.links["least"].to_numpy()
    a, q = stay["a"].to_numpy(), stay["q"].to_numpy()
    rows = program.rows(len(stay), lower=np.where(at.may_end[a, q], -np.inf, 0.0), upper=0.0)
    program.put(rows, stay["column"])
    for columns, ago in ((staying, np.ones(len(stay), np.int64)), (begun, least[a])):
        before = columns[a, q - ago]
        there = (q >= ago) & (before >= 0)
        program.put(rows[there], before[there], -1.0)
    every = pd.concat([start, stay], ignore_index=True)
    link, end = every["a"].to_numpy(), every["end"].to_numpy()
    onward = np.where(end < count, staying[link, np.minimum(end, count - 1)], -1)
    stuck = ~at.may_end[link, end] & (onward < 0)
    program.put(program.rows(int(stuck.sum()), upper=0.0), every["column"].to_numpy()[stuck])
    most = at.supplies["most"].to_numpy()[stay["u"]]
    longest = np.flatnonzero(q - most >= 0)
    rows = program.rows(len(longest), upper=0.0)
    program.put(rows, stay["column"].to_numpy()[longest])
    row, since = spread((q - most + 1)[longest], (q - least[a] + 1)[longest])
    before = begun[a[longest][row], since]
    program.put(rows[row[before >= 0]], before[before >= 0], -1.0)


def _enter(at: Prepared, rows: Rows, program: Builder, shared: Ids, table: pd.DataFrame, begin: bool) -> None:
    """Columns in the rows that links share."""
    a, u, q, end, column = (table[name].to_numpy() for name in ("a", "u", "q", "end", "column"))
    leave = at.ways.leave[a, q] if begin else at.ways.home[a, q]
    spans = (
        (spread(q, end), a, ((rows.at_pool, 1.0), (rows.at_post, 1.0), (rows.at_desk, 1.0))),
        (
            spread(leave, np.minimum(at.ways.home[a, end], at.short.shape[1])),
            u,
            ((rows.of_pool, 1.0), (rows.of_post, 1.0), (rows.of_desk, -1.0)),
        ),
    )
    for (index, interval), owner, entered in spans:
        for place, sign in entered:
            row = place[owner[index], interval]
            program.put(shared[row[row >= 0]], column[index][row >= 0], sign)
    if begin:
        program.put(shared[rows.people[u]], column)
        program.put(shared[rows.most[at.supplies["m"].to_numpy()[u]]], column)
