"""Closing an outlet never drops demand."""

from __future__ import annotations

import pytest

from scenarios.changes import CloseOutlet, to_premises
from scenarios.plan.demanding import demand_under
from tests.plan.fixtures import tiny, tiny_forecast


@pytest.mark.parametrize("position", [0, 1])
def test_before_is_after_and_digital_and_lost(position: int) -> None:
    """The closed outlet's demand is found again at open outlets, digital or lost, to rounding."""
    network = tiny()
    before = demand_under(to_premises(network, []), tiny_forecast()).forecast
    outlet = network.table("outlets")["outlet"].iloc[position]
    premises = to_premises(network, [CloseOutlet(outlet=outlet)])
    moved = demand_under(premises, tiny_forecast())
    total = before.intervals["mean"].sum()
    away = moved.balance.loc[moved.balance["to"].isin(["digital", "lost"]), "volume"].sum()
    assert moved.forecast.intervals["mean"].sum() + away == pytest.approx(total)
    closed_before = before.intervals.loc[before.intervals["outlet"] == outlet, "mean"].sum()
    assert moved.balance["volume"].sum() == pytest.approx(closed_before)
    left = moved.forecast.intervals[moved.forecast.intervals["outlet"] == outlet]
    assert (left["mean"] == 0).all()
    assert not left["open"].any()
    closed_row = moved.forecast.paths.series["outlet"] == outlet
    assert (moved.forecast.paths.counts[:, closed_row.to_numpy()] == 0).all()


def test_people_get_a_new_home_or_are_listed() -> None:
    """Everybody of the closed outlet is at another outlet or among the released, nobody twice."""
    network = tiny()
    outlet = network.table("outlets")["outlet"].iloc[0]
    premises = to_premises(network, [CloseOutlet(outlet=outlet)])
    people = network.table("employees")
    theirs = set(people.loc[people["outlet"] == outlet, "employee"])
    after = premises.network.table("employees")
    assert not (after["outlet"] == outlet).any()
    assert theirs - set(after["employee"]) == set(premises.released)
    assert set(people["employee"]) - theirs <= set(after["employee"])


def test_the_base_is_not_touched() -> None:
    """The network that was given still has the outlet's people."""
    network = tiny()
    outlet = network.table("outlets")["outlet"].iloc[0]
    premises = to_premises(network, [CloseOutlet(outlet=outlet)])
    assert premises.base is network
    assert (network.table("employees")["outlet"] == outlet).any()
    assert premises.closed == (outlet,)
