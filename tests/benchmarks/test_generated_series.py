"""The series made for what a size costs."""

from pathlib import Path

import pandas as pd

from benchmarks.forecast.generated import daily_5000
from benchmarks.forecast.task import windows


def test_thousands_of_outlets_by_day_are_the_same_each_time() -> None:
    first, again = (vars(daily_5000(Path()))["values"] for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert first.shape == (1_123, 5_000)
    assert first.notna().all(axis=None)


def test_each_of_them_is_asked_for_four_weeks_once() -> None:
    asked = list(windows(daily_5000(Path())))
    assert len(asked) == 5_000
    assert {len(window.future) for window in asked} == {28}
