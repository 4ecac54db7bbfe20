"""Split break: the break between the parts of a split duty lies between the contract's least and most."""

from __future__ import annotations

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def split_break(facts: Facts) -> Flags:
    """(P, G): the break fits the contract, or the duty is not split."""
    hours = ((facts.kinds["resumes"] - facts.kinds["rests"]) / 60).to_numpy()[None, :]
    least = facts.people["split_break_least"].to_numpy(float)[:, None]
    most = facts.people["split_break_most"].to_numpy(float)[:, None]
    fits: Flags = (hours >= least - 1e-9) & (hours <= most + 1e-9) | ~facts.kinds["split"].to_numpy(bool)[None, :]
    return fits
