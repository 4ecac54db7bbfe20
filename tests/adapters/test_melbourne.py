"""Melbourne's passers-by as a network."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scenarios.adapters import melbourne
from scenarios.adapters.melbourne import ASKING, outlet_of, read_counts
from scenarios.network import Network
from scenarios.network.hours import opening
from tests.data import shared_data

FOLDER = ("forecast", "pedestrian_melbourne")


@pytest.fixture(scope="module")
def city() -> Network:
    """The whole history."""
    return melbourne(shared_data(*FOLDER))


@pytest.fixture(scope="module")
def passers() -> pd.DataFrame:
    """The counts of the sensors."""
    counts = read_counts(shared_data(*FOLDER) / "pedestriancounts_melbourne.zip")
    return counts.assign(outlet=outlet_of(counts["sensor"]))


def paired(network: Network, passers: pd.DataFrame) -> pd.DataFrame:
    """Arrivals beside the passers-by of the same hour."""
    rows = network.table("arrivals")
    rows = rows.assign(when=rows["start"].dt.tz_localize(None))
    return rows.merge(passers, on=["outlet", "when"], how="left", suffixes=("", "_source"), validate="1:1")


def test_arrivals_are_a_binomial_thinning_of_the_counts(city: Network, passers: pd.DataFrame) -> None:
    """Never more than passed by, one in a hundred within 3 standard errors, with binomial variance."""
    both = paired(city, passers)
    known = both[both["count"].notna()]
    assert known["count_source"].notna().all()
    assert (known["count"] <= known["count_source"]).all()
    total = known["count_source"].sum()
    # A binomial share has the standard error sqrt(p (1 - p) / n).
    error = np.sqrt(ASKING * (1 - ASKING) / total)
    assert abs(known["count"].sum() / total - ASKING) < 3 * error
    score = (known["count"] - ASKING * known["count_source"]) ** 2 / (
        ASKING * (1 - ASKING) * known["count_source"].clip(lower=1)
    )
    assert score[known["count_source"] > 100].mean() == pytest.approx(1.0, abs=0.02)


def test_missing_hours_are_unknown_not_zero(city: Network, passers: pd.DataFrame) -> None:
    """A count is absent exactly where the source has none; sensor 7 lacks a good fifth of its hours."""
    both = paired(city, passers)
    assert (both["count"].isna() == both["count_source"].isna()).all()
    share = both[both["outlet"] == "M07"]["count"].isna().mean()
    assert 0.15 < share < 0.3


def test_only_sensors_with_a_year_that_still_count_become_outlets(city: Network) -> None:
    """1, 15 and 16 ended early, 33 to 40 began late (and 35 is none): 29 of 39 remain."""
    kept = set(city.table("outlets")["outlet"])
    assert len(kept) == 29
    assert not kept & {"M01", "M15", "M16", *(f"M{number}" for number in range(33, 41))}


def test_history_lies_in_open_hours_also_when_the_clock_changes(city: Network) -> None:
    """Twelve hours a day from 08:00 to 20:00, on the days of both changes in 2014 too."""
    rows = city.table("arrivals")
    one = pd.DatetimeIndex(rows.loc[rows["outlet"] == "M02", "start"])
    for day in ("2014-04-06", "2014-10-05"):
        here = opening(city, day, 1)
        expected = pd.DatetimeIndex(here.loc[here["outlet"] == "M02", "start"])
        begin, end = city.grid.day_start(day), city.grid.day_start(pd.Timestamp(day) + pd.Timedelta(days=1))
        found = one[(one >= begin) & (one < end)]
        pd.testing.assert_index_equal(found, expected, check_names=False)
        assert len(found) == 12
        assert found[0].hour == 8


def test_same_seed_same_thinning_and_a_cut_changes_nothing_before_it(city: Network) -> None:
    """Draws go sensor by sensor in the order of time, so that held-back days do not move earlier ones."""
    earlier = melbourne(shared_data(*FOLDER), until="2014-09-29")
    assert earlier.first_day == pd.Timestamp("2014-09-29")
    rows = earlier.table("arrivals")
    assert rows["start"].max() < earlier.grid.day_start("2014-09-29")
    both = rows.merge(city.table("arrivals"), on=["outlet", "service", "start"], suffixes=("", "_whole"))
    assert len(both) > 200_000
    assert both["count"].equals(both["count_whole"])


def test_default_plan_is_the_four_weeks_with_labour_day(city: Network) -> None:
    """The Monday after the counts end; Labour Day in Victoria was 9 March 2015."""
    assert city.first_day == pd.Timestamp("2015-02-16")
    assert city.settings.subdivision == "VIC"


def test_a_cut_before_the_data_says_so() -> None:
    """In the summer of 2012 no sensor had counted for a year."""
    with pytest.raises(ValueError, match="no sensor has a year of counts before 2012-07-01"):
        melbourne(shared_data(*FOLDER), until="2012-07-01")
