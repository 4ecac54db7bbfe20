"""Break: one that has not begun is taken earlier or later, where the shift allows it; not a split duty's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground
from optimize.shared_staff.dispatch.moves.frame import framed
from quarterhour.arrays import Mask
from quarterhour.split import SPLIT_BREAK


def breaks(ground: Ground, receivers: Mask) -> pd.DataFrame:
    """The person serves while the break was planned and rests for as long at another time of the same duty.

    The break is given up between `begin` and `stop`, and taken between `away` and `back`, at the same post.
    """
    policy, people = ground.situation.policy, ground.people
    place = ground.posts["place"].to_numpy()
    at, pause = people["at"].to_numpy(), people["pause"].to_numpy(float)
    lane = np.where(at >= 0, place[at], -1)
    wanted = (
        (people["state"] == "duty").to_numpy()
        & (lane >= 0)
        & (pause >= policy.handover)
        & (pause < ground.clock.end)
    )
    chosen = np.flatnonzero(wanted & receivers[lane])
    starts = ground.clock.edges[1:-1]
    row, new = np.repeat(chosen, len(starts)), np.tile(starts, len(chosen))
    who = people.iloc[row]
    begin, stop = pause[row], who["resume"].to_numpy(float)
    lasts = stop - begin
    allowed = (new >= who["pause_first"].to_numpy(float)) & (new <= who["pause_last"].to_numpy(float))
    apart = (new >= stop) | (new + lasts <= begin)
    allowed &= lasts < SPLIT_BREAK // pd.Timedelta(minutes=1)
    allowed &= apart & (new + lasts <= who["end"].to_numpy(float)) & (begin <= policy.ahead)
    rows = pd.DataFrame(
        {
            "who": who["employee"].to_numpy(),
            "person": row,
            "from_post": at[row],
            "to_post": at[row],
            "called": np.maximum(np.minimum(begin, new) - policy.handover, 0.0),
            "leaves": new,
            "begin": begin,
            "stop": stop,
            "away": new,
            "back": new + lasts,
            "door": 0.0,
            "worked": 0.0,
            "home": who["end"].to_numpy(float),
            "cost": policy.bother,
        }
    )
    return framed(rows[allowed], "break")
