"""Rotations: cycles of known symbols, for people who exist."""

from __future__ import annotations

from functools import partial

import numpy as np

from scenarios.network.check_rules import check_value
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings

SYMBOLS = "ELNDO*"
"""Early, late, night, any duty, off, anything."""


def check_cycles(context: Context, findings: Findings) -> None:
    """Every symbol of a cycle is known; the first that is not is named."""
    located = context.tables["rotations"]
    unknown = [
        next((symbol for symbol in cycle if symbol != " " and symbol not in SYMBOLS), "")
        for cycle in located.frame["cycle"]
    ]
    wrong = np.array([bool(symbol) for symbol in unknown], dtype=bool)
    findings.add_rows("rotation_symbol", located, wrong, "cycle", symbol=np.array(unknown))


RULES: tuple[Rule, ...] = (
    Rule(check_cycles, ("rotations",)),
    Rule(partial(check_value, "rotations"), ("rotations", "employees", "outlets")),
)
