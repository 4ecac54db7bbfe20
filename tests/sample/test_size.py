"""What the sample promises to hold."""

from __future__ import annotations

import pandas as pd

from scenarios.network import Network, missing_for
from scenarios.network.schema import QUESTIONS, schema
from scenarios.sample import sample_tables


def test_same_seed_gives_the_same_tables_and_another_seed_others() -> None:
    """Everything is a function of the seed."""
    first, again, other = sample_tables("tiny"), sample_tables("tiny"), sample_tables("tiny", seed=7)
    for name, frame in first.items():
        pd.testing.assert_frame_equal(frame, again[name])
    assert not first["arrivals"]["count"].equals(other["arrivals"]["count"])
    assert not first["roads"]["metres"].equals(other["roads"]["metres"])


def test_city_has_the_measures_it_is_described_with(city: Network) -> None:
    """About 40 outlets of every kind, 500 people, 220,000 residents, three years of half hours."""
    kinds = city.table("outlets")["kind"].value_counts()
    assert kinds.to_dict() == {
        "station": 22,
        "scenic": 5,
        "hospital": 4,
        "hub": 3,
        "counter": 3,
        "mall": 2,
        "call_desk": 1,
    }
    assert 470 <= len(city.table("employees")) <= 560
    zones = city.table("zones")
    assert zones["residents"].sum() == 220_000
    assert (zones["residents"] > 0).all()
    assert zones["kind"].value_counts().to_dict() == {"urban": 150, "rural": 60}
    assert len(city.table("partners")) == 4
    assert len(city.table("sites")) == 25
    assert 1_000 <= len(city.table("road_nodes")) <= 1_600
    assert 1_500_000 <= len(city.table("arrivals")) <= 3_000_000
    assert city.grid.grain == 30
    assert city.settings.plan_start == pd.Timestamp("2026-09-14")


def test_both_sizes_answer_every_question(city: Network, tiny: Network) -> None:
    """No table is missing for any question that can be asked of a network."""
    for network in (city, tiny):
        assert all(not missing_for(network, question) for question in QUESTIONS)


def test_only_tables_that_would_be_redundant_are_left_out(city: Network) -> None:
    """The library knows the holidays, the roads the travel times; nobody knows the weather, or owes anybody."""
    assert {name for name in schema() if not city.has(name)} == {
        "holidays",
        "travel_times",
        "regressors",
        "roster_ledger",
        "pairs",
        "work_rules",
        "rotations",
        "outlet_kinds",
        "cover_limits",
        "budgets",
    }


def test_texts_of_the_data_are_chinese_and_identifiers_are_ascii(city: Network) -> None:
    """Names are for people, identifiers for programs."""
    for table, key in (
        ("outlets", "outlet"),
        ("employees", "employee"),
        ("services", "service"),
        ("zones", "zone"),
    ):
        assert city.table(table)[key].map(str.isascii).all()
        assert not city.table(table)["name"].map(str.isascii).any()
