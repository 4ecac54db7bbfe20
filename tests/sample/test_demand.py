"""Arrivals of the sample: when they are there, and what moves them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scenarios.network import Network
from scenarios.network.hours import opening


@pytest.fixture(scope="module")
def daily(city: Network) -> pd.DataFrame:
    """Customers by business day (rows) and outlet (columns)."""
    rows = city.table("arrivals")
    day = city.grid.business_day(pd.DatetimeIndex(rows["start"]))
    return rows.assign(day=day).pivot_table(index="day", columns="outlet", values="count", aggfunc="sum")


def mean(daily: pd.DataFrame, outlets: list[str], first: str, last: str) -> float:
    """Mean customers a day of these outlets together."""
    return float(daily.loc[first:last, outlets].sum(axis=1).mean())


def test_there_is_a_row_for_every_open_interval_and_none_for_the_others(city: Network) -> None:
    """Closed is not zero: the history has exactly the open intervals of the network's own opening hours."""
    rows = city.table("arrivals")
    there = rows[["outlet", "start"]].drop_duplicates()
    first = pd.Timestamp("2023-09-04")
    wanted = opening(city, first, (city.first_day - first).days)
    both = there.merge(wanted, on=["outlet", "start"], how="outer", indicator=True)
    assert (both["_merge"] == "both").all()
    assert not rows.duplicated(["outlet", "service", "start"]).any()


def test_golden_week_fills_scenic_points_and_empties_stations(daily: pd.DataFrame) -> None:
    """1 to 8 October 2025 against the two weeks from 8 September on."""
    scenic, stations = ["SC02", "SC03", "SC04", "SC05"], ["ST01", "ST08", "ST11"]
    assert mean(daily, scenic, "2025-10-01", "2025-10-08") > 2.0 * mean(daily, scenic, "2025-09-08", "2025-09-21")
    assert mean(daily, stations, "2025-10-01", "2025-10-08") < 0.5 * mean(
        daily, stations, "2025-09-08", "2025-09-21"
    )
    after = mean(daily, stations, "2025-10-09", "2025-10-10")
    assert after > 1.05 * mean(daily, stations, "2025-09-18", "2025-09-19")


def test_small_offices_close_on_holidays_and_open_on_make_up_sundays(daily: pd.DataFrame) -> None:
    """28 September 2025 was a Sunday worked for Golden Week; ordinary Sundays have no customers."""
    sunday, monday = (mean(daily, ["ST02"], day, day) for day in ("2025-09-28", "2025-09-22"))
    assert sunday > 0.7 * monday
    assert daily.loc[["2025-09-21", "2025-10-01", "2025-10-08"], "ST02"].isna().all()


def test_lunar_new_year_moves_with_the_moon(daily: pd.DataFrame) -> None:
    """The deepest week of a station's winter is the one of the festival: 10 February 2024, 29 January 2025."""
    for first, last in (("2024-02-10", "2024-02-16"), ("2025-01-29", "2025-02-03")):
        year = first[:4]
        week = daily.loc[f"{year}-01-06" : f"{year}-02-28", "ST01"].rolling(6).mean()
        deepest = week.index[int(week.argmin())]
        assert pd.Timestamp(first) <= deepest <= pd.Timestamp(last) + pd.Timedelta(days=3)


def test_counts_scatter_more_than_poisson(city: Network) -> None:
    """Day noise and clustering: the variance of ordinary Tuesdays' 10:00 counts exceeds their mean."""
    rows = city.table("arrivals")
    start = rows["start"].dt
    calls = rows[(rows["service"] == "call") & (start.day_of_week == 1) & (start.hour == 10) & (start.minute == 0)]
    assert calls["count"].var() > 1.5 * calls["count"].mean()
    assert (rows["count"].dropna() >= 0).all()
    assert np.array_equal(rows["count"].dropna(), rows["count"].dropna().round())


def test_two_outlets_are_under_used_and_only_these(city: Network, daily: pd.DataFrame) -> None:
    """Under the threshold for at least the last six whole months in which the outlet was open throughout."""
    monthly = daily[:"2026-08-31"].groupby(pd.Grouper(freq="MS")).sum(min_count=20)
    threshold = city.table("outlets").set_index("outlet")["least_monthly_volume"].astype(float)
    under = (monthly < threshold.reindex(monthly.columns)).where(monthly.notna())
    in_a_row = {outlet: under[outlet].dropna().astype(bool).tail(6).all() for outlet in under.columns}
    assert {outlet for outlet, low in in_a_row.items() if low} == {"ST15", "ST21"}


def test_the_rebuilt_outlet_would_be_flagged_if_closed_counted_as_zero(city: Network, daily: pd.DataFrame) -> None:
    """ST09 has no rows while it is closed, and low ones after: six months under by the naive rule."""
    threshold = city.table("outlets").set_index("outlet")["least_monthly_volume"].astype(float)["ST09"]
    assert daily.loc["2026-03-09":"2026-06-28", "ST09"].isna().all()
    naive = daily.loc["2026-03-01":"2026-08-31", "ST09"].fillna(0).groupby(pd.Grouper(freq="MS")).sum()
    assert len(naive) == 6
    assert (naive < threshold).all()
    assert city.table("closures")["outlet"].tolist() == ["ST09"]


def test_outcomes_account_for_all_known_arrivals(city: Network) -> None:
    """Served and lost of a week are its arrivals, outlet by outlet and service by service."""
    outcomes, rows = city.table("outcomes"), city.table("arrivals")
    week = outcomes[outcomes["start"] == outcomes["start"].max()]
    begin = city.grid.day_start("2026-09-07")
    recent = rows[rows["start"] >= begin].groupby(["outlet", "service"])["count"].sum()
    told = week.set_index(["outlet", "service"])[["served", "lost"]].sum(axis=1)
    pd.testing.assert_series_equal(told.sort_index(), recent[recent > 0].sort_index(), check_names=False)
