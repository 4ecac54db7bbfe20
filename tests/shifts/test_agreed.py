"""Loans that receivers and lenders agree on."""

from __future__ import annotations

import numpy as np
import pytest

from optimize.shifts.agreed import agreed
from optimize.shifts.blocks import Budget
from optimize.shifts.check import typed
from optimize.shifts.model import build
from optimize.shifts.partitions import chains
from optimize.shifts.prepare import prepare
from optimize.shifts.relaxed import Relaxed
from quarterhour.result import Limits
from tests.shifts.tiny import DAY, tiny


@pytest.mark.parametrize("asked", [1.0, 1.5, 2.0, 3.0])
def test_partners_give_no_more_than_they_offer(asked: float) -> None:
    """Where outlets relaxed apart from each other ask a partner for more than its 3 people, 3 are taken."""
    links = [
        (f"z>{outlet}", "partner", "z", "", outlet, "a", "p", DAY, 15, 3, 60.0, 60, False, 0.25)
        for outlet in ("x", "y")
    ]
    ((part,),) = chains(prepare(typed(tiny({"x": [3, 3], "y": [3, 3]}, links=links))))
    model = build(part)
    program = model.program
    found = program.lower.copy()
    found[model.shared["column"]] = asked
    root = Relaxed(found, np.zeros(len(program.least)), -np.inf)
    values = agreed(model, root, np.zeros(len(program.least), dtype=bool), Budget("test", Limits(), 0.0))
    assert not program.broken(values, 1e-6).any()
    assert values[model.shared["column"]].sum() == min(2 * asked, 3)
