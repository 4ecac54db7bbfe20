"""Hard mosts of cover by time of day: people at a post when an interval begins, counted one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding
from scenarios.evaluate.stints import stints
from scenarios.network.cells import minutes

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = pd.Timedelta(days=1)


def check_cover_limits(facts: Facts) -> Iterator[Finding]:
    """People at home there and those planned from elsewhere are no more than the most, locked duties aside.

    A least is never hard: a lack is told with its cost.
    """
    off = set(facts.network.settings.rules_off)
    table = facts.network.table("cover_limits")
    table = table[table["weight"].isna() & table["most"].notna() & ~table["name"].isin(off)]
    if table.empty or "cover_most" in off:
        return
    homes = facts.network.table("employees").set_index("employee")["outlet"].to_dict()
    own = [stint for stint in stints(facts) if stint.serves and homes[stint.employee] == stint.outlet]
    planned = facts.table("staff_duties")
    planned = planned[(planned["source"] != "own") & (planned["activity"] == "work")]
    for limit in table.to_dict("records"):
        place = (limit["outlet"], limit["post"])
        here = [stint for stint in own if (stint.outlet, stint.post) == place]
        others = planned[(planned["outlet"] == place[0]) & (planned["post"] == place[1])]
        for start in _intervals(facts, limit):
            there = {stint.employee: stint for stint in here if stint.at_post(start)}
            chosen = any(not stint.held for stint in there.values())
            sent = int(others.loc[(others["start"] <= start) & (others["end"] > start), "people"].sum())
            if chosen and len(there) + sent > limit["most"]:
                where = f"{limit['name']} {place[0]} {place[1]} {start:%Y-%m-%d %H:%M}"
                yield Finding("cover_most", where, f"at most {limit['most']}", str(len(there) + sent))


def _intervals(facts: Facts, limit: Mapping[Any, Any]) -> list[pd.Timestamp]:
    """Starts of intervals in which a limit holds; its weekday and dates are those of its beginning."""
    begin, end = minutes(limit["from"]), minutes(limit["to"])
    end += 24 * 60 if end <= begin else 0
    starts = facts.network.grid.starts(facts.first_day, facts.days)
    wall = starts.tz_localize(None)
    found: set[pd.Timestamp] = set()
    for date in pd.date_range(facts.first_day - DAY, periods=facts.days + 2):
        other = limit["weekday"] and WEEKDAYS[date.weekday()] != limit["weekday"]
        if other or date < limit["first_day"] or date > limit["last_day"]:
            continue
        opens, closes = date + pd.Timedelta(minutes=begin), date + pd.Timedelta(minutes=end)
        found |= set(starts[(wall >= opens) & (wall < closes)])
    return sorted(found)
