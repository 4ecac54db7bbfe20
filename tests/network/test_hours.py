"""Open intervals, compared with a walk through the rows one instant at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from scenarios.network import Network, day_calendar, minutes, opening
from tests.network.fixtures import settings

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PLACES = {"Australia/Melbourne": "AU", "Asia/Shanghai": "CN", "Asia/Jerusalem": "IL", "Europe/Lisbon": "PT"}


def network(timezone: str, seed: int) -> Network:
    """Six outlets with drawn hours: split, past midnight, around the clock, holidays, closures, late openings."""
    draw = np.random.default_rng(seed)
    names = [f"O{number}" for number in range(6)]
    hours: list[tuple[str, str, str, str]] = []
    for name in names[:4]:
        for day in (*WEEK, "holiday"):
            if draw.random() < 0.2:
                continue
            cuts = sorted(draw.choice(np.arange(4, 47), size=4, replace=False))
            text = [f"{cut // 2:02}:{cut % 2 * 30:02}" for cut in cuts]
            hours.append((name, day, text[0], text[1]))
            late = draw.random() < 0.4
            hours.append((name, day, text[2], "01:30" if late else text[3]))
    hours += [("O4", day, "00:00", "24:00") for day in WEEK]
    hours += [("O5", day, "08:00", "17:10") for day in WEEK[:5]]
    outlets = {
        "outlet": names,
        "name": names,
        "kind": "station",
        "desks": 3,
        "open_holidays": ["yes", "no", "yes", "yes", "yes", "no"],
        "opened": ["", "", "2026-03-30", "", "", ""],
    }
    closures = {"outlet": ["O3", "O4"], "first_day": "2026-04-03", "last_day": ["2026-04-04", "2026-04-03"]}
    own = {"day": ["2026-04-08", "2026-04-11"], "name": "own", "kind": ["holiday", "workday"]}
    tables = {
        "settings": settings(timezone=timezone, country=PLACES[timezone], plan_start="", day_cut="03:00"),
        "outlets": pd.DataFrame(outlets),
        "opening_hours": pd.DataFrame(hours, columns=["outlet", "weekday", "opens", "closes"]),
        "closures": pd.DataFrame(closures),
        "holidays": pd.DataFrame(own),
    }
    return Network.from_tables(tables)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which the clock shows `wall` or, where it skips that, more."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    moment -= timedelta(hours=3)
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += timedelta(minutes=30)
    return moment


def hours_of(network: Network, kinds: pd.Series, outlet: str, day: date) -> list[tuple[datetime, datetime]]:
    """The stretches that open on one civil date, as instants: first pass of an hour that comes twice."""
    zone = ZoneInfo(network.settings.timezone)
    row = network.table("outlets").set_index("outlet").loc[outlet]
    rows = network.table("opening_hours").query("outlet == @outlet")
    shut = network.table("closures").query("outlet == @outlet")
    if ((shut["first_day"] <= pd.Timestamp(day)) & (shut["last_day"] >= pd.Timestamp(day))).any():
        return []
    if pd.Timestamp(day) < row["opened"]:
        return []
    kind = kinds[pd.Timestamp(day)]
    weekday = WEEK[day.weekday()]
    if kind == "holiday":
        if not row["open_holidays"]:
            return []
        weekday = "holiday" if (rows["weekday"] == "holiday").any() else weekday
    if kind == "workday" and not (rows["weekday"] == weekday).any():
        # 11 April is a Saturday: the working day beside it is Friday, and Sunday in Israel
        weekday = "sun" if network.settings.country == "IL" else {"sat": "fri", "sun": "mon"}[weekday]
    midnight = datetime(day.year, day.month, day.day)
    stretches = []
    for opens, closes in rows.loc[rows["weekday"] == weekday, ["opens", "closes"]].itertuples(index=False):
        begin = midnight + timedelta(minutes=minutes(opens))
        end = midnight + timedelta(minutes=minutes(closes) + (1440 if minutes(closes) <= minutes(opens) else 0))
        stretches.append((instant(begin, zone), instant(end, zone)))
    return stretches


@pytest.mark.parametrize(("timezone", "seed"), list(zip(PLACES, range(1, 5), strict=True)))
def test_against_a_walk(timezone: str, seed: int) -> None:
    """Every half hour of three weeks around a clock change is open exactly when some stretch overlaps it."""
    net = network(timezone, seed)
    first = "2026-03-25"
    found = opening(net, first, 21)
    got = set(zip(found["outlet"], found["start"], strict=True))
    assert len(got) == len(found)
    starts = net.grid.starts(first, 21)
    stamps = [start.timestamp() for start in starts]
    wanted = set()
    days = [date(2026, 3, 24) + timedelta(days=number) for number in range(24)]
    kinds = day_calendar(net, days[0], days[-1]).set_index("day")["kind"]
    for outlet in net.table("outlets")["outlet"]:
        stretches = [s for day in days for s in hours_of(net, kinds, outlet, day)]
        instants = [(begin.timestamp(), end.timestamp()) for begin, end in stretches]
        for start, stamp in zip(starts, stamps, strict=True):
            if any(begin < stamp + 1800 and end > stamp for begin, end in instants):
                wanted.add((outlet, start))
    assert got == wanted


def test_around_the_clock_on_days_of_23_and_25_hours() -> None:
    """An outlet that never closes has 46 and 50 half hours on the days of the clock changes."""
    net = network("Australia/Melbourne", 1)
    # 5 April 2026: summer time ends; 4 October 2026: it begins (days cut at 03:00 hold the change at their end)
    for day, expected in (("2026-04-04", 50), ("2026-10-03", 46), ("2026-04-20", 48)):
        found = opening(net, day, 1)
        assert (found["outlet"] == "O4").sum() == expected


def test_no_hours_is_never_open() -> None:
    """Outlets without rows are closed, and a network without hours has no open interval."""
    net = network("Asia/Shanghai", 1)
    few = net.with_tables(opening_hours=net.table("opening_hours").query("outlet == 'O5'"))
    assert set(opening(few, "2026-03-23", 7)["outlet"]) == {"O5"}
    assert opening(few.with_tables(opening_hours=few.table("opening_hours").head(0)), "2026-03-23", 7).empty


def test_partly_open_intervals_are_open() -> None:
    """Who closes at 17:10 is open in the half hour of 17:00."""
    net = network("Asia/Shanghai", 1)
    last = opening(net, "2026-03-25", 1).query("outlet == 'O5'")["start"].max()
    assert last == pd.Timestamp("2026-03-25 17:00", tz="Asia/Shanghai")
