"""The two-stage program of one week: everything for all paths, and the rows that tie pools and days together.

`base` decides before the path is known, `recourse` on each path, `risk` says what is made small. Without the rows
that tie (limits of the flexible pool, of weeks, and those of the measure) each pool and day is a block that holds
all its paths.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd

from optimize.linear import Builder, Flags, Ids, LinearProgram, Numbers
from optimize.shifts.uncertain.base import Base, add_base
from optimize.shifts.uncertain.prepare import Prepared
from optimize.shifts.uncertain.recourse import Recourse, add_recourse
from optimize.shifts.uncertain.risk import add_risk, factors
from optimize.shifts.uncertain.values import Risk, Terms


@dataclass(frozen=True)
class TwoStage:
    """The program, and the columns and rows of everything that is decided.

    Attributes
    ----------
    width
        First-stage columns: those before all others.
    risk_rows
        Of the measure: one a path, one in all, or none.
    """

    program: LinearProgram
    given: Prepared
    base: Base
    recourse: Recourse
    risk_rows: Ids
    width: int

    @property
    def flexible_rows(self) -> Ids:
        """Limits of the flexible pools, by path and interval."""
        return self.recourse.flexible["row"].to_numpy()

    @cached_property
    def pool_of(self) -> Ids:
        """The pool of every column that belongs to one pool and day; -1 of all others."""
        return self._belonging["p"]

    @cached_property
    def day_of(self) -> Ids:
        """The day (its number) of every such column."""
        return self._belonging["day"]

    @cached_property
    def _belonging(self) -> dict[str, Ids]:
        base, given = self.base, self.given
        slots = given.slots[["p", "day"]]
        first = [table[["column", "p", "day"]] for table in (base.on, base.end, base.standby, base.own)]
        first += [base.duties[["column", "p", "day"]], base.breaks[["column", "p", "day"]]]
        late = self.recourse.columns
        there = late[late["slot"] >= 0]
        at = slots.iloc[there["slot"]].reset_index(drop=True).assign(column=there["column"].to_numpy())
        called = late[late["slot"] < 0]
        windows = base.standby[["p", "day"]].iloc[called["window"]].reset_index(drop=True)
        frames = pd.concat([*first, at, windows.assign(column=called["column"].to_numpy())], ignore_index=True)
        days = np.sort(given.slots["day"].unique())
        found = {name: np.full(len(self.program.cost), -1, dtype=np.int64) for name in ("p", "day")}
        found["p"][frames["column"]] = frames["p"]
        found["day"][frames["column"]] = np.searchsorted(days, frames["day"].to_numpy())
        return found

    @cached_property
    def fingerprint(self) -> int:
        """The same for models with the same first stage, whatever their paths ask for."""
        base = self.base
        slots = self.given.slots[["outlet", "pool", "start"]]
        windows = base.standby[["p", "contract", "start", "end"]]
        duties = base.duties[["p", "shift", "start", "end", "break_minutes"]]
        sums = [int(pd.util.hash_pandas_object(table, index=False).sum()) for table in (slots, windows, duties)]
        return hash((self.width, *sums))

    def holding(self, first: Numbers) -> Self:
        """The model with duties, breaks and own people as in these first-stage values."""
        base = self.base
        held = np.concatenate([base.duties["column"], base.breaks["column"], base.own["column"]])
        return replace(self, program=self.program.fixed(held, first[held]))

    def flags(self, *rows: Ids) -> Flags:
        """Those rows, as a mask over all."""
        mask = np.zeros(len(self.program.least), dtype=bool)
        for some in rows:
            mask[some] = True
        return mask

    def settled(self, values: Numbers) -> Numbers:
        """First-stage values with everything that follows from whole decisions: on duty, ends, hours beyond."""
        found = values[: self.width].copy()
        matrix, base = self.program.matrix[:, : self.width], self.base
        for table in (base.on, base.end):
            found[table["column"]] = 0.0
        for table in (base.on, base.end):
            found[table["column"]] = (matrix @ found)[table["row"]]
        hours = base.weeks[len(base.weeks) // 2 :]
        beyond = self.beyond
        found[beyond] = 0.0
        found[beyond] = np.maximum((matrix @ found)[hours] - self.program.most[hours], 0.0)
        return found

    @property
    def beyond(self) -> Ids:
        """Columns of hours beyond the regular ones, in the order of their rows: the last of the first stage."""
        count = len(self.base.weeks) // 2
        return np.arange(self.width - count, self.width)


def build(given: Prepared, terms: Terms, risk: Risk) -> TwoStage:
    """Put the parts of the model together."""
    program = Builder()
    base = add_base(program, given)
    width = program.width
    recourse = add_recourse(program, given, base, terms, factors(risk, given.weights))
    rows = add_risk(program, risk, given.weights, recourse, len(given.slots))
    return TwoStage(program.build(), given, base, recourse, rows, width)
