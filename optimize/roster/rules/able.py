"""Skills and certificates: a person takes a duty only at posts they may hold on that day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def able(facts: Facts) -> Flags:
    """(P, G): all skills and certificates of the post are there and valid on the duty's day."""
    rows = pd.Series(np.arange(len(facts.people)), index=facts.people["employee"])
    kinds = facts.kinds[["outlet", "post", "day"]].assign(kind=np.arange(len(facts.kinds)))
    pairs = facts.unit.problem.able.merge(kinds, on=["outlet", "post"])
    valid = (pairs["since"].isna() | (pairs["day"] >= pairs["since"])) & (
        pairs["until"].isna() | (pairs["day"] <= pairs["until"])
    )
    pairs = pairs[valid]
    allowed = np.zeros((len(facts.people), len(facts.kinds)), dtype=bool)
    allowed[rows.reindex(pairs["employee"]).to_numpy(np.int64), pairs["kind"].to_numpy(np.int64)] = True
    return allowed
