"""Extend: a duty goes on after its end, at the same post, at the pay of overtime."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground
from optimize.shared_staff.dispatch.moves.frame import framed
from quarterhour.arrays import Mask

HOUR = 60.0


def extend(ground: Ground, receivers: Mask) -> pd.DataFrame:
    """Whole hours up to the policy's longest, cut where the lane closes; people are asked before their duty
    ends."""
    policy, people = ground.situation.policy, ground.people
    place = ground.posts["place"].to_numpy()
    at = people["at"].to_numpy()
    ends = people["end"].to_numpy(float)
    lane = np.where(at >= 0, place[at], -1)
    wanted = (people["state"] == "duty").to_numpy() & (lane >= 0) & (ends > 0) & (ends <= policy.ahead)
    wanted &= receivers[lane] & (ground.closes[lane] > ends)
    chosen = np.flatnonzero(wanted)
    hours = np.arange(HOUR, policy.longest_extension + 1.0, HOUR)
    row = np.repeat(chosen, len(hours))
    stop = np.minimum(
        ends[row] + np.tile(hours, len(chosen)), np.minimum(ground.closes[lane[row]], ground.clock.end)
    )
    who = people.iloc[row]
    rows = pd.DataFrame(
        {
            "who": who["employee"].to_numpy(),
            "person": row,
            "to_post": at[row],
            "called": 0.0,
            "leaves": ends[row],
            "begin": ends[row],
            "stop": stop,
            "door": 0.0,
            "worked": stop - ends[row],
            "home": stop,
            "cost": (stop - ends[row]) / 60 * (who["rate"] * who["overtime_factor"]).to_numpy(float)
            + policy.bother,
        }
    )
    return framed(rows.drop_duplicates(["person", "stop"]), "extend")
