"""Lend: somebody on duty at another outlet goes there, and comes back where their duty lasts long enough."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground
from optimize.shared_staff.dispatch.moves.frame import framed, nearest, paired, receiving, spread
from quarterhour.arrays import Mask


def lend(ground: Ground, receivers: Mask) -> pd.DataFrame:
    """Moves of people on duty at the nearest outlets that could spare somebody at all.

    They serve at home until they prepare, travel, are handed over to, and serve until their duty ends or they go
    back. Travel within the duty is paid with it; the way back after its end is work beyond the plan. Ways cost
    what planned loans cost.
    """
    policy, people = ground.situation.policy, ground.people
    to = receiving(ground, receivers)
    on_duty = people[(people["state"] == "duty") & (people["at"] >= 0) & (people["end"] > 0)]
    able_to_lend = ground.pool_spare.max(axis=1)[ground.posts["pool_place"]] >= 1
    on_duty = on_duty[able_to_lend[on_duty["at"].to_numpy()]]
    near = nearest(ground, pd.Index(on_duty["outlet"].unique()), pd.Index(to["outlet"].unique()))
    staff = pd.DataFrame(
        {
            "who": on_duty["employee"],
            "person": on_duty.index,
            "origin": on_duty["outlet"],
            "from_post": on_duty["at"],
            "limit": on_duty["end"],
            "starts": on_duty["begin"].clip(lower=0.0),
            "rate": on_duty["rate"],
        }
    )
    pairs = paired(staff, to, near)
    door = policy.alert + policy.preparation + pairs["travel"] + policy.handover
    pairs = pairs.assign(door=door, earliest=pairs["starts"] + door)
    rows = spread(pairs, ground)
    leaves = rows["begin"] - policy.handover - rows["travel"]
    end, return_at = rows["limit"], rows["stop"] + rows["travel"] + policy.handover
    returns = return_at <= end - policy.alert
    way = 2 * rows["travel"] / 60 * (rows["rate"] + policy.price_travel)
    return framed(
        rows.assign(
            called=rows["begin"] - rows["door"],
            leaves=leaves,
            away=leaves - policy.preparation,
            back=np.where(returns, return_at, end),
            worked=np.where(returns, 0.0, (rows["stop"] + rows["travel"] - end).clip(lower=0.0)),
            home=np.maximum(end, rows["stop"] + rows["travel"]),
            cost=way + policy.bother,
        ),
        "lend",
    )
