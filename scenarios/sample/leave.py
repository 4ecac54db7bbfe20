"""Absences and wishes within the planned weeks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.seeds import generator

ON_LEAVE, IN_TRAINING, ILL, UNPAID = 0.30, 0.22, 0.015, 0.005
"""Shares of the people, for four weeks: one to three days of leave, a day of training, three of illness."""
WISHING = 0.6
"""Share of the people with wishes, two at most."""


def absences(people: pd.DataFrame, plan_start: pd.Timestamp, days: int, seed: int) -> pd.DataFrame:
    """The table `absences`: one row for each person who is away."""
    draw = generator(seed, "sample", "absences")
    scale = days / 28
    share = np.array([ON_LEAVE, IN_TRAINING, ILL, UNPAID]) * scale
    kind = draw.choice(5, len(people), p=[*share, 1 - share.sum()])
    away = people[kind < 4]
    kind = kind[kind < 4]
    length = np.select([kind == 0, kind == 2], [draw.integers(1, 4, len(away)), 3], default=1)
    first = plan_start + pd.to_timedelta(draw.integers(0, days - 3, len(away)), unit="D")
    part_time = ~away["contract"].isin(["full", "rotating"]).to_numpy()
    return pd.DataFrame(
        {
            "employee": away["employee"].to_numpy(),
            "first_day": first,
            "last_day": first + pd.to_timedelta(length - 1, unit="D"),
            "kind": np.array(["leave", "training", "sick", "unpaid"])[kind],
            "hours_a_day": np.where(part_time, 4.0, 8.0),
        }
    )


def requests(
    people: pd.DataFrame, away: pd.DataFrame, plan_start: pd.Timestamp, days: int, seed: int
) -> pd.DataFrame:
    """The table `requests`; nobody wishes for a day on which he is away anyway."""
    draw = generator(seed, "sample", "requests")
    wishes = np.repeat(people["employee"].to_numpy(), draw.binomial(2, WISHING, len(people)))
    frame = pd.DataFrame(
        {
            "employee": wishes,
            "day": plan_start + pd.to_timedelta(draw.integers(0, days, len(wishes)), unit="D"),
            "kind": draw.choice(["off", "work", "early", "late"], len(wishes), p=[0.62, 0.06, 0.22, 0.1]),
            "weight": draw.choice([1, 2, 3], len(wishes), p=[0.7, 0.2, 0.1]),
        }
    )
    frame = frame.drop_duplicates(["employee", "day"])
    both = frame.merge(away[["employee", "first_day", "last_day"]], on="employee", how="left")
    absent = (both["day"] >= both["first_day"]) & (both["day"] <= both["last_day"])
    return frame[~absent.to_numpy()].sort_values(["employee", "day"], ignore_index=True)
