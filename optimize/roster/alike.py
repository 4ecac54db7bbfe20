"""Who is comparable with whom, and what each had before: the ground of all rules of fairness."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from quarterhour.arrays import Ints

CONTRACT = [
    "hours_day",
    "hours_week",
    "hours_week_most",
    "hours_month_most",
    "rest_hours",
    "consecutive_days",
    "weekends_off",
    "night_work",
    "shift_hours_least",
    "shift_hours_most",
    "split_days_week",
    "trained",
]


def alike(people: pd.DataFrame, able: pd.DataFrame) -> Ints:
    """(P,) the number of each person's group of comparable people.

    Comparable are people of one home (or partner) with the same contract who hold the same posts there, and are
    trained or not.
    """
    home = people["outlet"].where(people["partner"] == "", people["partner"])
    posts = able.assign(place=able["outlet"] + "\n" + able["post"]).sort_values("place")
    posts = posts.merge(people[["employee", "outlet"]].rename(columns={"outlet": "home"}), on="employee")
    at_home = posts[posts["outlet"] == posts["home"]]
    held = at_home.groupby("employee")["place"].agg("\r".join).reindex(people["employee"]).fillna("")
    keys = people[CONTRACT].assign(home=home, held=held.to_numpy(object))
    groups = keys.groupby(list(keys.columns), sort=False, dropna=False).ngroup()
    return np.asarray(groups, dtype=np.int64)


def before(people: pd.DataFrame, groups: Ints, ledger: pd.DataFrame, what: str) -> NDArray[np.float64]:
    """(P,) what each had more (+) or less (-) than their share; newcomers as much as comparable people on average.

    Where nobody comparable is in the ledger, newcomers stand at the average of all of them, or at 0.
    """
    known = people["employee"].map(ledger.set_index("employee")[what]).astype(float)
    of_group = known.groupby(groups).transform("mean")
    return np.asarray(known.fillna(of_group).fillna(known.mean()).fillna(0.0), dtype=np.float64)
