"""The list of problems while it grows: every row up to a limit, then how many there are in all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.messages import Message
from scenarios.network.cells import cell_text
from scenarios.network.parts import Located, Part
from scenarios.network.problems import Problem

LISTED = 200
"""Rows listed of one column and kind of problem; more would bury the other problems."""

SHOWN = 60
"""Characters of a cell that are shown."""


class Findings:
    """Collects problems; each kind has the message `network.<kind>` and the fix `network.<kind>.fix`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self, kind: str, file: str, *, row: int | None = None, column: str = "", value: str = "", **values: object
    ) -> None:
        """One problem at one place."""
        value = value.removesuffix(" 00:00:00")
        shown = value if len(value) <= SHOWN else value[:SHOWN] + "…"
        filled = {"file": file, "column": column, "value": shown, **values}
        code = f"network.{kind}"
        self.problems.append(
            Problem(file, row, column, shown, Message(code, filled), Message(f"{code}.fix", filled))
        )

    def add_rows(
        self,
        kind: str,
        where: Located | Part,
        wrong: npt.NDArray[np.bool_] | pd.Series,
        column: str,
        *,
        shown: pd.Series | None = None,
        **values: object,
    ) -> None:
        """One problem for every row that `wrong` marks, up to `LISTED`, then one that counts them all.

        `shown` gives the cells where they are not those of `where`; a value that is a Series or an array
        goes by row.
        """
        positions = np.flatnonzero(np.asarray(wrong, dtype=bool))
        cells = shown if shown is not None else where.frame.get(column)
        for position in positions[:LISTED]:
            self.add(
                kind,
                _file(where, position),
                row=int(where.rows[position]),
                column=column,
                value="" if cells is None else cell_text(cells.iloc[position]),
                **{name: _at(value, position) for name, value in values.items()},
            )
        if len(positions) > LISTED:
            last = _file(where, positions[-1])
            self.add("more", last, column=column, listed=LISTED, total=len(positions))

    def extend(self, problems: Sequence[Problem]) -> None:
        """Problems that were found elsewhere."""
        self.problems.extend(problems)


def _file(where: Located | Part, position: int) -> str:
    return where.file if isinstance(where, Part) else where.files[where.file[position]]


def _at(value: object, position: int) -> object:
    if isinstance(value, pd.Series):
        return cell_text(value.iloc[position]).removesuffix(" 00:00:00")
    if isinstance(value, np.ndarray):
        return cell_text(value[position])
    return value
