"""Employed: nobody works before the first or after the last day of the employment."""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def employed(facts: Facts) -> Flags:
    """(P, G): the duty's day lies within the employment."""
    days = facts.kinds["day"].to_numpy()[None, :]
    first = facts.people["first_day"].to_numpy()[:, None]
    last = facts.people["last_day"].to_numpy()[:, None]
    inside: Flags = (np.isnat(first) | (days >= first)) & (np.isnat(last) | (days <= last))
    return inside
