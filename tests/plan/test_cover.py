"""Cover limits of a network, laid out interval by interval."""

from __future__ import annotations

import pandas as pd

from scenarios.network import Network
from scenarios.plan.cover import cover
from tests.network.fixtures import tables

MONDAY = pd.Timestamp("2026-03-02")


def test_limits_hold_on_their_weekday_and_hours() -> None:
    """Mondays from eleven to one at grain 60 are two intervals a week; a partner's duty counts as planned."""
    network = Network.from_tables(tables())
    zone = network.grid.timezone
    begin, end = (pd.Timestamp(f"2026-03-02 {hour}").tz_localize(zone) for hour in ("10:00", "12:00"))
    lent = pd.DataFrame(
        {"outlet": ["A"], "post": ["counter"], "source": ["lent"], "activity": ["work"], "people": [2]}
    ).assign(start=begin, end=end)
    found = cover(network, lent, MONDAY, 14, network.grid)
    assert sorted(set(found["start"].dt.hour)) == [11, 12]
    assert set(found["day"]) == {MONDAY, MONDAY + pd.Timedelta(days=7)}
    assert found.groupby("start")["borrowed"].first().tolist()[0] == 2
    assert found.loc[found["start"].dt.hour == 12, "borrowed"].sum() == 0
    assert found["least"].eq(1).all()
    assert found["most"].eq(2).all()
    assert cover(network.with_tables(cover_limits=pd.DataFrame()), lent, MONDAY, 14, network.grid).empty


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    """From 22:00 to 02:00 on Mondays reaches into Tuesday."""
    base = Network.from_tables(tables())
    night = base.table("cover_limits").assign(**{"from": "22:00", "to": "02:00"})
    network = base.with_tables(cover_limits=night)
    nobody = pd.DataFrame(columns=["outlet", "post", "source", "activity", "people", "start", "end"])
    found = cover(network, nobody, MONDAY, 7, network.grid)
    assert sorted(set(found["start"].dt.day)) == [2, 3]
    assert sorted(set(found["start"].dt.hour)) == [0, 1, 22, 23]
