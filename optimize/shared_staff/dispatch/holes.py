"""What stays open: lanes that miss people after all moves, with what stopped more help and what would mend it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import LANE, Ground
from quarterhour.arrays import Floats, Mask

MENDS = {
    "desk": "dispatch.mend_desk",
    "lender_need": "dispatch.mend_lender_need",
    "in_time": "dispatch.mend_nearer",
    "travel_limit": "dispatch.mend_nearer",
    "block": "dispatch.mend_later",
    "standby_consent": "dispatch.mend_standby",
    "trained": "dispatch.mend_train",
    "available": "dispatch.mend_standby",
    "nobody": "dispatch.mend_standby",
    "not_worth": "dispatch.mend_none",
}
"""Mend by rule; rules of working time and rest are mended by people who are fresh."""


WAITS = 0.5
"""Customers late in a lane at once from which somebody missing is worth telling."""


def holes(ground: Ground, after: Floats, refused: pd.DataFrame) -> pd.DataFrame:
    """outlet, lane, start, end, people, reason, mend: open stretches in which somebody is missing and worth
    sending.

    The reason is the rule that stopped most of those asked; `not_worth` where people could come, but would save
    less than they cost; `nobody` where none is near who holds the post.
    """
    lanes, clock = ground.situation.lanes[LANE], ground.clock
    open_ = clock.edges[None, :-1] < ground.closes[:, None]
    missing: Floats = np.where(open_, ground.needed - after, 0.0)
    waits = (ground.lines.queues(after)[1] > WAITS).any(axis=1)
    short: Mask = (missing >= 1.0 - 1e-6) & np.asarray(waits)[:, None]
    stretches = [
        (lane, *stretch, int(np.floor(missing[lane, slice(*stretch)].max() + 1e-6)))
        for lane in np.flatnonzero(short.any(axis=1)).tolist()
        for stretch in _stretches(short[lane])
    ]
    table = pd.DataFrame(stretches, columns=["row", "first", "last", "people"], dtype="int64")
    found = lanes.iloc[table["row"].to_numpy()].reset_index(drop=True)
    reasons = _reasons(ground, refused).reindex(found["outlet"]).tolist()
    return pd.DataFrame(
        {
            "outlet": found["outlet"],
            "lane": found["lane"],
            "start": clock.instants(clock.edges[table["first"].to_numpy()]),
            "end": clock.instants(clock.edges[table["last"].to_numpy()]),
            "people": table["people"],
            "reason": pd.Series([f"dispatch.reason_{reason}" for reason in reasons], dtype="str"),
            "mend": pd.Series([MENDS.get(reason, "dispatch.mend_fresh") for reason in reasons], dtype="str"),
        }
    )


def _stretches(flags: Mask) -> list[list[int]]:
    """[first, last) of each run of flags that are set."""
    padded = np.concatenate([[False], flags, [False]]).astype(np.int64)
    stretches: list[list[int]] = np.flatnonzero(np.diff(padded)).reshape(-1, 2).tolist()
    return stretches


def _reasons(ground: Ground, refused: pd.DataFrame) -> pd.Series:
    """The rule that stopped most, by outlet."""
    counts = refused.groupby(["outlet", "rule"]).size().reset_index(name="people")
    most = counts.sort_values(["people", "rule"], ascending=[False, True]).drop_duplicates("outlet")
    holders = set(ground.situation.able["outlet"].unique())
    told = dict(zip(most["outlet"], most["rule"], strict=True))
    outlets = ground.situation.desks["outlet"]
    plain = ["not_worth" if outlet in holders else "nobody" for outlet in outlets]
    return pd.Series([told.get(outlet, rule) for outlet, rule in zip(outlets, plain, strict=True)], index=outlets)
