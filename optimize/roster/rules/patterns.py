"""Rules that no roster may be able to keep, as what stands already decides: they are priced, never forbidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel


@dataclass(frozen=True)
class PricedRule:
    """A rule of which breaks cost; a hard one costs more than all holes (`weights.MUST`)."""

    prices: Callable[[RosterModel, Limit], None]

    def post(self, model: RosterModel, limit: Limit) -> None:
        """Write it into the model."""
        self.prices(model, limit)

    def opens(self, facts: Facts, limit: Limit, taken: Flags) -> Flags:
        """(G,): it forbids nothing."""
        return np.ones(len(taken), dtype=bool)
