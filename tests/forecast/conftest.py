"""Cheaper engines for tests in which the costly part takes part, but is not what they are about."""

from __future__ import annotations

import pytest

from forecast.boosting import opinions


@pytest.fixture
def few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boosting as always, with a fifth of the rounds and of the rows.

    Every step is there and decides as always. test_accuracy, test_boosting, test_ladder and test_real keep all.
    """
    monkeypatch.setattr(opinions, "TREES", opinions.TREES // 5)
    for bound in ("FEWEST_DRAWN", "MOST_DRAWN"):
        monkeypatch.setattr(opinions, bound, getattr(opinions, bound) // 5)
