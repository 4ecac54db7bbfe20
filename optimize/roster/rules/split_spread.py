"""Split spread: from the first start of a split duty to its last end, ways included, is no longer than agreed."""

from __future__ import annotations

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def split_spread(facts: Facts) -> Flags:
    """(P, G): the spread keeps the contract's most, or the duty is not split."""
    hours = ((facts.kinds["returns"] - facts.kinds["leaves"]) / 60).to_numpy()[None, :]
    most = facts.people["split_spread_most"].to_numpy(float)[:, None]
    fits: Flags = (hours <= most + 1e-9) | ~facts.kinds["split"].to_numpy(bool)[None, :]
    return fits
