"""Places that a repair leaves open, with the reason and what would mend it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.holes import explain
from optimize.roster.repair.disturb import Disturbed
from optimize.roster.repair.standing import Standing

PLACE = ["duty", "outlet", "post", "start", "end"]


def left_open(disturbed: Disturbed, after: Standing) -> pd.DataFrame:
    """duty, outlet, post, start, end, people, reason, mend: open now and not as published."""
    filled = after.cells.groupby("duty").size().reindex(after.own["duty"]).fillna(0).to_numpy(np.int64)
    known = disturbed.known.set_index("duty")["people"].reindex(after.own["duty"]).fillna(0).to_numpy(np.int64)
    people = after.own["people"].to_numpy(np.int64) - filled - known
    open_duties = after.own.assign(people=people)[people > 0].reset_index(drop=True)
    if open_duties.empty:
        none: pd.DataFrame = open_duties[PLACE].assign(
            people=pd.Series(dtype="int64"), reason=pd.Series(dtype="str"), mend=pd.Series(dtype="str")
        )
        return none
    facts = after.facts(after.segments, open_duties)
    facts.absent[disturbed.barred] = True
    nobody = np.zeros((len(facts.people), len(facts.kinds)), dtype=bool)
    why = explain(facts, nobody, facts.members[["duty", "kind", "people"]])
    holes = after.own[PLACE].merge(why, on="duty", validate="one_to_one")
    return holes.sort_values(["start", "outlet", "duty"], kind="stable").reset_index(drop=True)
