"""Hard rules of the staff plan: nobody is planned twice, and nobody lends who is short."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from scenarios.evaluate.cover import asked, present
from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, where
from scenarios.evaluate.links import Lending, check_links
from scenarios.evaluate.staff_money import lending_pools, spent
from scenarios.evaluate.weeks import monday

SLACK = 1e-6
POOL_DAY = ["outlet", "pool", "day"]


def check_staff_rules(facts: Facts, lending: Lending) -> Iterator[Finding]:
    """Links, travel, people a day and a week, lenders that are not short, partners' offers."""
    links, duties = facts.table("staff_links"), facts.table("staff_duties")
    yield from check_links(facts, links, lending)
    yield from _link_people(duties, links)
    yield from _travel(duties, lending)
    given = _by_home(duties, links)
    yield from _people_a_post(duties, lending)
    yield from _people_a_day(given, lending)
    yield from _weeks(given, lending)
    yield from _lenders_not_short(facts, given)
    yield from _offers(facts, duties)


def _link_people(duties: pd.DataFrame, links: pd.DataFrame) -> Iterator[Finding]:
    """Every loan stands on a link to that pool; no more people of it than it has, standby by consent only."""
    lent = duties[duties["source"] != "own"]
    columns = ["link", "day", "kind", "lender", "outlet", "pool", "people", "standby"]
    both = lent.merge(links[columns], on=["link", "day"], how="left", suffixes=("", "_link"))
    names = [("source", "kind"), ("lender", "lender_link"), ("outlet", "outlet_link"), ("pool", "pool_link")]
    astray = np.logical_or.reduce([(both[mine] != both[other]).to_numpy() for mine, other in names])
    yield from where("link_known", both, ["duty"], astray, "a link of the plan", both["link"])
    unasked = (both["activity"] == "standby") & ~both["standby"].eq(True)
    yield from where("link_standby", both, ["duty"], unasked, "people who agree to standby", both["link"])
    used = (
        both[both["source"] == "lent"]
        .groupby(["link", "day"], as_index=False)
        .agg(people=("people", "sum"), most=("people_link", "max"))
    )
    over = used["people"] > used["most"]
    yield from where("link_limit", used, ["link", "day"], over, used["most"], used["people"])


def _travel(duties: pd.DataFrame, lending: Lending) -> Iterator[Finding]:
    """Minutes of travel of each loan; nobody travels to work at home or on standby before being called."""
    expected = [
        lending.minutes.get(
            (row["lender"].partition("/")[0] if row["source"] == "partner" else row["lender"], row["outlet"]),
            np.inf,
        )
        if row["source"] != "own" and row["activity"] == "work"
        else 0.0
        for row in rows(duties)
    ]
    wrong = ~np.isclose(expected, duties["travel_minutes"].astype(float), rtol=SLACK, atol=SLACK)
    yield from where("travel_minutes", duties, ["duty"], wrong, np.array(expected), duties["travel_minutes"])


