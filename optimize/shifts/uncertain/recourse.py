"""The second stage: what each path asks for beyond the base, and what meets it.

Sets       paths w, pools p, intervals q; components g
           extensions (p, q, j): the j-th interval after a duty that ends where q begins
           calls (p, s, t): stretches t of window s of at least the shortest call
Data       n[w,p,q] people needed; v[w] weight; g grain in hours; r, e, s rate, overtime and standby factor;
           c price of the flexible pool; S shortage, f factor of the further missing
Variables  extend[w,p,q,j], call[w,p,s,t], flex[w,p,q] >= 0
           first[w,p,q] <= 1, more[w,p,q] <= n - 1: people missing
Rows       on + sum of extend + sum of call + flex + first + more >= n
           extend at j = 1 <= end[p,q]; at j + 1 <= at j;  sum over t of call <= z[p,s]
           more <= (n - 1) first
           sum of flex over the pools of g at q <= F[g,d]                          (ties outlets: priced)
Cost       v times r e g extend; r (1 - s) h call; c g flex; S g first; S f g more

Recourse is continuous: a person may be called, or be missing, for a part. The bound is of that model, and so is
the price of every plan; with whole people recourse can only cost more, for all plans alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids
from optimize.shifts.clock import Numbers
from optimize.shifts.uncertain.base import Base
from optimize.shifts.uncertain.prepare import Prepared
from optimize.shifts.uncertain.values import Terms
from quarterhour.arrays import spread


@dataclass(frozen=True)
class Recourse:
    """Columns of the second stage and the rows that tie outlets.

    Attributes
    ----------
    columns
        column, path (position), slot (position; -1 for calls), item, unit (money a unit on its path), hours,
        window (position of the window called in; -1 for others), ending (column of the people whose duty is
        extended; 0 for others), begin, stop (intervals of a call; 0 for others).
    first
        path, slot, column: the first person missing, by cell with need.
    flexible
        g, day, path, q, row: the limits of the flexible pool.
    """

    columns: pd.DataFrame
    first: pd.DataFrame
    flexible: pd.DataFrame


def add_recourse(program: Builder, given: Prepared, base: Base, terms: Terms, factors: Numbers) -> Recourse:
    """Add the second stage; the cost of a path's columns is its `factors` times their unit."""
    hours = given.clock.grid.grain / 60
    path, slot = np.nonzero(given.need > 0)
    need = given.need[path, slot].astype(float)
    rows = program.rows(len(path), lower=need)
    at = np.full(given.need.shape, -1, dtype=np.int64)
    at[path, slot] = rows
    program.put(rows, base.on["column"].to_numpy()[slot])
    added = _Added(program, factors, [])
    first = added.columns("shortage", path, slot, terms.shortage * hours, hours, 1.0)
    program.put(rows, first)
    more = np.flatnonzero(need > 1)
    unit = terms.shortage * terms.further * hours
    further = added.columns("shortage", path[more], slot[more], unit, hours, need[more] - 1)
    program.put(rows[more], further)
    linked = program.rows(len(more), upper=0.0)
    program.put(linked, further)
    program.put(linked, first[more], 1 - need[more])
    flexible = _flexible(added, given, base, path, slot, rows)
    _extensions(added, given, base, at, terms.overtime_minutes // given.clock.grid.grain)
    _calls(added, given, base, at, -(-terms.call_minutes // given.clock.grid.grain))
    table = pd.DataFrame({"path": path, "slot": slot, "column": first})
    return Recourse(pd.concat(added.tables, ignore_index=True), table, flexible)


@dataclass(frozen=True)
class _Added:
    """Columns as they are added, with what they are."""

    program: Builder
    factors: Numbers
    tables: list[pd.DataFrame]

    def columns(
        self,
        item: str,
        path: Ids,
        slot: Ids,
        unit: float | Numbers,
        hours: float | Numbers,
        upper: float | Numbers = np.inf,
        window: int | Ids = -1,
        ending: int | Ids = 0,
        begin: int | Ids = 0,
        stop: int | Ids = 0,
    ) -> Ids:
        column = self.program.columns(len(path), cost=self.factors[path] * unit, upper=upper)
        table = {"column": column, "path": path, "slot": slot, "item": item, "unit": unit, "hours": hours}
        table |= {"window": window, "ending": ending, "begin": begin, "stop": stop}
        self.tables.append(pd.DataFrame(table))
        return column


def _flexible(added: _Added, given: Prepared, base: Base, path: Ids, slot: Ids, rows: Ids) -> pd.DataFrame:
    program, hours = added.program, given.clock.grid.grain / 60
    known = given.slots[["p", "q", "day"]].merge(given.pools[["p", "g"]], on="p")
    known = known.merge(base.flexible[["g", "day", "price", "column"]], on=["g", "day"], how="left")
    has = np.flatnonzero(known["column"].notna().to_numpy()[slot])
    cells = known.iloc[slot[has]].reset_index(drop=True).assign(path=path[has])
    column = added.columns("flexible", path[has], slot[has], (cells["price"] * hours).to_numpy(float), hours)
    program.put(rows[has], column)
    limits = cells[["g", "day", "path", "q", "column"]].drop_duplicates(["g", "path", "q"], ignore_index=True)
    limits["row"] = program.rows(len(limits), upper=0.0)
    program.put(limits["row"], limits["column"].astype(np.int64), -1.0)
    where = cells[["g", "path", "q"]].merge(limits[["g", "path", "q", "row"]], on=["g", "path", "q"], how="left")
    program.put(where["row"], column)
    return limits.drop(columns="column")


def _extensions(added: _Added, given: Prepared, base: Base, at: Ids, most: int) -> None:
    """Who stays on after a duty, interval by interval while the outlet is open, where anybody is needed."""
    program, hours = added.program, given.clock.grid.grain / 60
    place = pd.Series(np.arange(len(given.slots)), index=pd.MultiIndex.from_frame(given.slots[["p", "q"]]))
    rate = (given.pools["rate"] * given.pools["overtime_factor"]).to_numpy(float)
    count = len(given.weights)
    before: Ids | None = None
    ends = base.end[["p", "q", "column"]].reset_index(drop=True)
    for step in range(most):
        there = place.index.get_indexer(pd.MultiIndex.from_arrays([ends["p"], ends["q"] + step]))
        kept = there >= 0
        ends, slot = ends[kept].reset_index(drop=True), there[kept]
        if before is not None:
            before = before.reshape(count, -1)[:, kept].ravel()
        if ends.empty:
            return
        path, which = (part.ravel() for part in np.indices((count, len(ends))))
        unit = rate[ends["p"].to_numpy()[which]] * hours
        column = added.columns("overtime", path, slot[which], unit, hours, ending=ends["column"].to_numpy()[which])
        limit = program.rows(len(column), upper=0.0)
        program.put(limit, column)
        program.put(limit, ends["column"].to_numpy()[which] if before is None else before, -1.0)
        row = at[path, slot[which]]
        program.put(row[row >= 0], column[row >= 0])
        before = column


def _calls(added: _Added, given: Prepared, base: Base, at: Ids, least: int) -> None:
    """Every stretch of a window that is long enough, on every path."""
    program, grain = added.program, given.clock.grid.grain / 60
    windows = base.standby
    if windows.empty:
        return
    row, begin = spread(windows["first"].to_numpy(np.int64), (windows["stop"] - least + 1).to_numpy(np.int64))
    anybody = (windows["most"] > 0).to_numpy()[row]
    row, begin = row[anybody], begin[anybody]
    again, stop = spread(begin + least, windows["stop"].to_numpy(np.int64)[row] + 1)
    row, begin = row[again], begin[again]
    count = len(given.weights)
    path, which = (part.ravel() for part in np.indices((count, len(row))))
    window = row[which]
    rest = (windows["rate"] * (1 - windows["standby_factor"])).to_numpy(float)
    hours = (stop - begin)[which] * grain
    column = added.columns(
        "called",
        path,
        np.full(len(path), -1),
        np.asarray(rest[window] * hours, dtype=np.float64),
        np.asarray(hours, dtype=np.float64),
        window=window,
        begin=begin[which],
        stop=stop[which],
    )
    limit = program.rows(count * len(windows), upper=0.0)
    program.put(limit, np.tile(windows["column"].to_numpy(), count), -1.0)
    program.put(limit[path * len(windows) + window], column)
    place = pd.Index(pd.MultiIndex.from_frame(given.slots[["p", "q"]]))
    held, q = spread(begin, stop)
    slot = place.get_indexer(pd.MultiIndex.from_arrays([windows["p"].to_numpy()[row][held], q]))
    for number in range(count):
        rows = np.where(slot >= 0, at[number, np.maximum(slot, 0)], -1)
        met = rows >= 0
        program.put(rows[met], column.reshape(count, -1)[number][held][met])
