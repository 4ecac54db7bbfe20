"""What a bound on maximum coverage fixes.

With the worth v_j of sites (`bound`) a better answer has site j only if bound - v_p + v_j, and lacks it only if
bound - v_j + v_(p+1), is above the best one; v_p and v_(p+1) are the p-th largest and the one after it.
"""

from __future__ import annotations

import numpy as np

from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.values import Fixed, Relaxed


def fix(core: Core, relaxed: Relaxed, objective: float) -> Fixed:
    """Which sites fall and which stand in every answer better than `objective`, those fixed before included."""
    need = objective + (1.0 - 1e-4) * core.step
    need -= 1e-9 * abs(need)
    before = relaxed.fixed
    free, number = before.free, core.number - int(before.stands.sum())
    order = free[np.argsort(-relaxed.worth[free], kind="stable")]
    falls, stands = before.falls.copy(), before.stands.copy()
    if number >= len(order):
        stands[order] = True
        return Fixed(falls, stands)
    inside, outside = order[:number], order[number:]
    if number > 0:
        last, after = relaxed.worth[inside[-1]], relaxed.worth[outside[0]]
        stands[inside[relaxed.value - relaxed.worth[inside] + after < need]] = True
        falls[outside[relaxed.value - last + relaxed.worth[outside] < need]] = True
    else:
        falls[outside] = True
    return Fixed(falls, stands)
