"""What a learner gives back."""

from __future__ import annotations

from collections.abc import Callable

from forecast.arrays import Array, Single

Foretell = Callable[[Single], Array]
"""The median of the target at each row of a table with the columns that were learnt from."""
