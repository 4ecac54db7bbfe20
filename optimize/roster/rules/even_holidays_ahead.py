"""Even holidays ahead: comparable people will be no further than one apart after the next ones, as it looks.

Who has a weekend off has the one four weeks later off too, as a rule: of four weekends so many are off
(`weekends_off`), and where people are scarce no more than these. A holiday on a weekend is thus decided about four
weeks before it, and a weekend day that lies four weeks before a holiday beyond the horizon counts as this holiday,
beside those of the horizon: whoever will be off then is first for a holiday now, and whoever had more than the
others has the weekend off now. It is a guess, and so weighs less than what is known.
"""

from __future__ import annotations

import numpy as np

from optimize.roster.facts import Facts
from optimize.roster.model import RosterModel
from optimize.roster.rules.bands import even
from optimize.roster.rules.burdens import Burden, standing_inside
from optimize.roster.rules.weekends_off import WINDOW


def even_holidays_ahead(model: RosterModel) -> None:
    """Holidays, and days that stand for some to come, outside a band of one in each group of comparable people."""
    for burden in holidays_ahead(model.facts):
        even(model, burden, model.weights.even_holidays_ahead)


def holidays_ahead(facts: Facts) -> tuple[Burden, ...]:
    """Holidays with those to come, where there are any on weekends of the four weeks after the horizon."""
    free = facts.unit.problem.holidays["day"]
    earlier = facts.calendar.day(free) - 7 * WINDOW
    inside = (earlier >= max(0, facts.calendar.days - 7 * WINDOW)) & (earlier < facts.calendar.days)
    signs = earlier[inside & facts.is_weekend(earlier)]
    if not len(signs):
        return ()
    bound = facts.bound["holiday"].to_numpy(bool) | np.isin(facts.bound["day"].to_numpy(np.int64), signs)
    kinds = facts.kinds["holiday"].to_numpy(bool) | np.isin(facts.kinds["day_number"].to_numpy(np.int64), signs)
    days = facts.calendar.dates.isin(free) | np.isin(facts.days, signs)
    everybody = np.ones(len(facts.people), dtype=bool)
    return (Burden.of(facts, "holidays", kinds, standing_inside(facts) & bound, days, everybody),)
