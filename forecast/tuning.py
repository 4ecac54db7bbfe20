"""Which settings suit a panel: each is played back on the panel's own past, and they are mixed by how well they
did.

The error of a setting at an origin is the sum of absolute errors of day levels, of a sample of series that is
spread over the panel. Settings are weighed by exp(-SHARPNESS (error / least error - 1)), errors summed over the
origins whose horizon had passed; those that weigh little are dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecast.combine import Weights, look_ahead
from forecast.ground import SAMPLE, Ground
from forecast.setting import SETTINGS, USUAL
from forecast.trials import LEAST_KNOWN

ORIGINS = 6
LEAST_STEP = 7
SHARPNESS = 15.0
MOST, MOST_OF_MANY = 4, 2
"""Settings that are mixed at most; fewer in panels larger than the sample, to bound the work."""
LEAST_WEIGHT = 0.25
UNTRIED: Weights = {USUAL: 1.0}


@dataclass(frozen=True)
class Tuning:
    """Errors of all settings (in the order of `SETTINGS`) by origin, after which `horizon` days were judged."""

    horizon: int
    series: int
    errors: Mapping[int, list[float]]

    def weights(self, known: int) -> Weights:
        """The mixture that could be chosen after `known` days; the usual setting alone where nothing was tried."""
        passed = [errors for origin, errors in self.errors.items() if origin + self.horizon <= known]
        error = np.sum(passed, axis=0) if passed else np.zeros(len(SETTINGS))
        if not error.min() > 0:
            return UNTRIED
        weight = np.exp(-SHARPNESS * (error / error.min() - 1.0))
        kept = np.argsort(-weight, kind="stable")[: MOST if self.series <= SAMPLE else MOST_OF_MANY]
        kept = kept[weight[kept] >= LEAST_WEIGHT * weight[kept[0]]]
        return {SETTINGS[place]: float(weight[place] / weight[kept].sum()) for place in sorted(kept)}


def tuning_origins(known: int, horizon: int) -> list[int]:
    """Origins half a horizon apart whose horizons end at most `known` days in, earliest first."""
    step = max(LEAST_STEP, horizon // 2)
    origins = [known - horizon - step * number for number in reversed(range(ORIGINS))]
    return [origin for origin in origins if origin >= LEAST_KNOWN]


def setting_errors(ground: Ground, origin: int, horizon: int) -> list[float]:
    """The error of each setting over the days that followed an origin."""
    sample, end = ground.sample(), origin + horizon
    panel, profile = sample.panel(origin, horizon)
    later = profile.levels(sample.history.until(end), sample.types(end))[:, origin:]
    centres = (look_ahead(panel, {setting: 1.0}).outlook.centre for setting in SETTINGS)
    return [float(np.nansum(np.abs(later - centre))) for centre in centres]
