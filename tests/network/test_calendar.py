"""The holiday calendar, compared with what the State Council announced."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from scenarios.network import Network, day_calendar, weekend
from tests.data import shared_data
from tests.network.fixtures import settings, tables


def network(country: str = "CN", subdivision: str = "", **frames: pd.DataFrame) -> Network:
    """Outlets of some country."""
    given = {"settings": settings(country=country, subdivision=subdivision), "outlets": tables()["outlets"]}
    return Network.from_tables({**given, **frames})


def test_against_the_announcements() -> None:
    """2015 to 2026, day by day: every day off and every make-up workday is the announced one.

    Announcements leave out weekends that adjoin a holiday without being moved, which we count to the break;
    they say that Monday 3 February 2020 is worked, which is no made-up weekend.
    """
    folder = shared_data("forecast", "holiday_cn")
    announced: dict[pd.Timestamp, bool] = {}
    for year in range(2014, 2027):
        days = json.loads((folder / f"{year}.json").read_text(encoding="utf-8"))["days"]
        announced |= {pd.Timestamp(day["date"]): day["isOffDay"] for day in days}
    ours = day_calendar(network(), "2015-01-01", "2026-12-31").set_index("day")
    assert len(ours) == 4383  # 12 years, three of them leap years
    at_weekend = pd.DatetimeIndex(ours.index).day_of_week >= 5
    official = pd.Series(announced).reindex(ours.index)
    off = official.eq(True) | (at_weekend & official.isna())
    ours_off = ours["kind"].eq("holiday") | (at_weekend & ours["kind"].ne("workday"))
    assert list(ours.index[off != ours_off]) == []
    worked = official.eq(False) & (ours.index != pd.Timestamp("2020-02-03"))
    assert list(ours.index[worked != ours["kind"].eq("workday")]) == []
    missing = official.eq(True) & ours["kind"].ne("holiday")
    assert list(ours.index[missing]) == []
    beyond = ours["kind"].eq("holiday") & ~official.eq(True)
    assert at_weekend[beyond].all()
    assert beyond.sum() < 30
    assert ours["announced"].all()


def test_names_are_stable() -> None:
    """The first six days of October are National Day in every year, and nothing is called "observed"."""
    ours = day_calendar(network(), "2015-01-01", "2026-12-31")
    golden = ours[(ours["day"].dt.month == 10) & (ours["day"].dt.day <= 6)]
    assert set(golden["holiday"]) == {"National Day"}
    assert not ours["holiday"].str.contains(r"\(|Day off|;").any()
    assert (ours["holiday"] != "").equals(ours["kind"] == "holiday")
    assert ours["holiday"].nunique() == 9  # "", seven festivals and the anniversary of 2015


def test_a_year_that_is_not_announced_says_so() -> None:
    """Make-up workdays of 2027 are not known; the organisation may give its own."""
    ours = day_calendar(network(), "2026-12-30", "2027-01-02")
    assert list(ours["announced"]) == [True, True, False, False]
    own = pd.DataFrame({"day": ["2027-02-13"], "name": ["调休"], "kind": ["workday"]})
    ours = day_calendar(network(holidays=own), "2027-02-12", "2027-02-13")
    assert ours["announced"].all()
    assert list(ours["kind"]) == ["ordinary", "workday"]


def test_own_days_are_stronger() -> None:
    """The organisation may work on a public holiday, and rest on an ordinary day."""
    rows = [("2026-10-01", "open", "ordinary"), ("2026-03-20", "店庆", "holiday")]
    own = pd.DataFrame(rows, columns=["day", "name", "kind"])
    ours = day_calendar(network(holidays=own), "2026-03-19", "2026-10-02").set_index("day")
    assert tuple(ours.loc["2026-10-01", ["holiday", "kind"]]) == ("", "ordinary")
    assert tuple(ours.loc["2026-03-20", ["holiday", "kind"]]) == ("店庆", "holiday")
    assert ours.loc["2026-03-19", "kind"] == "ordinary"


@pytest.mark.parametrize(("country", "expected"), [("CN", (5, 6)), ("IL", (4, 5)), ("AU", (5, 6)), ("IR", (4,))])
def test_weekend(country: str, expected: tuple[int, ...]) -> None:
    """Friday and Saturday in Israel, Friday in Iran, Saturday and Sunday elsewhere."""
    assert weekend(network(country)) == expected


def test_a_state_of_australia() -> None:
    """Victoria has its Cup Day, the first Tuesday of November; the country as a whole has not."""
    cup = day_calendar(network("AU", "VIC"), "2026-11-03", "2026-11-03")
    assert cup["kind"].iloc[0] == "holiday"
    assert day_calendar(network("AU"), "2026-11-03", "2026-11-03")["kind"].iloc[0] == "ordinary"
    # 25 April 2026, Anzac Day, is a Saturday: the break is that day alone
    assert list(day_calendar(network("AU", "VIC"), "2026-04-24", "2026-04-26")["kind"]) == [
        "ordinary",
        "holiday",
        "ordinary",
    ]
