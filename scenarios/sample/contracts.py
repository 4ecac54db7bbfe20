"""Contracts and shift types."""

from __future__ import annotations

import pandas as pd

from scenarios.network.schema import contract_terms

CONTRACTS = pd.DataFrame(
    [
        ("full", "全日制", 9, 40, 44, 190, 11, 6, 1, False, 4, 10, 46.0, 1.5, 0.3, 0, 13, 3, 8),
        ("rotating", "全日制轮班", 9, 40, 44, 190, 11, 6, 1, True, 4, 10, 52.0, 1.5, 0.3, 0, 13, 3, 8),
        ("part24", "非全日制24小时", 8, 24, 28, 120, 11, 5, 2, False, 4, 9, 40.0, 1.5, 0.3, 0, 13, 3, 8),
        ("part20", "非全日制20小时", 6, 20, 24, 100, 11, 5, 1, False, 4, 6, 38.0, 1.5, 0.3, 0, 13, 3, 8),
        ("evening24", "非全日制晚班", 8, 24, 28, 120, 11, 5, 1, True, 4, 9, 44.0, 1.5, 0.3, 0, 13, 3, 8),
    ],
    columns=["contract", "name", *contract_terms()],
)
"""The table `contracts`. Only rotating and evening contracts work after 22:00."""

_ALL, _LATE = "", "hub;mall;counter;call_desk"

_TYPES = pd.DataFrame(
    [
        ("D9", _ALL, "07:00", "13:00", 9, 60, 3.0, 5.0, False),
        ("D8", _ALL, "07:00", "14:00", 8, 60, 3.0, 4.5, False),
        ("D6", _ALL, "07:00", "16:00", 6, 0, 3.0, 3.0, False),
        ("D4", _ALL, "07:00", "18:00", 4, 0, 2.0, 2.0, False),
        ("E8", _LATE, "14:00", "17:00", 8, 60, 3.0, 4.5, False),
        ("E6", "counter;call_desk", "17:00", "19:00", 6, 0, 3.0, 3.0, False),
        ("N9", "call_desk", "22:00", "23:00", 9, 60, 3.0, 5.0, True),
    ],
    columns=[
        "shift",
        "kinds",
        "earliest_start",
        "latest_start",
        "hours",
        "break_minutes",
        "break_after",
        "break_before",
        "break_paid",
    ],
)


def shift_types(grain: int) -> pd.DataFrame:
    """The table `shift_types`: `hours` holds the break, so that D9 is eight hours of work."""
    return _TYPES.assign(start_step=max(30, grain))
