"""The monthly benchmark: what is judged, and what an origin may know."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.forecast.task import DAY, Task
from benchmarks.forecast_monthly.__main__ import figures, judge
from benchmarks.forecast_monthly.months import daily_values, month_totals, origins


def task() -> Task:
    """Two series over 26 months: 10 a day, and 20 from the second year on."""
    day = pd.date_range("2022-01-01", "2024-02-29", freq="D")
    values = pd.DataFrame({"A": 10.0, "B": np.where(day.year > 2022, 20.0, 10.0)}, index=day)
    return Task("toy", values, DAY, 28, 1, (7,), 7)


def test_incomplete_months_are_not_judged() -> None:
    """A month that lacks three days has no total, one that lacks two has that of the others."""
    days = daily_values(task()).copy()
    days.iloc[:3, 0] = np.nan
    days.iloc[31:33, 0] = np.nan
    totals = month_totals(days)
    assert np.isnan(totals["A"].iloc[0])
    assert totals["A"].iloc[1] == 260.0


def test_every_origin_has_a_year_on_both_sides_and_knows_nothing_after_it() -> None:
    """Origins January to March 2023; the last day given is the day before."""
    found = list(origins(task()))
    assert [each.first.month for each in found] == [3, 2, 1]
    for each in found:
        assert each.problem.daily["day"].max() == each.first - pd.Timedelta(days=1)
        assert len(each.history) >= 12
        assert len(each.future) == 12


def test_figures_by_hand() -> None:
    """From March 2023 the naive says 10 a day for B until January; it errs on 10 of its 12 months."""
    each = judge(next(iter(origins(task()))))
    naive = figures([each], "naive", slice(0, 12))
    # A: 366 days x 10. B: 366 x 20; the naive is 10 short on the 306 days to the end of 2023.
    # A February of 29 days is set beside one of 28: 10 and 20 more.
    assert naive["wape"] == (3060 + 30) / (3 * 3660)
    assert figures([each], "ours", slice(0, 12))["wape"] < naive["wape"]
