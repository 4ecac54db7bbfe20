"""Hours at the post by outlet and skill, from the requirement of a week."""

from __future__ import annotations

import pandas as pd

from optimize.requirement import assign_services, require
from scenarios.network.model import Network
from scenarios.network.pools import posts_with_pools
from scenarios.network.schema import LISTS
from scenarios.plan.needs import requirement_problem
from scenarios.premises import Premises


def skilled_posts(network: Network) -> pd.DataFrame:
    """outlet, post, pool, skill, minimum_people, services: posts with the skills they ask for, joined by ";"."""
    posts = posts_with_pools(network)
    skill = posts["skills"].map(lambda skills: LISTS.join(sorted(skills))).astype("str")
    return posts[["outlet", "post", "pool", "minimum_people", "services"]].assign(skill=skill)


def month_hours(network: Network, posts: pd.DataFrame, rates: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """month, outlet, skill, hours: people at the post over each month, from the people that its week requires.

    A pool's hours go to its posts by their work (rate x handling time) with the minimum people added, since
    people are rounded once a pool; each weekday counts as often as the month has it open.

    Parameters
    ----------
    rates
        outlet, service, start, rate: a week in the middle of each month.
    days
        month, outlet, weekday, days.
    """
    if rates.empty:
        return days[["month", "outlet"]].head(0).assign(skill="", hours=0.0)
    grid = network.grid
    pools = require(requirement_problem(Premises.of(network), rates), method="offered_load").pools
    day = grid.business_day(pd.DatetimeIndex(pools["start"]))
    hours = pools.assign(month=_month(day), weekday=day.day_of_week, hours=pools["people"] * grid.grain / 60)
    week = hours.groupby(["month", "outlet", "pool", "weekday"], as_index=False)[["hours"]].sum()
    month = week.merge(days, on=["month", "outlet", "weekday"])
    month = month.assign(hours=month["hours"] * month["days"])
    total = month.groupby(["month", "outlet", "pool"], as_index=False)[["hours"]].sum()
    both = _post_shares(network, posts, rates).merge(total, on=["month", "outlet", "pool"])
    both = both.assign(hours=both["hours"] * both["share"])
    return both.groupby(["month", "outlet", "skill"], as_index=False)[["hours"]].sum()


def _month(days: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """First day of each day's month."""
    return pd.DatetimeIndex(days.to_period("M").to_timestamp()).as_unit("us")


def _post_shares(network: Network, posts: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """month, outlet, pool, skill, share: each post's share of its pool's work."""
    rates = rates.assign(month=_month(network.grid.business_day(pd.DatetimeIndex(rates["start"]))))
    taken = assign_services(posts, rates[["outlet", "service"]])
    handling = network.table("services")[["service", "handling_minutes"]]
    volume = rates.groupby(["month", "outlet", "service"], as_index=False)[["rate"]].sum()
    volume = volume.merge(handling, on="service").merge(taken, on=["outlet", "service"])
    opened = rates.groupby(["month", "outlet"], as_index=False).agg(hours=("start", "nunique"))
    work = volume.assign(work=volume["rate"] * volume["handling_minutes"].astype(float) / 60)
    by_post = work.groupby(["month", "outlet", "post"], as_index=False)[["work"]].sum()
    every = posts.merge(opened, on="outlet")
    known = every.merge(by_post, on=["month", "outlet", "post"], how="left")
    least = known["minimum_people"].astype(float) * known["hours"] * network.grid.grain / 60
    known = known.assign(work=known["work"].fillna(0.0).clip(lower=least))
    whole = known.groupby(["month", "outlet", "pool"])["work"].transform("sum")
    share = (known["work"] / whole.where(whole > 0)).fillna(0.0)
    return known[["month", "outlet", "pool", "skill"]].assign(share=share)
