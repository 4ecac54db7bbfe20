"""Stretches of time in which somebody is at a post, or lacks a desk there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quarterhour.arrays import Floats, Ints, Mask


@dataclass(frozen=True)
class Stretches:
    """Stretches of planned windows.

    Attributes
    ----------
    replication, window
        `window` is a row of the windows that they belong to.
    start, end
        In minutes of the horizon.
    """

    replication: Ints
    window: Ints
    start: Floats
    end: Floats

    def take(self, chosen: Mask | Ints) -> Stretches:
        """Some of them, or all in another order."""
        return Stretches(self.replication[chosen], self.window[chosen], self.start[chosen], self.end[chosen])

    def ordered(self) -> Stretches:
        """By replication, window and start."""
        return self.take(np.lexsort((self.start, self.window, self.replication)))

    @classmethod
    def joined(cls, parts: Sequence[Stretches]) -> Stretches:
        """All, one after the other; of nothing none."""
        if not parts:
            return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0))
        return cls(
            np.concatenate([part.replication for part in parts]),
            np.concatenate([part.window for part in parts]),
            np.concatenate([part.start for part in parts]),
            np.concatenate([part.end for part in parts]),
        )
