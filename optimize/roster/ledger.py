"""What a roster adds to the ledger of fairness: had less a share, person by person."""

from __future__ import annotations

import pandas as pd

from optimize.roster.checker import fair
from optimize.roster.checker.comparable import homes
from optimize.roster.checker.evidence import View
from optimize.roster.values import RosterProblem


def ledger_after(problem: RosterProblem, segments: pd.DataFrame) -> pd.DataFrame:
    """The ledger that the next month begins with, from the segments alone.

    To each person's balance before comes what the person had, less the share by claim (presence times hours of
    contract) of what all comparable people had; who is comparable with nobody is held against the whole unit.
    Balances of a group thus keep their sum, but for a sixtieth each, and holes are nobody's. They are kept in
    sixtieths (hours: in minutes), so that two who are one apart stay so, whatever their shares.

    Returns
    -------
    DataFrame
        employee, hours, nights, weekend_days, holidays: all employees, in their order.
    """
    view = View(problem, segments)
    alike, unit = view.comparable, homes(problem)
    alone = alike.map(alike.value_counts()) == 1
    ledger = {}
    for what, count in fair.COUNTED.items():
        counted = count(view)
        shares = _split(counted, alike).where(~alone, _split(counted, unit))
        ledger[what] = fair.in_sixtieths(fair.balance(view, what) + counted["had"] - shares)
    return pd.DataFrame(ledger).round(6).rename_axis("employee").reset_index()


def _split(counted: pd.DataFrame, groups: pd.Series) -> pd.Series:
    """What each group had, split by claims; what people without any claim had is theirs."""
    had = counted["had"].groupby(groups).transform("sum")
    claimed = counted["claim"].groupby(groups).transform("sum")
    return (had * counted["claim"] / claimed).where(claimed > 0, counted["had"])
