"""Names that must be unique, and names that must exist elsewhere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from scenarios.network.cells import names as entries_of
from scenarios.network.check_columns import hint
from scenarios.network.context import Context
from scenarios.network.findings import Findings
from scenarios.network.parts import Located
from scenarios.network.schema import Column, Table, schema

HINTED = 10
"""Distinct unknown names of a column for which a near name is looked for."""


def check_unique(table: Table, located: Located, findings: Findings) -> None:
    """No two rows of the same name."""
    keys = ["key"] if table.vertical else table.keys
    codes = _codes(located.frame, keys)
    again = pd.Series(codes).duplicated().to_numpy() & (codes >= 0)
    if not again.any():
        return
    repeated = np.flatnonzero(np.isin(codes, codes[again]))
    first = pd.Series(located.rows[repeated]).groupby(codes[repeated]).first()
    rows = np.zeros(len(codes), dtype=np.int64)
    rows[again] = first.reindex(codes[again]).to_numpy()
    shown = located.frame[keys[-1]]
    findings.add_rows(
        "duplicate_key", located, again, keys[-1], shown=shown, first=rows, keys=", ".join(keys), table=table.name
    )


def check_references(context: Context, name: str, findings: Findings) -> None:
    """Every name that refers to another table stands there; tables that could not be read are not asked."""
    table, located = schema()[name], context.tables[name]
    for column in table.columns.values():
        if not column.references:
            continue
        parent, key = column.references.split(".")
        values = located.frame[column.name]
        if parent in context.tables:
            _check_known(located, column, context.frame(parent)[key], parent, findings)
        elif parent not in context.unread and _must_be_there(table, parent) and (values != "").any():
            findings.add("missing_parent", located.files[0], column=column.name, parent=parent)


def _must_be_there(table: Table, parent: str) -> bool:
    """A history may name services that nobody described, where a question asks for the history alone."""
    return set(table.needed_for) <= set(schema()[parent].needed_for) or not table.needed_for


def _check_known(located: Located, column: Column, known: pd.Series, parent: str, findings: Findings) -> None:
    values = located.frame[column.name]
    codes, distinct = pd.factorize(values)
    names = set(known)
    split = [entries_of(text) if column.type == "list" else (text,) for text in distinct]
    unknown = [[entry for entry in entries if entry and entry not in names] for entries in split]
    wrong = np.array([bool(entries) for entries in unknown], dtype=bool)[codes]
    if not wrong.any():
        return
    ordered = sorted(names)
    first = [entries[0] if entries else "" for entries in unknown]
    near = {name: hint(name, ordered) for name in list(dict.fromkeys(filter(None, first)))[:HINTED]}
    hints = np.array([near.get(name, hint("", ordered)) for name in first], dtype=object)[codes]
    missing = np.array(first, dtype=object)[codes]
    findings.add_rows("unknown_reference", located, wrong, column.name, unknown=missing, parent=parent, hint=hints)


def _codes(frame: pd.DataFrame, keys: list[str]) -> npt.NDArray[np.int64]:
    """One number a name; -1 where a part of it is blank."""
    codes = np.zeros(len(frame), dtype=np.int64)
    blank = np.zeros(len(frame), dtype=bool)
    for key in keys:
        column, distinct = pd.factorize(frame[key])
        blank |= frame[key].isna().to_numpy() | (column < 0)
        if frame[key].dtype == "str":
            blank |= (frame[key] == "").to_numpy()
        codes = codes * (len(distinct) + 1) + column
    codes[blank] = -1
    return codes
