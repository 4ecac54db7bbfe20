"""The smaller problem of outlets planned again while others are held: what these leave free lends to them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.shifts.check import COLUMNS, POOL
from optimize.shifts.clock import week_of
from optimize.shifts.prepare import Prepared
from optimize.shifts.presence import cover_table, floor_shortage, presence
from optimize.shifts.slack import Slack, slack_of
from optimize.shifts.values import GIVEN, StaffProblem


def beside_held(
    problem: StaffProblem, prepared: Prepared, held: pd.DataFrame, loans: pd.DataFrame, again: set[str]
) -> StaffProblem:
    """The problem of the outlets planned again and the `loans` they gave; others lend what they leave free."""
    there = presence(held, prepared.clock)
    cover = cover_table(problem.need, there, prepared.clock, 0.0)
    slack = slack_of(prepared, held, cover)
    receiving = loans[["outlet", "day"]].drop_duplicates()
    open_days = (_on_days(table, receiving, prepared) for table in (problem.need, problem.floors))
    need_there, floors_there = open_days
    planned = again | set(receiving["outlet"])
    links = problem.links[problem.links["outlet"].isin(planned)]
    cells = ["outlet", "pool", "start", "short"]
    lacking = pd.concat([cover[cells], floor_shortage(problem.floors, there, prepared.clock)[cells]])
    lenders = _lenders(prepared, slack, lacking, again, receiving, links)
    lending = pd.MultiIndex.from_frame(lenders[[*POOL, "day"]])
    from_lender = pd.MultiIndex.from_frame(links[["lender", "lender_pool", "day"]]).isin(lending)
    links = _offers_left(links[(links["kind"] != "lent") | links["lender"].isin(again) | from_lender], held)
    staff = pd.concat([_own_left(problem, prepared, slack, again), lenders], ignore_index=True)
    posts = problem.posts[problem.posts["outlet"].isin(planned)]

    def mine(table: pd.DataFrame, outlets: set[str]) -> pd.DataFrame:
        return table[table["outlet"].isin(outlets)]

    return replace(
        problem,
        need=pd.concat([mine(problem.need, again), need_there]),
        floors=pd.concat([mine(problem.floors, again), floors_there]),
        given=_given(prepared, there, receiving),
        posts=pd.concat([posts, lenders[[*POOL, "post"]]]).drop_duplicates(),
        reserve=mine(problem.reserve, again),
        shift_types=mine(problem.shift_types, planned),
        staff=staff,
        weekly=_weekly_left(prepared, slack, staff),
        links=links,
    )


def in_weeks(problem: StaffProblem, prepared: Prepared, weeks: frozenset[pd.Timestamp]) -> StaffProblem:
    """What of the problem lies in some weeks, where no duty leads from one week into the next."""
    at = ["outlet", "pool", "start"]
    here = pd.MultiIndex.from_frame(prepared.slots.loc[prepared.slots["week"].isin(weeks), at])

    def during(table: pd.DataFrame) -> pd.DataFrame:
        return table[pd.MultiIndex.from_frame(table[at]).isin(here)]

    def on_days(table: pd.DataFrame) -> pd.DataFrame:
        return table[week_of(table["day"]).isin(weeks)]

    return replace(
        problem,
        need=during(problem.need),
        floors=during(problem.floors),
        given=during(problem.given),
        reserve=during(problem.reserve),
        staff=on_days(problem.staff),
        weekly=problem.weekly[problem.weekly["week"].isin(weeks)],
        links=on_days(problem.links),
    )


def _on_days(table: pd.DataFrame, days: pd.DataFrame, prepared: Prepared) -> pd.DataFrame:
    """Rows of some outlets' days."""
    slots = prepared.slots[["outlet", "pool", "start", "day"]]
    found = table.merge(slots, on=["outlet", "pool", "start"]).merge(days, on=["outlet", "day"])
    return found[list(table.columns)]


def _given(prepared: Prepared, there: pd.DataFrame, receiving: pd.DataFrame) -> pd.DataFrame:
    """Who stays at the post at outlets on days on which loans to them are open."""
    working = there[there["activity"] == "work"].groupby(["outlet", "pool", "post", "q"], as_index=False)
    slots = prepared.slots[["outlet", "pool", "start", "day", "q"]].merge(receiving, on=["outlet", "day"])
    given: pd.DataFrame = working.agg(people=("people", "sum")).merge(slots, on=["outlet", "pool", "q"])
    return given[list(GIVEN)]


