"""Standby: somebody on call is called, from home or from the partner who keeps them ready."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground
from optimize.shared_staff.dispatch.moves.frame import framed, nearest, receiving, spread
from quarterhour.arrays import Mask


def standby(ground: Ground, receivers: Mask) -> pd.DataFrame:
    """Moves of people on standby, to the outlet where they stand by or the nearest others; paid in full when
    called.

    Where people live is not known: the way is counted from their home outlet, and to that outlet itself as none.
    """
    policy, people = ground.situation.policy, ground.people
    to = receiving(ground, receivers)
    ready = people[(people["state"] == "standby") & (people["end"] > 0)]
    staff = pd.DataFrame(
        {
            "who": ready["employee"],
            "person": ready.index,
            "origin": ready["home"],
            "limit": ready["end"],
            "starts": ready["begin"].clip(lower=0.0),
            "rate": ready["rate"],
        }
    )
    outlets = pd.Index(to["outlet"].unique())
    homes = pd.Index(ready["home"].unique())
    at_home = pd.DataFrame({"origin": outlets, "outlet": outlets, "travel": 0.0})
    near = pd.concat([nearest(ground, homes, outlets), at_home], ignore_index=True)
    pairs = staff.merge(near, on="origin").merge(to, on="outlet")
    door = policy.alert + policy.preparation + pairs["travel"] + policy.handover
    rows = spread(pairs.assign(door=door, earliest=pairs["starts"] + door), ground)
    lasts, ways = rows["stop"] - rows["begin"], 2 * rows["travel"]
    cost = (lasts + ways) / 60 * rows["rate"] + ways / 60 * policy.price_travel + policy.bother
    return framed(
        rows.assign(
            called=rows["begin"] - rows["door"],
            leaves=rows["begin"] - policy.handover - rows["travel"],
            away=np.nan,
            back=np.nan,
            worked=lasts + ways,
            home=rows["stop"] + rows["travel"],
            cost=cost,
        ),
        "standby",
    )
