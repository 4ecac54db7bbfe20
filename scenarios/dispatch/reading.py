"""What a shift leader reports, in small CSV files: queue, counts, absent, surge, offers; none is needed.

`situation.csv` describes the columns; cells are read and refused as those of a network are, all problems at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from scenarios.network.check_columns import check_columns, hint
from scenarios.network.check_keys import check_unique
from scenarios.network.columns import empty_frame
from scenarios.network.findings import Findings
from scenarios.network.model import Network
from scenarios.network.parts import Located
from scenarios.network.problems import NetworkProblemsError
from scenarios.network.read_csv import read_csv
from scenarios.network.schema import Table, columns_in

SCHEMA = Path(__file__).parent / "situation.csv"


@dataclass(frozen=True)
class Report:
    """The moment as people report it; frames as `situation.csv` describes them, without rows where not given."""

    queue: pd.DataFrame
    counts: pd.DataFrame
    absent: pd.DataFrame
    surge: pd.DataFrame
    offers: pd.DataFrame


@cache
def tables() -> Mapping[str, Table]:
    """The files that a report may have."""
    return {name: Table(name, False, (), "", "", found) for name, found in columns_in(SCHEMA).items()}


def nothing(network: Network) -> Report:
    """A report of a calm moment: nobody waits, nobody is missing."""
    zone = network.grid.timezone
    return Report(**{name: empty_frame(table, zone) for name, table in tables().items()})


def read_report(folder: Path, network: Network) -> Report:
    """The report in a folder.

    Raises
    ------
    NetworkProblemsError
        With everything that is wrong: file, row, column, value and what may fix it.
    """
    findings, frames = Findings(), {}
    if not folder.is_dir():
        findings.add("no_such_path", folder.name)
        raise NetworkProblemsError(findings.problems)
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() == ".csv" and not path.name.startswith("."):
            name = path.stem.lower()
            if name not in tables():
                findings.add("unknown_table", path.name, hint=hint(name, list(tables())))
                continue
            located = _located(tables()[name], path, network, findings)
            if located is not None:
                frames[name] = located.frame
    if findings.problems:
        raise NetworkProblemsError(findings.problems)
    return Report(**{name: frames.get(name, empty) for name, empty in vars(nothing(network)).items()})


def _located(table: Table, path: Path, network: Network, findings: Findings) -> Located | None:
    part = read_csv(path, path.name, findings)
    located = None if part is None else check_columns(table, part, network.grid, findings)
    if located is None:
        return None
    check_unique(table, located, findings)
    for column in table.columns.values():
        if column.references:
            parent, key = column.references.split(".")
            known = sorted(set(network.table(parent)[key]))
            values = located.frame[column.name]
            wrong = ~values.isin(known) & (values != "")
            near = {value: hint(value, known) for value in values[wrong].unique()}
            hints = pd.Series([near.get(value, "") for value in values], dtype="str")
            findings.add_rows(
                "unknown_reference", located, wrong, column.name, unknown=values, parent=parent, hint=hints
            )
    return located
