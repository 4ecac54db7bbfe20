"""The problem with its labels paired once and numbered, ready to be cut into partitions.

A *seat* is a post as the model sees it. Posts with a floor of their own are seats; the other posts of a pool
form one open seat, because nothing tells them apart: its own people are those of the day's most-staffed post, and
of several links from one lender to such posts on a day the one with most people stands for all.

Own people of a pool and day: a pool's posts share people, and only counts by post are known. Where one post can
be held by as many people as the pool has that week, or where all posts have the same count, the day's people
are that count; else they are the sum over posts, at most the pool's people. Each post is also limited by its
own count. (Exact for one post, for nested posts with a generalist post, and for two posts without absences;
else the roster, which knows names, has the last word.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Flags
from optimize.shifts.candidates import candidate_duties, open_spans
from optimize.shifts.check import POOL, POST, check_problem
from optimize.shifts.clock import Clock, week_of, whole_intervals
from optimize.shifts.costs import reserve_prices
from optimize.shifts.values import StaffPrices, StaffProblem
from quarterhour.arrays import spread
from quarterhour.labels import attach


@dataclass(frozen=True)
class Prepared:
    """Tables numbered by pool p, seat k and interval q; minutes count from the clock's origin.

    Attributes
    ----------
    pools
        p, outlet, pool, desks, alone (the only pool with need at its outlet).
    seats
        k, p, outlet, pool, post, floored (bool): one row a post, posts of the open seat share their k.
    slots
        p, outlet, day, start, minute, q, people, reached (whether any duty could cover it), week (in whose
        partition the interval is covered and priced).
    floors, reserve
        k and p, or p; q, people, week; the price of an interval in which one person of the reserve is missing.
    duties
        `candidate_duties`, numbered c, with `work`, a number for each pair of paid time and length.
    own, totals
        Own people by k and day, with the post they hold there, and by p and day; week.
    given
        k, p, q, people: who is there anyway.
    weekly
        p, week and the weekly limits and prices.
    links
        By link and day: k, p, lender_p (-1 for partners), week, and the columns of the problem.
    chained
        Outlets where duties of one week reach intervals that the next week's duties can cover too.
    """

    pools: pd.DataFrame
    seats: pd.DataFrame
    slots: pd.DataFrame
    floors: pd.DataFrame
    reserve: pd.DataFrame
    duties: pd.DataFrame
    own: pd.DataFrame
    totals: pd.DataFrame
    given: pd.DataFrame
    weekly: pd.DataFrame
    links: pd.DataFrame
    chained: frozenset[str]
    prices: StaffPrices
    clock: Clock


def prepare(problem: StaffProblem) -> Prepared:
    """Check, pair and number the problem's tables."""
    check_problem(problem)
    clock = _clock(problem)
    pools = _pools(problem)
    slots = _slots(problem.need, pools, clock)
    spans = open_spans(slots, clock, int(problem.shift_types["minutes"].max() if len(problem.shift_types) else 0))
    duties = candidate_duties(problem.shift_types, spans, clock)
    duties["c"] = np.arange(len(duties))
    duties["work"] = duties.groupby(["paid", "length"]).ngroup()
    slots["reached"] = _reached(slots, duties, clock.grid.grain)
    slots, chained = _owned_by_week(slots, duties)
    seats = _seats(problem, pools)
    weeks = slots[["p", "q", "week"]]
    floors = attach(problem.floors, seats[[*POST, "k", "p"]], POST, "floors")
    reserve = attach(problem.reserve, pools[[*POOL, "p"]], POOL, "reserve")
    reserve["price"] = reserve_prices(problem) * clock.grid.grain / 60
    links = _links(problem.links, seats, pools)
    own, totals = _people(problem, seats, pools)
    return Prepared(
        pools=pools,
        seats=seats,
        slots=slots,
        floors=_at_slots(floors, weeks, clock)[["k", "p", "q", "people", "week"]],
        reserve=_at_slots(reserve, weeks, clock),
        duties=duties,
        own=own,
        totals=totals,
        given=_given(problem, seats, clock),
        weekly=_weekly(problem, pools),
        links=links,
        chained=chained,
        prices=problem.prices,
        clock=clock,
    )


