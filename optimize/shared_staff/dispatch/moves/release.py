"""Release: a duty ends early where people are beyond need until its end."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground
from optimize.shared_staff.dispatch.moves.frame import framed
from quarterhour.arrays import Mask

LEAST = 60.0
"""Minutes: less is not worth telling anybody."""


def release(ground: Ground, receivers: Mask) -> pd.DataFrame:
    """People go home at any edge from the alert on; the hours are theirs for another day, and idle no more."""
    policy, people = ground.situation.policy, ground.people
    at, ends = people["at"].to_numpy(), people["end"].to_numpy(float)
    lane = np.where(at >= 0, ground.posts["place"].to_numpy()[at], -1)
    on_duty = (
        (people["state"] == "duty").to_numpy() & (at >= 0) & (ends <= ground.clock.end) & (people["begin"] <= 0)
    )
    chosen = np.flatnonzero(on_duty & ~((lane >= 0) & receivers[lane]))
    edges = ground.clock.edges[1:-1]
    row, leaves = np.repeat(chosen, len(edges)), np.tile(edges, len(chosen))
    left = ends[row] - leaves
    who = people.iloc[row]
    fits = (leaves >= policy.alert) & (left >= LEAST) & (leaves >= who["shortest"].to_numpy(float))
    rows = pd.DataFrame(
        {
            "who": who["employee"].to_numpy(),
            "person": row,
            "from_post": at[row],
            "called": leaves - policy.alert,
            "leaves": leaves,
            "begin": np.nan,
            "stop": np.nan,
            "away": leaves,
            "back": ends[row],
            "door": 0.0,
            "worked": -left,
            "home": leaves,
            "cost": -policy.price_idle * left / 60,
        }
    )
    return framed(rows[fits], "release")
