"""Which demand leaves where: departures one after the other, then the hours in which nobody is served any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Mask
from scenarios.plan.demand import Array
from scenarios.premises import Departure


@dataclass(frozen=True)
class Leaving:
    """Demand that leaves by one rule.

    Attributes
    ----------
    share
        Of each (series, interval) as it was before anything left.
    part
        Whether only some hours are concerned, so that the outlet itself is among the receivers.
    """

    rule: Departure
    share: Array
    part: bool = False


def leaving(mean: Array, series: pd.DataFrame, departures: Sequence[Departure], opened: Mask) -> list[Leaving]:
    """Everything that leaves; shares of one cell never exceed 1 together."""
    left = np.ones_like(mean)
    found = []
    for rule in departures:
        here = (series["outlet"] == rule.outlet).to_numpy()
        if rule.services is not None:
            here = here & series["service"].isin(rule.services).to_numpy()
        share = np.where(here[:, None], left * rule.share, 0.0)
        left = left - share
        if share.any():
            found.append(Leaving(rule, share))
    shut = ~opened & (mean > 0) & (left > 0)
    for outlet in sorted(set(series["outlet"].to_numpy(dtype=object)[np.asarray(shut.any(axis=1))])):
        here = (series["outlet"] == outlet).to_numpy()
        found.append(Leaving(Departure(outlet), np.where(shut & here[:, None], left, 0.0), part=True))
    return found
