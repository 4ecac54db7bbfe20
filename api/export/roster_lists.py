"""The roster's lists as CSV: segments, the payroll account, what was lent; guarded against formulas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from api import shifts
from scenarios.network.cells import guard_formulas
from scenarios.plan.values import Plan
from scenarios.roster import balance, payroll, statement
from scenarios.roster.record import as_texts
from scenarios.roster.values import roster_of, tidy

SEGMENTS, PAYROLL, STATEMENT, BALANCE = "segments.csv", "payroll.csv", "lent.csv", "balance.csv"
LEDGER = "roster_ledger.csv"
"""The ledger of fairness for the next roster: a table of the network."""


def write_lists(plan: Plan, folder: Path) -> list[Path]:
    """All lists of a plan that has a roster; their paths. `segments.csv` reads back without loss.

    Raises
    ------
    ValueError
        When the plan has none.
    """
    roster = roster_of(plan)
    people = shifts.people(plan)[["employee", "name", "home"]].drop_duplicates("employee")
    account = payroll(plan).merge(people, on="employee", how="left", validate="many_to_one")
    first = ["employee", "name", "home", "month"]
    frames = {
        SEGMENTS: tidy(roster.segments),
        PAYROLL: _rounded(account[[*first, *(name for name in account.columns if name not in first)]]),
        STATEMENT: _rounded(statement(plan)),
        BALANCE: _rounded(balance(plan)),
    }
    for name, frame in frames.items():
        write_list(frame, folder / name)
    return [folder / name for name in frames]


def write_list(frame: pd.DataFrame, path: Path) -> None:
    """One frame as CSV that spreadsheets open as it is; moments with their offset."""
    path.parent.mkdir(parents=True, exist_ok=True)
    as_texts(frame).to_csv(path, index=False, encoding="utf-8-sig")


def write_ledger(ledger: pd.DataFrame, folder: Path) -> Path:
    """The next ledger as a table that a network reads, numbers as numbers; its path."""
    guard_formulas(ledger).to_csv(folder / LEDGER, index=False, encoding="utf-8-sig")
    return folder / LEDGER


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Hours to a third of a second."""
    figures = list(frame.select_dtypes("float"))
    return frame.assign(**{str(name): frame[name].round(4) for name in figures})
