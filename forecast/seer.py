"""What is foreseen after any number of days, by one procedure: tune, play back, calibrate, look ahead.

A backtest asks for many origins; what they share (errors of settings at an origin, sights) is worked out once. The
answer for an origin is exactly that of a history that ends there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from forecast.arrays import Array
from forecast.calibration import Sight, calibrate, look
from forecast.combine import Weights
from forecast.ground import Ground
from forecast.joint import Joint, fit_joint
from forecast.outlook import Outlook
from forecast.played_back import played_errors, played_origins, whole_outlets
from forecast.threads import in_threads
from forecast.trials import Trial, last_origins, play_back
from forecast.tuning import Tuning, setting_errors, tuning_origins
from quarterhour.progress import Progress

TRIALS, TOLD_OF_MANY = 3, 2
"""Origins played back for evidence and calibration; the last ones alone are told the learnt opinions, which cost
most, where they weigh them on `MANY` days of series.
"""
MANY = 10_000


@dataclass
class Seer:
    """Looks ahead over `horizon` days from any origin of a ground; keeps what it has worked out.

    Attributes
    ----------
    many
        Many origins will be asked for: whatever is seen from one will be needed.
    """

    ground: Ground
    horizon: int
    progress: Progress = field(default_factory=Progress)
    many: bool = False
    _errors: dict[int, list[float]] = field(default_factory=dict)
    _played: dict[int, Array] = field(default_factory=dict)
    _sights: dict[tuple[int, tuple[tuple[str, float], ...], bool], Sight] = field(default_factory=dict)

    def outlook(self, known: int) -> tuple[Outlook, list[Trial]]:
        """The calibrated outlook after `known` days, and the trials that calibrated it, earliest first.

        When asked to stop, fewer origins are played back.
        """
        history = self.ground.history
        tuning = self._tuning(known)
        *sights, now = self._seen([*last_origins(known, self.horizon, TRIALS), known], tuning)
        trials = [play_back(history, sights, sight) for sight in sights]
        outlook = calibrate(history, sights, known).outlook(now)
        return replace(outlook, joint=self._joint(known, outlook)), trials

    def _seen(self, origins: list[int], tuning: Tuning) -> list[Sight]:
        """Sights from the origins, of which the last is needed, the others unless asked to stop."""

        judged = TOLD_OF_MANY * self.horizon * len(self.ground.history.series)
        told = TOLD_OF_MANY if judged >= MANY else TRIALS

        def seen(origin: int) -> Sight | None:
            needless = self.progress.stopped and origin != origins[-1]
            learnt = origin in origins[-1 - told :]
            return None if needless else self._sight(origin, tuning.weights(origin), learnt)

        sights = []
        for place, sight in enumerate(in_threads(partial(seen, origin) for origin in origins), start=1):
            self.progress.report("forecast", 0.6 + 0.3 * place / len(origins))
            sights.append(sight)
        return [sight for sight in sights if sight is not None]

    def _joint(self, known: int, outlook: Outlook) -> Joint:
        """How errors go together, from days played back on whole outlets."""
        rows, errors = whole_outlets(self.ground), []
        for origin in played_origins(known):
            if self.progress.stopped:
                break
            if origin not in self._played:
                self._played[origin] = played_errors(self.ground, rows, origin)
            errors.append(self._played[origin])
        outlets = self.ground.history.series["outlet"].factorize()[0][rows].astype(np.int64)
        return fit_joint(np.stack(errors), outlook.noise[rows], outlets) if errors else Joint()

    def _tuning(self, known: int) -> Tuning:
        """Errors of all settings on the last origins before `known`."""
        origins = tuning_origins(known, self.horizon)
        tried = []
        for place, origin in enumerate(origins):
            if self.progress.stopped:
                break
            self.progress.report("forecast", 0.6 * place / len(origins))
            if origin not in self._errors:
                self._errors[origin] = setting_errors(self.ground, origin, self.horizon)
            tried.append(origin)
        return Tuning(
            self.horizon, len(self.ground.history.series), {origin: self._errors[origin] for origin in tried}
        )

    def _sight(self, origin: int, weights: Weights, learnt: bool) -> Sight:
        key = origin, tuple((setting.name, weight) for setting, weight in weights.items()), learnt or self.many
        if key not in self._sights:
            self._sights[key] = look(self.ground, origin, self.horizon, weights, learnt or self.many)
        return self._sights[key] if learnt else self._sights[key].unlearnt