def _own_left(problem: StaffProblem, prepared: Prepared, slack: Slack, again: set[str]) -> pd.DataFrame:
    """People of outlets planned again, less those whom held duties take."""
    staff = problem.staff[problem.staff["outlet"].isin(again)].merge(prepared.pools[["p", *POOL]], on=POOL)
    used = slack.days.pivot_table(index=["p", "day"], columns="activity", values=["people", "own", "ready"])
    gone = pd.DataFrame(
        {
            "gone": used[("people", "work")] - used[("own", "work")],
            "ready": used[("ready", "standby")],
        }
    ).reset_index()
    staff = staff.merge(gone, on=["p", "day"], how="left").fillna({"gone": 0})
    people = (staff["people"] - staff["gone"]).clip(lower=0)
    standby = staff["standby"] if "standby" in staff else staff["people"]
    ready = np.maximum(np.fmin(standby, staff["ready"]), 0)
    staff = staff.assign(people=people.astype(int), standby=np.minimum(ready, people).astype(int))
    return staff[[*POOL, "post", "day", "people", "standby"]]


def _lenders(
    prepared: Prepared,
    slack: Slack,
    lacking: pd.DataFrame,
    again: set[str],
    receiving: pd.DataFrame,
    links: pd.DataFrame,
) -> pd.DataFrame:
    """`staff` of held pools: who is free on days without a shortage, at one post that stands for all.

    A pool is short where people are `lacking` of its need or of a post's floor.

    Those who receive loans that are open may do their own duties on these days, short or not.
    """
    asked = links.loc[~links["lender"].isin(again), ["lender", "lender_pool"]].set_axis(POOL, axis=1)
    own = receiving[["outlet"]].merge(prepared.pools[POOL], on="outlet")
    pools = prepared.pools.merge(pd.concat([asked, own]).drop_duplicates(), on=POOL)
    days = slack.days[slack.days["p"].isin(pools["p"])]
    free = days[days["activity"] == "work"].drop(columns="ready")
    free = free.merge(days.loc[days["activity"] == "standby", ["p", "day", "ready"]], on=["p", "day"])
    short = lacking.merge(prepared.slots[["outlet", "pool", "start", "p", "day"]], on=["outlet", "pool", "start"])
    short = short.loc[short["short"] > 0, ["p", "day"]].drop_duplicates().assign(short=True)
    free = free.merge(short, on=["p", "day"], how="left")
    free = free.merge(pools[["p", *POOL]], on="p").merge(
        receiving.assign(receives=True), on=["outlet", "day"], how="left"
    )
    free = free[(free["short"].isna() | free["receives"].notna()) & (free["own"] > 0)]
    free = free.merge(prepared.seats.drop_duplicates("p")[["p", "post"]], on="p")
    staff = free.assign(people=free["own"].astype(int), standby=free["ready"].clip(lower=0).astype(int))
    return staff[[*POOL, "post", "day", "people", "standby"]]


def _weekly_left(prepared: Prepared, slack: Slack, staff: pd.DataFrame) -> pd.DataFrame:
    """Duties and hours of the weeks that held duties leave, and people as many as are left on one day at most."""
    most = staff.assign(week=week_of(staff["day"])).groupby([*POOL, "week"], as_index=False)["people"].max()
    weekly = prepared.weekly.drop(columns="people").merge(most, on=[*POOL, "week"])
    left = weekly.merge(slack.weeks, on=["p", "week"], how="left").fillna({"used_duties": 0, "used_hours": 0.0})
    left["duties"] = (left["duties"] - left["used_duties"]).clip(lower=0).astype(int)
    for name in ("hours", "hours_most"):
        left[name] = (left[name] - left["used_hours"]).clip(lower=0.0)
    return left[COLUMNS["weekly"].split()]


def _offers_left(links: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Links with the people whom held duties leave: of a partner's offer, of a lender by link."""
    used = held[held["source"] != "own"]
    by_offer = used[used["source"] == "partner"].groupby(["lender", "day"])["people"].sum().rename("offered")
    by_link = used[used["source"] == "lent"].groupby(["link", "day"])["people"].sum().rename("lent")
    left = links.merge(by_offer.reset_index(), on=["lender", "day"], how="left")
    left = left.merge(by_link.reset_index(), on=["link", "day"], how="left").fillna({"offered": 0, "lent": 0})
    gone = np.where(left["kind"] == "partner", left["offered"], left["lent"])
    kept = left.assign(people=np.maximum(left["people"] - gone, 0).astype(int)).drop(columns=["offered", "lent"])
    return kept[kept["people"] > 0].reset_index(drop=True)
