"""Split duties of the staff plan: own people alone have them, no more than agree to it that day and that week."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from scenarios.evaluate.finding import Finding, where
from scenarios.evaluate.links import Lending
from scenarios.evaluate.splits import PARTS
from scenarios.evaluate.weeks import monday


def check_split_staff(duties: pd.DataFrame, lending: Lending) -> Iterator[Finding]:
    """In the staff plan own people alone have split duties, no more of them than agree to it that day and week."""
    long = duties["break_end"] - duties["break_start"] >= PARTS
    split = duties[long & ~duties["break_paid"].astype(bool) & (duties["activity"] == "work")]
    lent = split["source"] != "own"
    yield from where("split_lent", split, ["duty"], lent, "own people", split["source"])
    own, crew = split[~lent], lending.crew
    agreed = [person for person in crew.trained if person.terms["split_days_week"] > 0]
    days = own.groupby(["outlet", "pool", "day"], as_index=False)[["people"]].sum()
    able = [
        sum(
            any(crew.holds(person, outlet, post, day) for post in lending.pools.posts(outlet, pool))
            for person in agreed
            if person.home == outlet
        )
        for outlet, pool, day in zip(days["outlet"], days["pool"], days["day"], strict=True)
    ]
    labels, over = ["outlet", "pool", "day"], days["people"].to_numpy() > np.array(able)
    yield from where("split_people", days, labels, over, np.array(able), days["people"])
    weeks = own.assign(week=[monday(day) for day in own["day"]])
    weeks = weeks.groupby(["outlet", "week"], as_index=False)[["people"]].sum()
    most = [
        sum(int(person.terms["split_days_week"]) for person in agreed if person.home == outlet)
        for outlet in weeks["outlet"]
    ]
    over = weeks["people"].to_numpy() > np.array(most)
    yield from where("split_week", weeks, ["outlet", "week"], over, np.array(most), weeks["people"])
