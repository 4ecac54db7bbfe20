"""The Israeli bank's calls as a network."""

from __future__ import annotations

import pandas as pd
import pytest

from scenarios.adapters import bank
from scenarios.network import Network
from scenarios.network.hours import opening
from tests.data import shared_data

FOLDER = ("forecast", "bank_israel_1999")


@pytest.fixture(scope="module")
def desk() -> Network:
    """The whole year."""
    return bank(shared_data(*FOLDER))


@pytest.fixture(scope="module")
def source() -> pd.Series:
    """Calls by half hour (wall clock), summed from the file."""
    raw = pd.read_csv(shared_data(*FOLDER) / "callcenter_6min.csv.gz", parse_dates=["ds"])
    return raw.groupby(raw["ds"].dt.floor("30min"))["y"].sum()


def test_counts_are_the_source_s_and_little_is_left_out(desk: Network, source: pd.Series) -> None:
    """Every half hour has exactly the calls of its five intervals; under 2% lie outside opening hours."""
    rows = desk.table("arrivals")
    wall = rows["start"].dt.tz_localize(None)
    assert (rows["count"].to_numpy() == source.reindex(wall).to_numpy()).all()
    assert 0.98 < rows["count"].sum() / source.sum() <= 1.0


def test_hours_are_those_of_the_paper_or_a_little_longer(desk: Network) -> None:
    """Brown et al. (2005): 7 to 24 on Sunday to Thursday, to 14 on Friday, from 20 on Saturday."""
    hours = desk.table("opening_hours").set_index("weekday")
    for day in ("sun", "mon", "tue", "wed", "thu"):
        assert tuple(hours.loc[day, ["opens", "closes"]]) == ("07:00", "24:00")
    assert hours.loc["fri", "opens"] == "07:00"
    assert hours.loc["fri", "closes"] in ("14:00", "14:30", "15:00", "15:30")
    assert hours.loc["sat", "opens"] in ("19:00", "19:30", "20:00")
    assert hours.loc["sat", "closes"] == "24:00"


def test_history_has_exactly_the_open_half_hours(desk: Network) -> None:
    """All of 1999 by the network's own opening hours, both changes of the clock included."""
    wanted = opening(desk, "1999-01-01", 365)
    pd.testing.assert_index_equal(
        pd.DatetimeIndex(desk.table("arrivals")["start"]), pd.DatetimeIndex(wanted["start"]), check_names=False
    )
    assert desk.first_day == pd.Timestamp("2000-01-03")


def test_what_is_held_back_is_not_in_the_history(desk: Network) -> None:
    """Until 6 December the history is the same as the whole one's, and the plan begins that Monday."""
    earlier = bank(shared_data(*FOLDER), until="1999-12-06")
    assert earlier.first_day == pd.Timestamp("1999-12-06")
    rows, whole = earlier.table("arrivals"), desk.table("arrivals")
    assert rows["start"].max() < earlier.grid.day_start("1999-12-06")
    joined = rows.merge(whole, on=["outlet", "service", "start"], suffixes=("", "_whole"))
    assert len(joined) == len(rows)
    assert (joined["count"] == joined["count_whole"]).all()


def test_staff_fits_the_calls(desk: Network) -> None:
    """Work over contract hours of the last eight weeks lies between four and eight tenths."""
    rows = desk.table("arrivals")
    recent = rows[rows["start"] >= desk.grid.day_start("1999-11-08")]
    minutes = float(desk.table("services")["handling_minutes"].iloc[0])
    work = recent["count"].sum() * minutes / 60 / 8
    weekly = desk.table("contracts").set_index("contract")["hours_week"].astype(float)
    paid = desk.table("employees")["contract"].map(weekly).sum()
    assert 0.4 < work / paid < 0.8


def test_a_cut_before_the_data_says_so() -> None:
    """Without history there is nothing to size the staff by."""
    with pytest.raises(ValueError, match="no 8 weeks of calls before 1999-02-01"):
        bank(shared_data(*FOLDER), until="1999-02-01")
