"""The threshold of every outlet worked out again: its own, else its kind's, else where it breaks even."""

from __future__ import annotations

import math
from collections.abc import Mapping

from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts

REMOTE = "call_desk"
"""Nobody walks there: no rent of the counter against its customers."""


def thresholds(facts: Facts, staff: Mapping[str, tuple[int, float]]) -> dict[str, tuple[float, str]]:
    """Outlet to customers a month and where the figure is from; outlets without any are left out.

    `staff` has each outlet's people and their pay a month.
    """
    value = facts.network.settings.customer_value
    kinds = {row["kind"]: float(row["least_monthly_volume"]) for row in rows(facts.network.table("outlet_kinds"))}
    found: dict[str, tuple[float, str]] = {}
    for row in rows(facts.network.table("outlets")):
        own, kind = float(row["least_monthly_volume"]), kinds.get(row["kind"], math.nan)
        if not math.isnan(own):
            found[row["outlet"]] = (own, "own")
        elif not math.isnan(kind):
            found[row["outlet"]] = (kind, "kind")
        elif value is not None and row["kind"] != REMOTE:
            cost = float(row["monthly_cost"]) + staff.get(row["outlet"], (0, 0.0))[1]
            found[row["outlet"]] = (cost / value, "break_even")
    return found
