"""Why a duty stays open, and what may mend it: a light look at who could have taken it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.openings import OPENINGS
from optimize.roster.rules import ALLOWS
from quarterhour.arrays import Ints

MENDS = {
    "nobody": "roster.mend_hire",
    "able": "roster.mend_certify",
    "certificate": "roster.mend_renew",
    "employed": "roster.mend_hire",
    "absent": "roster.mend_move_absence",
    "night_work": "roster.mend_night_consent",
    "shift_length": "roster.mend_shift_length",
    "hours_day": "roster.mend_shift_length",
    "split_days": "roster.mend_split_days",
    "split_spread": "roster.mend_shift_length",
    "split_break": "roster.mend_shift_length",
    "travel_limit": "roster.mend_lender_nearer",
    "standby_consent": "roster.mend_standby_consent",
    "trained": "roster.mend_train",
    "one_duty_a_day": "roster.mend_borrow",
    "rest": "roster.mend_move_start",
    "hours_week": "roster.mend_borrow",
    "hours_month": "roster.mend_borrow",
    "consecutive_days": "roster.mend_borrow",
    "weekends_off": "roster.mend_borrow",
    "hours_in_period": "roster.mend_borrow",
    "overtime_in_period": "roster.mend_borrow",
    "average_hours": "roster.mend_borrow",
    "weekly_rest": "roster.mend_move_start",
    "days_in_period": "roster.mend_borrow",
    "days_off_in_period": "roster.mend_borrow",
    "nights_in_period": "roster.mend_borrow",
    "nights_in_row": "roster.mend_borrow",
    "duties_in_period": "roster.mend_borrow",
    "weekends_in_period": "roster.mend_borrow",
    "weekends_in_row": "roster.mend_borrow",
    "no_succession": "roster.mend_move_start",
    "rotation": "roster.mend_rotation",
    "cover_most": "roster.mend_cover",
    "pairs": "roster.mend_pairs",
    "budget": "roster.mend_budget",
    "together": "roster.mend_more_search",
}
"""Mend by reason; the reason's code is `roster.reason_` and the same key."""


def explain(facts: Facts, taken: Flags, missing: pd.DataFrame) -> pd.DataFrame:
    """`missing` (duty, kind, people) with reason and mend: what stops most of those who hold the post.

    For each person the first rule that forbids this one duty, the rest of the roster as it is; `together`
    where no single rule does, so that only an exchange among several people, or longer search, may fill it.
    """
    if missing.empty:
        return pd.DataFrame({"duty": [], "people": [], "reason": [], "mend": []}).astype(
            {"duty": "str", "people": "int64", "reason": "str", "mend": "str"}
        )
    blocks = _first_block(facts, taken)
    keys = [*ALLOWS, *(key for key, _ in OPENINGS), "together"]
    reasons = [_reason(facts, blocks[:, kind], keys, kind) for kind in missing["kind"]]
    return pd.DataFrame(
        {
            "duty": missing["duty"].to_numpy(),
            "people": missing["people"].to_numpy(np.int64),
            "reason": [f"roster.reason_{reason}" for reason in reasons],
            "mend": [MENDS[reason] for reason in reasons],
        }
    )


def _reason(facts: Facts, blocks: Ints, keys: list[str], kind: int) -> str:
    if not len(blocks):
        return "nobody"
    holders = blocks != keys.index("able")
    if holders.any():
        counts: Counter[str] = Counter(keys[block] for block in np.sort(blocks[holders]).tolist())
        return counts.most_common(1)[0][0]
    place = facts.kinds.loc[kind, ["outlet", "post"]]
    able = facts.unit.problem.able
    ever = ((able["outlet"] == place["outlet"]) & (able["post"] == place["post"])).any()
    return "certificate" if ever else "able"


def _first_block(facts: Facts, taken: Flags) -> Ints:
    """(P, G) number of the first rule that forbids the pair, in the order of `ALLOWS`, then of `OPENINGS`."""
    checks = [allows(facts) for allows in ALLOWS.values()]
    checks += [later(facts, taken) for _, later in OPENINGS]
    forbids = ~np.stack(checks)
    blocked = np.concatenate([forbids, np.ones((1, *taken.shape), dtype=bool)])
    return np.asarray(blocked.argmax(axis=0), dtype=np.int64)
