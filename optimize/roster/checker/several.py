"""Hard rules that look at several people together, recomputed from the segments. Shares no code with the model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from optimize.roster.checker.breaks import rows
from optimize.roster.checker.elapsed import seconds, uncovered
from optimize.roster.checker.evidence import View


def as_planned(view: View) -> pd.DataFrame:
    """A duty is served by no more people than it has places; `each` looks at where and when."""
    duties = view.problem.duties
    beyond = view.filled.reindex(duties["duty"]).fillna(0).to_numpy(float) - duties["people"]
    return rows("as_planned", duties.assign(employee="", amount=beyond)[beyond > 0], "duties")


def trained(view: View) -> pd.DataFrame:
    """Whoever is still in training has somebody trained beside them, in the same pool, all the time."""
    serving = view.serving
    learning = ~serving["trained"].to_numpy(bool)
    begins, ends = seconds(serving["start"]), seconds(serving["end"])
    amounts = np.where(learning, (ends - begins) / 3600, 0.0)
    for _, together in serving.reset_index(drop=True).groupby(["outlet", "pool"]):
        here = together.index.to_numpy()
        skilled = here[~learning[here]]
        for row in here[learning[here]]:
            amounts[row] = uncovered(begins[row], ends[row], begins[skilled], ends[skilled])
    return rows("trained", serving.assign(amount=amounts)[amounts > 0], "hours")


SEVERAL: tuple[Callable[[View], pd.DataFrame], ...] = (as_planned, trained)
