"""What is left of a customer or job in hand when urgent work comes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quarterhour.arrays import Floats, Ints


@dataclass(frozen=True)
class InHand:
    """What may be in hand, by lane: sums of rate times the first, second and third moment of handling times."""

    first: Floats
    second: Floats
    third: Floats

    @classmethod
    def of(cls, lane: Ints, rate: Floats, mean: Floats, spread: Floats, lanes: int) -> InHand:
        """Lognormal handling times of such means and standard deviations, at such rates, each of one lane."""
        uneven = 1.0 + (spread / mean) ** 2
        powers = (rate * mean, rate * mean**2 * uneven, rate * mean**3 * uneven**3)
        return cls(*(np.bincount(lane, each, minlength=lanes).astype(np.float64) for each in powers))

    def take(self, lanes: Ints) -> InHand:
        """Of other lanes, in each of which what is in hand is that of one of these."""
        return InHand(self.first[lanes], self.second[lanes], self.third[lanes])

    def __add__(self, other: InHand) -> InHand:
        return InHand(self.first + other.first, self.second + other.second, self.third + other.third)

    def left(self) -> tuple[Floats, Floats]:
        """Mean and variance of what is left at some moment while it is in hand; 0 where nothing ever is.

        Of times with moments h1, h2, h3 what is left has the moments h2 / 2 h1 and h3 / 3 h1.
        """
        some = np.where(self.first > 0, self.first, 1.0)
        left = self.second / (2.0 * some)
        return left, self.third / (3.0 * some) - left**2
