"""Nights in a row: at most so many days after each other on which a night duty begins."""

from __future__ import annotations

import numpy as np

from optimize.roster.facts import Facts
from optimize.roster.known import bound_of, kinds_of_what
from optimize.roster.limits import Limit
from optimize.roster.periods import Period
from optimize.roster.rules.sums import SumRule, Sums, days_with, inside


def _sums(facts: Facts, limit: Limit) -> Sums:
    """In any most + 1 days in a row at most `most` nights; each night beyond is one such window that is full."""
    most = int(limit.most or 0)
    windows = [Period(last - most, last, last) for last in range(facts.calendar.days) if limit.holds(last)]
    night = kinds_of_what(facts, "night").astype(np.int64)
    amounts = inside(facts.kinds["day_number"].to_numpy(np.int64), windows) * night[None, :]
    standing = days_with(bound_of(facts, limit.person), "night")
    none = np.zeros(len(windows), dtype=np.int64)
    return Sums(amounts, inside(standing, windows).sum(axis=1), none, np.full(len(windows), most, dtype=np.int64))


nights_in_row = SumRule(_sums)
