"""From values to pixels, with round ticks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quarterhour.arrays import Floats


@dataclass(frozen=True)
class Scale:
    """A straight line from values (low, high) to pixels (start, end)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of one value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def all(self, values: Floats) -> Floats:
        """The pixels of many values."""
        share = (np.asarray(values, dtype=np.float64) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def ticks(self) -> Floats:
        """Round values between low and high."""
        step = _step(self.high - self.low)
        first = np.ceil(self.low / step - 1e-9)
        last = np.floor(self.high / step + 1e-9)
        return step * np.arange(first, last + 1)


LEAST_SPAN = 1e-300
"""Less is nothing: steps of so little can not be told from zero by doubles."""


def over(values: Floats, start: float, end: float, zero: bool = True) -> Scale:
    """A scale that holds all values, ends on round figures, and starts at zero unless told otherwise."""
    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < LEAST_SPAN:
        high = low + 1.0
    step = _step(high - low)
    return Scale(step * np.floor(low / step + 1e-9), step * np.ceil(high / step - 1e-9), start, end)


def _step(span: float, wanted: int = 5) -> float:
    """1, 2 or 5 times a power of ten, about a `wanted`th of the span."""
    raw = span / wanted
    power = float(10.0 ** np.floor(np.log10(raw)))
    for factor in (1, 2, 5, 10):
        if raw <= factor * power * (1 + 1e-9):
            return factor * power
    return 10 * power
