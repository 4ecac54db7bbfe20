"""Split duties in the staff plan: own people who agree to them, by day and week; nobody is lent or hired for one.

Data       split work w: its unpaid break makes it a split duty; who of a pool agrees on day d; most split duties
           of a pool's people that week
Rows       sum of own[k,d,w] over split w and the pool's seats <= people who agree
           the same over the days of the week <= most
"""

from __future__ import annotations

import pandas as pd

from optimize.linear import Builder, Flags, Ids
from quarterhour.split import SPLIT_BREAK

LEAST = SPLIT_BREAK // pd.Timedelta(minutes=1)


def is_split(work: pd.DataFrame) -> Flags:
    """Whether each row (length and paid, in minutes) is a split duty."""
    split: Flags = (work["length"] - work["paid"]).to_numpy() >= LEAST
    return split


def add_split_limits(program: Builder, own: pd.DataFrame, totals: pd.DataFrame, weekly: pd.DataFrame) -> Ids:
    """Rows of own people on split work (`own`: p, day, paid, length, column); gives those of weeks."""
    split = own.loc[is_split(own), ["p", "day", "column"]]
    days = split[["p", "day"]].drop_duplicates().merge(totals, on=["p", "day"], how="left")
    days["row"] = program.rows(len(days), upper=days["split"].fillna(0).to_numpy(float))
    program.put(split.merge(days[["p", "day", "row"]], on=["p", "day"], how="left")["row"], split["column"])
    weeks = split[["p"]].drop_duplicates().merge(weekly[["p", "splits"]], on="p", how="left")
    weeks["row"] = program.rows(len(weeks), upper=weeks["splits"].fillna(0).to_numpy(float))
    program.put(split.merge(weeks[["p", "row"]], on="p", how="left")["row"], split["column"])
    return weeks["row"].to_numpy()
