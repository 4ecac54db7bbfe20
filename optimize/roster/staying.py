"""What a search counts beside the cost where a roster is known: places that it filled rather stay filled.

Which of several places stays open is often all the same to the unit. To the outlets it is not: those that get whom
they had go on as they did, and need not be rehearsed again.
"""

from __future__ import annotations

import numpy as np

from optimize.linear import Numbers
from optimize.roster.model import SCALE, RosterModel

FILLED = 10
"""Points for each open place of duties that were filled: less than half a wish, so that little is given for it."""


def beside_cost(model: RosterModel) -> Numbers:
    """(V,) what a unit of each variable counts, in objective units."""
    counts = np.zeros(len(model.cp.proto.variables))
    filled = zip(model.missing, model.filled.tolist(), strict=True)
    counts[[places.index for places, is_filled in filled if is_filled]] = FILLED * SCALE
    return counts
