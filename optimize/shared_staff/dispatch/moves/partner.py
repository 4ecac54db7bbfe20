"""Partner: somebody of a partner's offer comes; the offer's least block is paid whether used or not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground
from optimize.shared_staff.dispatch.moves.frame import framed, nearest, paired, receiving, spread
from quarterhour.arrays import Mask


def partner(ground: Ground, receivers: Mask) -> pd.DataFrame:
    """Moves of people still to be had, to posts within reach of the nearest partners."""
    policy, offers = ground.situation.policy, ground.situation.offers
    to = receiving(ground, receivers)
    open_ = offers[offers["people"] > 0]
    staff = pd.DataFrame(
        {
            "who": open_["offer"],
            "offer": open_.index,
            "origin": open_["partner"],
            "limit": ground.clock.end,
            "rate": open_["price"],
            "least": open_["least_minutes"],
        }
    )
    near = nearest(ground, pd.Index(open_["partner"].unique()), pd.Index(to["outlet"].unique()))
    pairs = paired(staff, to, near)
    door = policy.alert + policy.preparation + pairs["travel"] + policy.handover
    rows = spread(pairs.assign(door=door, earliest=door), ground)
    lasts, ways = rows["stop"] - rows["begin"], 2 * rows["travel"]
    cost = (np.maximum(lasts, rows["least"]) + ways) / 60 * rows["rate"] + ways / 60 * policy.price_travel
    return framed(
        rows.assign(
            called=rows["begin"] - rows["door"],
            leaves=rows["begin"] - policy.handover - rows["travel"],
            worked=0.0,
            home=rows["stop"] + rows["travel"],
            cost=cost + policy.bother,
        ),
        "partner",
    )
