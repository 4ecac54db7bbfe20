"""Work rules and labour law of a network, resolved for rostering."""

from __future__ import annotations

import pandas as pd
import pytest

from optimize.roster.rules import LIMITS
from scenarios.network import Network
from scenarios.network.check_rules import FORMS
from scenarios.network.labour_law import LAWS, articles
from scenarios.network.schema import schema
from scenarios.plan.work_rules import LONG_RUN, days_back, limits, under_law
from scenarios.premises.people import People, people
from tests.network.fixtures import tables

MONDAY = pd.Timestamp("2026-03-02")


@pytest.fixture(scope="module")
def network() -> Network:
    """The small network, whose rules are its own three."""
    return Network.from_tables(tables())


def staff_of(network: Network) -> People:
    """Its people over a week."""
    return people(network, MONDAY, 7)


def test_rules_are_known_by_one_key() -> None:
    """The table, its checks, the laws and the engine speak of the same rules."""
    assert set(schema()["work_rules"].columns["rule"].choices) == set(LIMITS) - {"rotation"} == set(FORMS)
    for law in LAWS:
        assert set(articles(law)["rule"]) <= {"", "rest", *LIMITS}


def test_rules_concern_whom_they_say(network: Network) -> None:
    """By contract, by tag, by home outlet and by name; a blank weight stays hard."""
    found = limits(network, staff_of(network).employees)
    assert found.groupby("limit")["employee"].agg(list).to_dict() == {
        "desk": ["001", "002"],
        "early": ["001"],
        "nights": ["003"],
        "parents": ["001", "003"],
        "part": ["003"],
    }
    assert found.set_index("limit").loc["early", ["rule", "what", "first_day"]].tolist() == [
        "rotation",
        "E E E E E O O",
        MONDAY,
    ]
    hard = found.set_index("limit")["weight"].isna()
    assert hard["nights"].all()
    assert not hard["parents"].any()
    assert not found["law"].any()


@pytest.mark.parametrize("law", LAWS)
def test_law_is_for_all_and_hard(network: Network, law: str) -> None:
    """Every article with a rule stands for every own person, without weight, beside the network's own rules."""
    under = network.with_settings(labour_law=law)
    employees = staff_of(under).employees
    found = limits(under, employees)
    legal = found[found["law"]]
    rules = articles(law).query("rule not in ['', 'rest']")
    assert len(legal) == len(rules) * len(employees)
    assert legal["weight"].isna().all()
    assert len(found) - len(legal) == len(limits(network, employees))
    assert (articles(law)["text"] != "").all()
    assert (articles(law)["article"] != "").all()


def test_articles_are_written_like_rules() -> None:
    """A law's rows pass the checks of `work_rules`, so no article lacks a number or period."""
    for law in LAWS:
        rows = articles(law).query("rule not in ['', 'rest']").drop(columns=["article", "text"])
        rows["name"] = "my_" + rows["name"]
        network = Network.from_tables({**tables(), "work_rules": rows})
        assert len(network.table("work_rules")) == len(rows)


def test_the_european_daily_rest_raises_contracts(network: Network) -> None:
    """Contracts with less than eleven hours of rest get eleven; a split duty spreads over the other thirteen."""
    under = network.with_settings(labour_law="eu")
    employees = staff_of(under).employees.assign(
        rest_hours=[9.0, 12.0, 11.0, 10.0], split_spread_most=[12.0, 13.0, 14.0, 24.0]
    )
    assert under_law(under, employees)["rest_hours"].tolist() == [11, 12, 11, 11]
    assert under_law(under, employees)["split_spread_most"].tolist() == [12, 13, 13, 13]
    assert under_law(network, employees)["rest_hours"].tolist() == [9, 12, 11, 10]


def test_published_days_reach_as_far_as_rules_look(network: Network) -> None:
    """Four weeks for four weeks of nights, to 1 March for a month, seventeen weeks for the European average."""
    employees = staff_of(network).employees
    assert days_back(limits(network, employees), MONDAY) == 28 + LONG_RUN
    european = network.with_settings(labour_law="eu")
    assert days_back(limits(european, employees), MONDAY) == 119 + LONG_RUN
    assert days_back(limits(network, employees).head(0), MONDAY) == LONG_RUN
