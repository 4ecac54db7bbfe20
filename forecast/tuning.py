"""Which settings suit a panel: each is played back on the panel's own past, and they are mixed by how well they did.

The error of a setting at an origin is the sum of absolute errors of day levels, of a sample of series that is spread
over the panel. Settings are weighed by exp(-SHARPNESS (error / least error - 1)), errors summed over the origins whose
horizon had passed; those that weigh little are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.arrays import Array
from forecast.combine import Weights, look_ahead
from forecast.ground import Ground
from forecast.setting import SETTINGS, USUAL
from quarterhour.progress import Progress

SAMPLE = 60
"""Series that stand for a larger panel."""
ORIGINS = 6
LEAST_STEP = 7
SHARPNESS = 30.0
MOST = 4
"""Settings that are mixed at most."""
LEAST_WEIGHT = 0.1

UNTRIED: Weights = {USUAL: 1.0}


@dataclass(frozen=True)
class Tuning:
    """Errors of all settings on the panel's own past.

    Attributes
    ----------
    origins
        Known days at each origin played back.
    errors
        Shape (origins, settings).
    """

    horizon: int
    origins: list[int]
    errors: Array

    def weights(self, known: int) -> Weights:
        """The mixture that could be chosen after `known` days; the usual setting alone where nothing was tried."""
        passed = [place for place, origin in enumerate(self.origins) if origin + self.horizon <= known]
        if not passed:
            return UNTRIED
        error = self.errors[passed].sum(0)
        if not error.min() > 0:
            return UNTRIED
        weight = np.exp(-SHARPNESS * (error / error.min() - 1.0))
        kept = np.argsort(-weight, kind="stable")[:MOST]
        kept = kept[weight[kept] >= LEAST_WEIGHT * weight[kept[0]]]
        return {SETTINGS[place]: float(weight[place] / weight[kept].sum()) for place in sorted(kept)}


def tune(ground: Ground, horizon: int, earliest: int, progress: Progress) -> Tuning:
    """Play back all settings from origins half a horizon apart, none before `earliest` days are known."""
    known = len(ground.history.days)
    step = max(LEAST_STEP, horizon // 2)
    origins = [known - horizon - step * number for number in reversed(range(ORIGINS))]
    origins = [origin for origin in origins if origin >= earliest]
    sample = ground.sample(SAMPLE)
    errors = np.zeros((len(origins), len(SETTINGS)))
    for place, origin in enumerate(origins):
        if progress.stopped:
            return Tuning(horizon, [], errors[:0])
        panel, profile = sample.panel(origin, horizon)
        later = profile.levels(sample.history.until(origin + horizon), sample.types(origin + horizon))[:, origin:]
        for number, setting in enumerate(SETTINGS):
            centre = look_ahead(panel, {setting: 1.0}).outlook.centre
            errors[place, number] = np.nansum(np.abs(later - centre))
    return Tuning(horizon, origins, errors)
