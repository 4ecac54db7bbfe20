"""The schema table: every column of the organisation's files, described once.

`schema.csv` and `tables.csv` drive validation, the documentation page and the upload template.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
QUESTIONS = ("forecast", "requirement", "staff", "roster", "rehearsal", "coverage", "consolidation")
"""What a network may be asked; tables say which of these need them."""

LISTS = ";"
"""What separates the entries of a list in one cell."""


@dataclass(frozen=True)
class Column:
    """One column of a table, or one setting.

    Attributes
    ----------
    type
        text, choice, list, time, integer, number, boolean, date or datetime.
    default
        What a blank means, as text; "" for a blank that stays one.
    references
        `table.column` that must hold every value; "" for none.
    required
        Whether a file must have the column.
    may_be_blank
        Whether its cells may be blank all the same.
    """

    table: str
    name: str
    type: str
    unit: str
    required: bool
    default: str
    key: bool
    references: str
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    meaning: str
    meaning_zh: str
    may_be_blank: bool = True


@dataclass(frozen=True)
class Table:
    """One table of the organisation's files.

    Attributes
    ----------
    vertical
        Whether it has one row a setting instead of one column (`settings` alone).
    needed_for
        The questions that can not be answered without it.
    """

    name: str
    vertical: bool
    needed_for: tuple[str, ...]
    meaning: str
    meaning_zh: str
    columns: Mapping[str, Column]

    @property
    def keys(self) -> list[str]:
        """The columns that together name a row."""
        return [column.name for column in self.columns.values() if column.key]

    @property
    def required(self) -> list[str]:
        """The columns that a file must have."""
        return [column.name for column in self.columns.values() if column.required]


@cache
def schema() -> Mapping[str, Table]:
    """All tables by name, in the order of the documentation."""
    columns = columns_in(HERE / "schema.csv")
    return {
        row["table"]: Table(
            name=row["table"],
            vertical=row["layout"] == "vertical",
            needed_for=tuple(row["needed_for"].split()),
            meaning=row["meaning"],
            meaning_zh=row["meaning_zh"],
            columns=columns[row["table"]],
        )
        for row in _rows(HERE / "tables.csv")
    }


def contract_terms() -> list[str]:
    """What a contract says: its columns without identifier and name."""
    return [name for name in schema()["contracts"].columns if name not in ("contract", "name")]


def columns_in(path: Path) -> Mapping[str, Mapping[str, Column]]:
    """The columns of each table that a file like `schema.csv` describes."""
    columns: dict[str, dict[str, Column]] = {}
    for row in _rows(path):
        columns.setdefault(row["table"], {})[row["column"]] = Column(
            table=row["table"],
            name=row["column"],
            type=row["type"],
            unit=row["unit"],
            required=row["required"] != "no",
            default=row["default"],
            key=row["key"] == "yes",
            references=row["references"],
            minimum=float(row["minimum"]) if row["minimum"] else None,
            maximum=float(row["maximum"]) if row["maximum"] else None,
            choices=tuple(row["choices"].split(LISTS)) if row["choices"] else (),
            meaning=row["meaning"],
            meaning_zh=row["meaning_zh"],
            may_be_blank=row["required"] != "yes",
        )
    return columns


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
