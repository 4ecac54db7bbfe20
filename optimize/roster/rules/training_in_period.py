"""Training in a period: hours of training that a person has to reach; rosters give none, a lack is only told."""

from __future__ import annotations

import numpy as np

from optimize.roster.doors import cost_of_lack
from optimize.roster.known import bound_of
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel
from optimize.roster.periods import periods
from optimize.roster.rules.patterns import PricedRule
from optimize.roster.rules.sums import bounds, inside


def _prices(model: RosterModel, limit: Limit) -> None:
    """Minutes of planned, locked and past training under the least of each period."""
    spans, bound = periods(model.facts.calendar, limit), bound_of(model.facts, limit.person)
    least, _ = bounds(model.facts, limit, spans, 60.0)
    lack = np.maximum(least - inside(bound.day, spans) @ bound.training, 0)
    model.charge(cost_of_lack(limit, minutes=True) * int(lack.sum()))


training_in_period = PricedRule(_prices)
