"""Within: somebody on duty at another post of the same outlet helps, such as the back office at the counter."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground
from optimize.shared_staff.dispatch.moves.frame import framed, receiving, spread
from quarterhour.arrays import Mask


def within(ground: Ground, receivers: Mask) -> pd.DataFrame:
    """Moves to a lane of the same outlet that the person does not serve anyway: only the hand-over takes time."""
    policy, people = ground.situation.policy, ground.people
    place = ground.posts["place"].to_numpy()
    on_duty = people[(people["state"] == "duty") & (people["at"] >= 0) & (people["end"] > 0)]
    staff = pd.DataFrame(
        {
            "who": on_duty["employee"],
            "person": on_duty.index,
            "outlet": on_duty["outlet"],
            "from_post": on_duty["at"],
            "limit": on_duty["end"],
            "door": policy.handover,
            "earliest": on_duty["begin"].clip(lower=0.0) + policy.handover,
        }
    )
    pairs = staff.merge(receiving(ground, receivers), on="outlet")
    pairs = pairs[place[pairs["from_post"]] != place[pairs["to_post"]]]
    rows = spread(pairs, ground)
    leaves = rows["begin"] - policy.handover
    back = np.minimum(rows["stop"] + policy.handover, rows["limit"])
    return framed(
        rows.assign(
            called=leaves,
            leaves=leaves,
            away=leaves,
            back=back,
            worked=0.0,
            home=rows["limit"],
            cost=policy.bother,
        ),
        "within",
    )
