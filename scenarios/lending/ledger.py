"""The ledger of hours lent and owed, carried from day to day: a CSV that is read, and written anew elsewhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from quarterhour.messages import Message
from scenarios.network.cells import guard_formulas
from scenarios.network.problems import Problem

COLUMNS = ("lender", "credit")


class LedgerProblemsError(ValueError):
    """The ledger can not be used as it is; `problems` lists everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.text() for problem in problems))


def read_ledger(path: Path, lenders: frozenset[str]) -> dict[str, float]:
    """Credit in hours by lender.

    Raises
    ------
    LedgerProblemsError
        With row, column and value of everything that does not fit.
    """
    problems: list[Problem] = []

    def wrong(code: str, row: int | None, column: str, value: object, **values: object) -> None:
        fix = Message(f"{code}.fix", values)
        problems.append(Problem(path.name, row, column, str(value), Message(code, values), fix))

    try:
        table = pd.read_csv(path, dtype="str", encoding="utf-8-sig", keep_default_na=False)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        wrong("lending.ledger_unreadable", None, "", "")
        raise LedgerProblemsError(tuple(problems)) from None
    for column in COLUMNS:
        if column not in table:
            wrong("lending.ledger_lacks_column", 1, column, "")
    if problems:
        raise LedgerProblemsError(tuple(problems))
    number = pd.to_numeric(table["credit"], errors="coerce")
    number = number.where(number.abs() < float("inf"))
    seen: set[str] = set()
    for place, (lender, credit) in enumerate(zip(table["lender"], table["credit"], strict=True)):
        row = place + 2
        if lender not in lenders:
            wrong("lending.ledger_unknown", row, "lender", lender)
        if lender in seen:
            wrong("lending.ledger_twice", row, "lender", lender)
        if number.isna().iloc[place]:
            wrong("lending.ledger_no_number", row, "credit", credit)
        seen.add(lender)
    if problems:
        raise LedgerProblemsError(tuple(problems))
    return dict(zip(table["lender"], number.astype(float), strict=True))


def write_ledger(ledger: pd.DataFrame, path: Path) -> None:
    """The ledger after the day, with what the day added; never over a file that is there.

    Raises
    ------
    FileExistsError
        When there is one.
    """
    table = ledger.assign(credit=ledger["after"])[["lender", "kind", "credit", "before", "lent", "borrowed"]]
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        guard_formulas(table).to_csv(file, index=False)
