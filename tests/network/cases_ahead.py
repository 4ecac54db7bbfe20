"""Corrupted inputs about the days ahead: planners' adjustments and known regressors."""

from __future__ import annotations

from tests.network import damage as d
from tests.network.expected import Expected, at

AHEAD: dict[str, tuple[d.Damage, Expected]] = {
    "adjustment of an unknown outlet": (
        d.cells("adjustments", (2, "outlet", "X")),
        at("adjustments.csv", 2, "outlet", "unknown_reference"),
    ),
    "adjustment of an unknown service": (
        d.cells("adjustments", (3, "service", "tea")),
        at("adjustments.csv", 3, "service", "unknown_reference"),
    ),
    "adjustment twice": (
        d.cells("adjustments", (3, "adjustment", "k1")),
        at("adjustments.csv", 3, "adjustment", "duplicate_key"),
    ),
    "adjustment that leaves nobody": (
        d.cells("adjustments", (2, "uplift", -1)),
        at("adjustments.csv", 2, "uplift", "below_least"),
    ),
    "adjustment in per cent": (
        d.cells("adjustments", (2, "uplift", 20)),
        at("adjustments.csv", 2, "uplift", "above_most"),
    ),
    "adjustment without a day of its making": (
        d.cells("adjustments", (2, "made_on", "spring")),
        [
            ("adjustments.csv", 2, "made_on", "not_a_date"),
        ],
    ),
    "adjustment without a reason": (
        d.cells("adjustments", (2, "reason", "")),
        at("adjustments.csv", 2, "reason", "blank"),
    ),
    "regressor twice for all": (
        d.cells("regressors", (3, "day", "2026-02-02")),
        at("regressors.csv", 3, "day", "duplicate_key"),
    ),
    "regressor twice for one outlet": (
        d.rows("regressors", {"regressor": "rain", "outlet": "B", "day": "2026-02-03", "value": 1}),
        at("regressors.csv", 5, "day", "duplicate_key"),
    ),
    "regressor of an unknown outlet": (
        d.cells("regressors", (4, "outlet", "X")),
        at("regressors.csv", 4, "outlet", "unknown_reference"),
    ),
    "adjustment reversed": (
        d.cells("adjustments", (2, "last_day", "2026-03-02")),
        at("adjustments.csv", 2, "last_day", "period_reversed"),
    ),
}
