"""The staff plan's own account, added up again by outlet and item from its duties and its cover.

An item is hours and money over the horizon. Duties are paid by the hour without an unpaid break; standby by its
length times a factor; travel there and back on top; overtime is the premium on what a pool's people, lent ones
and their travel included, do beyond their regular hours of the week. What is missing and idle has a price an hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from scenarios.evaluate.cover import asked, present
from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart
from scenarios.evaluate.weeks import PoolWeek, Week, monday

Account = dict[tuple[str, str], list[float]]


def check_staff_money(facts: Facts, weeks: Mapping[PoolWeek, Week]) -> Iterator[Finding]:
    """Hours and money of each outlet and item, and the objectives of the proofs."""
    account: Account = {}
    _duties(facts, account, facts.table("staff_links"), weeks)
    _cover(facts, account)
    _reserve(facts, account, weeks)
    stated = facts.table("staff_costs")
    expected = pd.DataFrame(
        [(*key, hours, money) for key, (hours, money) in account.items()],
        columns=["outlet", "item", "hours", "money"],
    )
    both = expected.merge(stated, on=["outlet", "item"], how="outer", suffixes=("", "_stated")).fillna(0.0)
    for figure in ("hours", "money"):
        yield from apart(f"staff_{figure}", both, ["outlet", "item"], both[figure], both[f"{figure}_stated"])
    total = sum(money for _, money in account.values())
    proven = sum(proof["objective"] or 0.0 for proof in facts.plan["stages"]["staff"]["proofs"])
    whole = pd.DataFrame({"stage": ["staff"]})
    yield from apart("staff_objective", whole, ["stage"], [total], [proven])


def _add(account: Account, outlet: str, item: str, hours: float, money: float) -> None:
    entry = account.setdefault((outlet, item), [0.0, 0.0])
    entry[0] += hours
    entry[1] += money


def spent(duty: Mapping[str, Any]) -> tuple[float, float]:
    """Paid hours and travel hours of all people of a duty."""
    seconds = (duty["end"] - duty["start"]).total_seconds()
    if not pd.isna(duty["break_start"]) and not duty["break_paid"]:
        seconds -= (duty["break_end"] - duty["break_start"]).total_seconds()
    return seconds / 3600 * duty["people"], 2 * duty["travel_minutes"] / 60 * duty["people"]


def lending_pools(links: pd.DataFrame) -> dict[tuple[str, pd.Timestamp], dict[str, Any]]:
    """The link of each (name, day)."""
    return {(row["link"], row["day"]): row for row in rows(links)}


def _duties(facts: Facts, account: Account, links: pd.DataFrame, weeks: Mapping[PoolWeek, Week]) -> None:
    """regular, lent, partner, standby, travel; and overtime of every pool and week."""
    by_link, price_travel = lending_pools(links), facts.network.settings.price_travel
    used: dict[PoolWeek, float] = {}
    for duty in rows(facts.table("staff_duties")):
        hours, way = spent(duty)
        week = monday(duty["day"])
        link = by_link.get((duty["link"], duty["day"]), duty)
        own = duty["source"] == "own"
        pool = (duty["outlet"], duty["pool"], week) if own else (link["lender"], link.get("lender_pool", ""), week)
        if own and pool in weeks:
            price, factor = weeks[pool].rate, weeks[pool].standby_factor
        else:  # a pool without people, or a link that is not in the plan, has no price: another check says so
            price, factor = link.get("price", 0.0), link.get("standby_factor", 0.0)
        if duty["activity"] == "standby":
            _add(account, duty["outlet"], "standby", hours, hours * price * factor)
            continue
        item = "regular" if duty["source"] == "own" else duty["source"]
        _add(account, duty["outlet"], item, hours, hours * price)
        if way:
            _add(account, duty["outlet"], "travel", way, way * (price + price_travel))
        if duty["source"] != "partner":
            used[pool] = used.get(pool, 0.0) + hours + way
    for (outlet, name, week), hours in used.items():
        terms = weeks.get((outlet, name, week))
        over = 0.0 if terms is None else max(hours - terms.hours, 0.0)
        if terms is not None and over:
            _add(account, outlet, "overtime", over, over * terms.rate * (terms.overtime_factor - 1))


def _cover(facts: Facts, account: Account) -> None:
    """Shortage of pools, of their margin for absence and of single posts, and people beyond need."""
    settings, hour = facts.network.settings, facts.grain.total_seconds() / 3600
    duties = facts.table("staff_duties")
    working = duties[duties["activity"] == "work"]
    need = asked(facts)
    needed, there = need["people"].to_numpy(dtype=float), present(working, need, facts.grain)
    surplus = np.maximum(there - needed, 0)
    margin = np.maximum(needed / (1 - settings.unplanned_absence) - needed - surplus, 0)
    floors = facts.table("requirement_floors")
    at_post = present(working.assign(pool=working["post"]), floors.assign(pool=floors["post"]), facts.grain)
    lacking = np.maximum(floors["people"].to_numpy(dtype=float) - at_post, 0)
    for table, item, people, price in (
        (need, "shortage", np.maximum(needed - there, 0) + margin, settings.price_shortage),
        (floors, "shortage", lacking, settings.price_shortage),
        (need, "idle", surplus, settings.price_idle),
    ):
        for outlet, hours in (pd.Series(people * hour).groupby(table["outlet"].to_numpy()).sum()).items():
            if hours:
                _add(account, str(outlet), item, float(hours), float(hours) * price)


def _reserve(facts: Facts, account: Account, weeks: Mapping[PoolWeek, Week]) -> None:
    """Reserve missing, priced beside shortage as standby is paid beside work."""
    reserve = facts.table("staff_reserve")
    duties = facts.table("staff_duties")
    standing = present(duties[duties["activity"] == "standby"], reserve, facts.grain)
    usual = sum(week.standby_factor for week in weeks.values()) / len(weeks) if weeks else 1.0
    days = facts.business_day(reserve["start"])
    for outlet, pool, day, wanted, there in zip(
        reserve["outlet"], reserve["pool"], days, reserve["wanted"], standing, strict=True
    ):
        hours = max(wanted - there, 0) * facts.grain.total_seconds() / 3600
        known = weeks.get((outlet, pool, monday(day)))
        factor = usual if known is None else known.standby_factor
        if hours:
            price = facts.network.settings.price_shortage * factor
            _add(account, outlet, "reserve", hours, hours * price)
