"""The ledger of hours lent and owed, carried from day to day: a CSV that is read, and written anew elsewhere.

`ledger.csv` describes the columns; cells are read and refused as those of a network are, all problems at once.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from quarterhour.messages import Message
from scenarios.network.cells import guard_formulas
from scenarios.network.check_columns import check_columns
from scenarios.network.check_keys import check_unique
from scenarios.network.findings import Findings
from scenarios.network.model import Network
from scenarios.network.parts import Located
from scenarios.network.problems import NetworkProblemsError, Problem
from scenarios.network.read_csv import read_csv
from scenarios.network.schema import Table, columns_in

SCHEMA = Path(__file__).parent / "ledger.csv"
UNKNOWN = "lending.ledger_unknown"


@cache
def table() -> Table:
    """What a ledger looks like."""
    return Table("ledger", False, (), "", "", columns_in(SCHEMA)["ledger"])


def read_ledger(path: Path, network: Network) -> dict[str, float]:
    """Credit in hours by lender, an outlet or partner of the network.

    Raises
    ------
    NetworkProblemsError
        With row, column and value of everything that does not fit.
    """
    findings = Findings()
    part = read_csv(path, path.name, findings)
    located = None if part is None else check_columns(table(), part, network.grid, findings)
    if located is not None:
        check_unique(table(), located, findings)
        findings.extend(_unknown(located, network))
    if located is None or findings.problems:
        raise NetworkProblemsError(findings.problems)
    return dict(zip(located.frame["lender"], located.frame["credit"], strict=True))


def _unknown(located: Located, network: Network) -> list[Problem]:
    """Rows of lenders that the network does not have."""
    lenders = {"", *network.table("outlets")["outlet"], *network.table("partners")["partner"]}
    rows = zip(located.rows.tolist(), located.frame["lender"], strict=True)
    return [
        Problem(located.files[0], row, "lender", lender, Message(UNKNOWN), Message(f"{UNKNOWN}.fix"))
        for row, lender in rows
        if lender not in lenders
    ]


def write_ledger(ledger: pd.DataFrame, path: Path) -> None:
    """The ledger after the day, with what the day added; never over a file that is there.

    Raises
    ------
    FileExistsError
        When there is one.
    """
    found = ledger.assign(credit=ledger["after"])[list(table().columns)]
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        guard_formulas(found).to_csv(file, index=False)
