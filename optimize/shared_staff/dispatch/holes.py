"""What stays open: lanes that miss people after all moves, with what stopped more help and what would mend it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import LANE, Ground
from quarterhour.arrays import Floats

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


def holes(ground: Ground, after: Floats, refused: pd.DataFrame) -> pd.DataFrame:
    """outlet, lane, start, end, people, reason, mend: open stretches in which somebody is missing and worth sending.

    The reason is the rule that stopped most of those asked; `not_worth` where people could come, but would save less
    than they cost; `nobody` where none is near who holds the post.
    """
    lanes, clock = ground.situation.lanes[LANE], ground.clock
    missing = np.where(ground.clock.edges[None, :-1] < ground.closes[:, None], ground.needed - after, 0.0)
    waits = ground.lines.queues(after)[1] > 0.5
    short = (missing >= 1.0 - 1e-6) & waits.any(axis=1)[:, None]
    rows = []
    for lane in np.flatnonzero(short.any(axis=1)).tolist():
        edges = np.flatnonzero(np.diff(np.concatenate([[False], short[lane], [False]]).astype(np.int64)))
        for begin, end in edges.reshape(-1, 2).tolist():
            people = int(np.floor(missing[lane, begin:end].max() + 1e-6))
            rows.append((lane, clock.edges[begin], clock.edges[end], people))
    lane, begin, end, people = (np.array(part) for part in zip(*rows, strict=True)) if rows else (np.zeros(0),) * 4
    found = lanes.iloc[lane.astype(np.int64)].reset_index(drop=True)
    reasons = _reasons(ground, refused).reindex(found["outlet"])
    return found.assign(
        start=clock.instants(begin.astype(np.float64)),
        end=clock.instants(end.astype(np.float64)),
        people=people.astype(np.int64),
        reason=pd.Series([f"dispatch.reason_{reason}" for reason in reasons], dtype="str"),
        mend=pd.Series([MENDS.get(reason, "dispatch.mend_fresh") for reason in reasons], dtype="str"),
    )


def _reasons(ground: Ground, refused: pd.DataFrame) -> pd.Series:
    """The rule that stopped most, by outlet."""
    counts = refused.groupby(["outlet", "rule"]).size().reset_index(name="people")
    most = counts.sort_values(["people", "rule"], ascending=[False, True]).drop_duplicates("outlet")
    holders = set(ground.situation.able["outlet"])
    told = dict(zip(most["outlet"], most["rule"], strict=True))
    outlets = ground.situation.desks["outlet"]
    plain = ["not_worth" if outlet in holders else "nobody" for outlet in outlets]
    return pd.Series([told.get(outlet, rule) for outlet, rule in zip(outlets, plain, strict=True)], index=outlets)