def _by_home(duties: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Duties of own people, lent ones included, under the outlet and pool whose people do them."""
    by_link = lending_pools(links)
    kept = [row for row in rows(duties) if row["source"] != "partner"]
    table = []
    for row in kept:
        home = (row["outlet"], row["pool"])
        if row["source"] == "lent":
            link = by_link.get((row["link"], row["day"]), {})
            home = (row["lender"], link.get("lender_pool", ""))
        hours, way = spent(row)
        worked = hours + way if row["activity"] == "work" else 0.0
        table.append((*home, row["day"], row["people"], worked, row["source"] == "lent", row["activity"]))
    return pd.DataFrame(table, columns=[*POOL_DAY, "people", "hours", "lent", "activity"])


def _people_a_post(duties: pd.DataFrame, lending: Lending) -> Iterator[Finding]:
    """Own people on duty at a post are no more than can hold it that day; on standby, than agree to it."""
    own = duties[duties["source"] == "own"]
    crew = lending.crew
    work = own[own["activity"] == "work"].groupby(["outlet", "post", "day"], as_index=False)[["people"]].sum()
    able = [
        sum(crew.holds(person, outlet, post, day) for person in crew.trained if person.home == outlet)
        for outlet, post, day in zip(work["outlet"], work["post"], work["day"], strict=True)
    ]
    over = work["people"].to_numpy() > np.array(able)
    yield from where("post_people", work, ["outlet", "post", "day"], over, np.array(able), work["people"])


def _people_a_day(given: pd.DataFrame, lending: Lending) -> Iterator[Finding]:
    """Nobody has two duties a day: work, standby and loans of a pool are no more than its people there."""
    crew, pools = lending.crew, lending.pools
    for check, part in (("pool_people", given), ("standby_people", given[given["activity"] == "standby"])):
        used = part.groupby(POOL_DAY, as_index=False)[["people"]].sum()
        able = np.array(
            [
                sum(
                    any(crew.holds(person, outlet, post, day) for post in pools.posts(outlet, pool))
                    for person in crew.trained
                    if person.home == outlet and (person.consents or check == "pool_people")
                )
                for outlet, pool, day in zip(used["outlet"], used["pool"], used["day"], strict=True)
            ],
            dtype=int,
        )
        over = used["people"].to_numpy() > able
        yield from where(check, used, POOL_DAY, over, able, used["people"])


def _weeks(given: pd.DataFrame, lending: Lending) -> Iterator[Finding]:
    """Duties and hours of a pool's people in a calendar week, loans and their travel included."""
    week = given.assign(week=[monday(day) for day in given["day"]])
    used = week.groupby(["outlet", "pool", "week"], as_index=False)[["people", "hours"]].sum()
    terms = [lending.weeks.get(key) for key in used[["outlet", "pool", "week"]].itertuples(index=False, name=None)]
    duties = np.array([0 if one is None else one.duties for one in terms], dtype=float)
    hours = np.array([0.0 if one is None else max(one.hours, one.most) for one in terms], dtype=float)
    labels = ["outlet", "pool", "week"]
    yield from where("week_duties", used, labels, used["people"] > duties, duties, used["people"])
    yield from where("week_hours", used, labels, used["hours"] > hours + SLACK, hours, used["hours"])


def _lenders_not_short(facts: Facts, given: pd.DataFrame) -> Iterator[Finding]:
    """A pool that lends on a business day is not short on it, nor at any of its posts' floors."""
    lending = given[given["lent"]].groupby(POOL_DAY, as_index=False)[["people"]].sum()
    duties = facts.table("staff_duties")
    working = duties[duties["activity"] == "work"]
    need, floors = asked(facts), facts.table("requirement_floors")
    missing = []
    for table, cells, work in (
        (need, need, working),
        (floors, floors.assign(pool=floors["post"]), working.assign(pool=working["post"])),
    ):
        lacking = table["people"].to_numpy(dtype=float) - present(work, cells, facts.grain)
        missing.append(table[["outlet", "pool", "start"]].assign(missing=np.maximum(lacking, 0)))
    every = pd.concat(missing, ignore_index=True)
    every["day"] = facts.business_day(every["start"])
    worst = every.groupby(POOL_DAY)["missing"].max()
    short = worst.reindex(pd.MultiIndex.from_frame(lending[POOL_DAY])).fillna(0.0).to_numpy()
    yield from where("lender_not_short", lending, POOL_DAY, short > 0, "nobody missing", short)


def _offers(facts: Facts, duties: pd.DataFrame) -> Iterator[Finding]:
    """Partners: no more a day over all links than offered, and no block shorter than the least."""
    hired = duties[duties["source"] == "partner"].reset_index(drop=True)
    offers = facts.network.table("partner_offers")
    named = offers.assign(lender=offers["partner"] + "/" + offers["offer"]).set_index("lender")
    used = hired.groupby(["lender", "day"], as_index=False)[["people"]].sum()
    most = used["lender"].map(named["people"]).astype(float)
    yield from where("partner_people", used, ["lender", "day"], used["people"] > most, most, used["people"])
    hours = (hired["end"] - hired["start"]).dt.total_seconds() / 3600
    least = hired["lender"].map(named["least_hours"]).astype(float)
    yield from where("partner_block", hired, ["duty"], hours < least - SLACK, least, hours)
