"""People of the sample: enough of them, and a past that keeps the rules."""

from __future__ import annotations

import pandas as pd

from scenarios.network import Network
from scenarios.network.hours import opening
from scenarios.network.pools import able


def duties(network: Network) -> pd.DataFrame:
    """employee, day, start, end, work (hours): one row a duty of the published segments."""
    rows = network.table("segments")
    rows = rows.assign(
        day=network.grid.business_day(pd.DatetimeIndex(rows["start"])),
        work=((rows["end"] - rows["start"]).dt.total_seconds() / 3600).where(rows["activity"] == "work", 0.0),
    )
    grouped = rows.groupby(["employee", "day"])
    frame = grouped.agg(
        start=("start", "min"), end=("end", "max"), work=("work", "sum"), outlet=("outlet", "first")
    )
    terms = network.table("contracts")
    contract = network.table("employees").set_index("employee")["contract"]
    frame = frame.reset_index()
    return frame.assign(contract=frame["employee"].map(contract)).merge(terms, on="contract", validate="m:1")


def test_published_duties_keep_rest_hours_and_days_in_a_row(city: Network, tiny: Network) -> None:
    """Rest, weekly and daily hours and consecutive days, recomputed from the segments."""
    for network in (city, tiny):
        rows = duties(network).sort_values(["employee", "start"])
        rest = (rows["start"] - rows.groupby("employee")["end"].shift()).dt.total_seconds() / 3600
        assert (rest.isna() | (rest >= rows["rest_hours"])).all()
        assert (rows["work"] <= rows["hours_day"]).all()
        week = rows["day"] - pd.to_timedelta(rows["day"].dt.day_of_week, unit="D")
        weekly = rows.groupby([rows["employee"], week]).agg(work=("work", "sum"), most=("hours_week", "first"))
        assert (weekly["work"] <= weekly["most"]).all()
        gap = rows.groupby("employee")["day"].diff() != pd.Timedelta(days=1)
        run = gap.groupby(rows["employee"]).cumsum()
        in_a_row = rows.groupby([rows["employee"], run])["day"].transform("size")
        assert (in_a_row <= rows["consecutive_days"]).all()


def test_published_duties_lie_within_opening_hours_before_the_plan(city: Network) -> None:
    """Nobody is at a closed outlet, nobody is still there when the plan begins, nights only by contract."""
    rows = duties(city)
    first = pd.Timestamp("2026-08-31")
    assert rows["day"].min() == first
    assert rows["end"].max() <= city.grid.day_start(city.first_day)
    open_hours = opening(city, first, 14)
    open_hours["hour"] = city.grid.grain / 60
    worked = rows.assign(length=(rows["end"] - rows["start"]).dt.total_seconds() / 3600)
    for place, times in open_hours.groupby("outlet")["start"]:
        there = worked[worked["outlet"] == place]
        starts = pd.DatetimeIndex(times)
        until = starts.searchsorted(pd.DatetimeIndex(there["end"]))
        inside = until - starts.searchsorted(pd.DatetimeIndex(there["start"]))
        assert (inside == there["length"] * 60 / city.grid.grain).all()
    late = rows["end"].dt.tz_localize(None) > rows["start"].dt.tz_localize(None).dt.normalize() + pd.Timedelta(
        "22h"
    )
    assert rows.loc[late, "night_work"].all()
    assert late.any()


def test_contract_hours_fit_the_work_of_an_ordinary_week(city: Network) -> None:
    """Work of the last week over contract hours: between a quarter and two thirds at outlets with work.

    The rest is waiting for customers, breaks in cover, leave and slack; the two under-used outlets have less.
    """
    rows, services = city.table("arrivals"), city.table("services").set_index("service")
    recent = rows[rows["start"] >= city.grid.day_start("2026-09-07")]
    minutes = recent["count"] * recent["service"].map(services["handling_minutes"]).astype(float)
    work = minutes.groupby(recent["outlet"]).sum() / 60
    weekly = city.table("contracts").set_index("contract")["hours_week"].astype(float)
    employees = city.table("employees")
    paid = employees["contract"].map(weekly).groupby(employees["outlet"]).sum()
    share = work / paid
    assert share.drop(["ST15", "ST21"]).between(0.25, 0.66).all(), share
    assert (share[["ST15", "ST21"]] < 0.25).all()


def test_every_post_can_be_held_by_somebody_at_home(city: Network, tiny: Network) -> None:
    """No post depends on other outlets' people from the first day on."""
    for network in (city, tiny):
        posts = network.table("posts")[["outlet", "post"]]
        holders = able(network)[["outlet", "post"]].drop_duplicates()
        assert len(posts.merge(holders)) == len(posts)


def test_people_have_the_troubles_that_plans_must_deal_with(city: Network) -> None:
    """Certificates that end in the horizon, trainees, absences and wishes within it, standby consent."""
    begin = city.first_day
    end = begin + pd.Timedelta(days=27)
    assert city.table("certificates")["expires"].between(begin, end).sum() >= 3
    assert city.table("employees")["training_hours"].lt(60).sum() == 6
    absences = city.table("absences")
    assert ((absences["first_day"] >= begin) & (absences["last_day"] <= end)).all()
    assert set(absences["kind"]) == {"leave", "training", "sick", "unpaid"}
    assert city.table("requests")["day"].between(begin, end).all()
    assert 0.2 < city.table("employees")["standby"].mean() < 0.5
