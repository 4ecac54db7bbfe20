"""The last step of a staff plan: pools that are improved side by side."""

from __future__ import annotations

import numpy as np
import pytest

from optimize.shifts.blocks import Budget, bounded
from optimize.shifts.check import typed
from optimize.shifts.improve import improved
from optimize.shifts.model import build
from optimize.shifts.partitions import chains
from optimize.shifts.prepare import prepare
from quarterhour.result import Limits
from tests.shifts.tiny import DAY, tiny


@pytest.mark.parametrize("offered", [1, 2, 3, 4, 5])
def test_pools_side_by_side_share_what_partners_offer(offered: int) -> None:
    """Two outlets without people, short of two each, take all of an offer that both could use, and no more."""
    links = [
        (f"z>{outlet}", "partner", "z", "", outlet, "a", "p", DAY, 15, offered, 60.0, 60, False, 0.25)
        for outlet in ("x", "y")
    ]
    problem = tiny({"x": [2, 2], "y": [2, 2]}, links=links)
    ((part,),) = chains(prepare(typed(problem)))
    model = build(part)
    program, budget = model.program, Budget("test", Limits(), 0.0)
    whole = np.flatnonzero(program.integer)
    _, nobody = program.fixed(whole, program.lower[whole]).relaxed().solve(stage="", partition="", limits=Limits())
    ties = np.zeros(len(program.least), dtype=bool)
    ties[model.ties] = True
    alone = bounded(program.priced(ties, np.zeros(len(ties))).parts(), budget)
    better = improved(model, nobody, sum(block.bound for block in alone), alone, budget)
    assert not program.broken(better, 1e-6).any()
    assert better[model.shared["column"]].sum() == min(offered, 4)
