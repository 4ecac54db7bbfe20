"""Ranges such as `0.8..1.4 step 0.1`: inclusive, and exact in decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = r"[-+]?\d{1,12}(?:\.\d{1,12})?"
RANGE = re.compile(rf"\s*({NUMBER})\s*\.\.\s*({NUMBER})\s+step\s+({NUMBER})\s*")
"""Numbers of so few digits that decimals of the standard precision hold every value exactly."""


@dataclass(frozen=True)
class Range:
    """From `first` in steps to `last`, which counts where a step meets it."""

    first: Decimal
    last: Decimal
    step: Decimal

    @property
    def leads(self) -> bool:
        """Whether the step leads from the first to the last."""
        return self.step != 0 and (self.first == self.last or (self.last > self.first) == (self.step > 0))

    @property
    def count(self) -> int:
        """How many values there are; very many are counted all the same."""
        return int((self.last - self.first) / self.step) + 1

    def values(self) -> list[int | float]:
        """All values; whole numbers where the first and the step are whole."""
        whole = all(part == part.to_integral_value() for part in (self.first, self.step))
        kind = int if whole else float
        return [kind(self.first + number * self.step) for number in range(self.count)]


def range_in(text: str) -> Range | None:
    """The range that a text says; None for another text."""
    found = RANGE.fullmatch(text)
    return None if found is None else Range(*map(Decimal, found.groups()))