def _clock(problem: StaffProblem) -> Clock:
    grid = problem.grid
    if problem.need.empty:
        return Clock(grid, grid.day_start(pd.Timestamp("2000-01-03")))
    first = grid.business_day(pd.DatetimeIndex(problem.need["start"])).min()
    return Clock(grid, grid.day_start(first))


def _pools(problem: StaffProblem) -> pd.DataFrame:
    pools = problem.posts[POOL].drop_duplicates().sort_values(POOL).reset_index(drop=True)
    pools["p"] = np.arange(len(pools))
    needing = problem.need[POOL].drop_duplicates().groupby("outlet").size()
    pools["alone"] = pools["outlet"].map(needing).fillna(0) == 1
    pools["desks"] = pools["outlet"].map(problem.desks.set_index("outlet")["desks"])
    return pools


def _slots(need: pd.DataFrame, pools: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    slots = attach(need, pools[[*POOL, "p"]], POOL, "need").sort_values(["p", "start"], ignore_index=True)
    slots["day"] = clock.grid.business_day(pd.DatetimeIndex(slots["start"])).as_unit("us")
    slots["minute"] = clock.minutes(slots["start"])
    slots["q"] = slots["minute"] // clock.grid.grain
    return slots


def _reached(slots: pd.DataFrame, duties: pd.DataFrame, grain: int) -> Flags:
    at, q = spread(*whole_intervals(duties["start"].to_numpy(), duties["end"].to_numpy(), grain))
    covered = pd.MultiIndex.from_arrays([duties["outlet"].to_numpy()[at], q])
    return pd.MultiIndex.from_frame(slots[["outlet", "q"]]).isin(covered)


def _at_slots(table: pd.DataFrame, weeks: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """Rows with a wish, paired with the interval they belong to."""
    wanted = table[table["people"] > 0].copy()
    wanted["q"] = clock.minutes(wanted["start"]) // clock.grid.grain
    return attach(wanted, weeks, ["p", "q"], "floors and reserve: intervals of need")


def _given(problem: StaffProblem, seats: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    given = attach(problem.given, seats[[*POST, "k", "p"]], POST, "given")
    given["q"] = clock.minutes(given["start"]) // clock.grid.grain
    return given[["k", "p", "q", "people"]]


def _owned_by_week(slots: pd.DataFrame, duties: pd.DataFrame) -> tuple[pd.DataFrame, frozenset[str]]:
    """Intervals after the day cut that only the night duties of the week before can cover belong to that week."""
    slots["week"] = week_of(slots["day"])
    by_week = duties.groupby(["outlet", "week"], as_index=False).agg(first=("start", "min"), last=("end", "max"))
    reaching = by_week[["outlet", "week", "last"]].assign(week=by_week["week"] + pd.Timedelta(days=7))
    met = slots.merge(by_week[["outlet", "week", "first"]], on=["outlet", "week"], how="left")
    met = met.merge(reaching, on=["outlet", "week"], how="left")
    reached = met["minute"] < met["last"]
    ahead = reached & ~(met["minute"] >= met["first"])
    slots["week"] = slots["week"].where(~ahead.to_numpy(), slots["week"] - pd.Timedelta(days=7))
    return slots, frozenset(met.loc[reached & ~ahead, "outlet"])


def _seats(problem: StaffProblem, pools: pd.DataFrame) -> pd.DataFrame:
    floored = problem.floors.loc[problem.floors["people"] > 0, POST].drop_duplicates().assign(floored=True)
    staffed = problem.staff.groupby(POST, as_index=False)["people"].sum()
    posts = problem.posts[POST].merge(floored, on=POST, how="left").merge(staffed, on=POST, how="left")
    posts = posts.merge(pools[[*POOL, "p"]], on=POOL)
    posts["floored"] = posts["floored"].notna()
    posts = posts.sort_values(["p", "floored", "people", "post"], ascending=[True, True, False, True])
    posts["seat"] = np.where(posts["floored"], posts.groupby("p").cumcount(), -1)
    posts["k"] = posts.groupby(["p", "seat"]).ngroup()
    return posts.drop(columns=["people", "seat"]).reset_index(drop=True)


def _people(problem: StaffProblem, seats: pd.DataFrame, pools: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Own people by seat and day, and by pool and day."""
    staff = attach(problem.staff[problem.staff["people"] > 0], seats[[*POST, "k", "p"]], POST, "staff")
    staff["week"] = week_of(staff["day"])
    for agreed in ("standby", "split"):
        staff[agreed] = staff.get(agreed, staff["people"])
    weekly = attach(problem.weekly, pools[[*POOL, "p"]], POOL, "weekly")[["p", "week", "people"]]
    staff = attach(staff, weekly.rename(columns={"people": "all"}), ["p", "week"], "weekly: weeks of staff")
    posts = seats.groupby("p").size()
    totals = staff.groupby(["p", "day", "week"], as_index=False).agg(
        most=("people", "max"),
        least=("people", "min"),
        total=("people", "sum"),
        n=("people", "size"),
        all=("all", "max"),
        standby=("standby", "max"),
        split=("split", "max"),
    )
    highest = staff.groupby(["p", "post", "week"], as_index=False)["people"].max()
    general = highest.merge(weekly.rename(columns={"people": "all"}), on=["p", "week"])
    general = general.loc[general["people"] >= general["all"], ["p", "post", "week"]].merge(
        staff, on=["p", "post", "week"]
    )
    anyone = general.groupby(["p", "day"], as_index=False)["people"].max().rename(columns={"people": "anyone"})
    totals = totals.merge(anyone, on=["p", "day"], how="left")
    alike = (totals["most"] == totals["least"]) & (totals["n"] == totals["p"].map(posts))
    known = totals["anyone"].where(~alike, totals["most"])
    summed = totals[["total", "all"]].min(axis=1)
    totals["people"] = known.fillna(summed.clip(lower=totals["most"]))
    ranked = staff.sort_values(["k", "day", "people", "post"], ascending=[True, True, False, True])
    own = ranked.drop_duplicates(["k", "day"])[["k", "p", "post", "day", "week", "people"]]
    return own.reset_index(drop=True), totals[["p", "day", "week", "people", "standby", "split"]]


def _weekly(problem: StaffProblem, pools: pd.DataFrame) -> pd.DataFrame:
    """Weekly limits by pool; as many split duties as duties where nothing is said of them."""
    weekly = attach(problem.weekly, pools[[*POOL, "p"]], POOL, "weekly")
    return weekly.assign(splits=weekly.get("splits", weekly["duties"]))


def _links(links: pd.DataFrame, seats: pd.DataFrame, pools: pd.DataFrame) -> pd.DataFrame:
    paired = attach(links[links["people"] > 0], seats[[*POST, "k", "p", "floored"]], POST, "links")
    lenders = pools.set_axis(["lender", "lender_pool", "lender_p", *pools.columns[3:]], axis=1)
    paired = paired.merge(lenders[["lender", "lender_pool", "lender_p"]], on=["lender", "lender_pool"], how="left")
    paired["lender_p"] = paired["lender_p"].where(paired["kind"] == "lent", -1).astype(np.int64)
    paired["week"] = week_of(paired["day"])
    best = paired.sort_values(["people", "link"], ascending=[False, True])
    best = best.drop_duplicates(["kind", "lender", "lender_pool", "k", "day"])
    return best.sort_values(["day", "link"], ignore_index=True)
