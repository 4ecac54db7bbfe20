"""The price of confidence of a stored plan: its paths, its network's prices, its own people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from optimize.requirement.confidence import Confidence
from scenarios.plan import Plan
from scenarios.plan.confidence import NotConfidentError, confidence, confidence_problem, prices_of, sample_paths
from scenarios.premises import Premises
from tests.plan.fixtures import PATHS, tiny
from tests.plan.planned import lending, planned
from tests.shelf import made_once


@made_once
def found() -> Confidence:
    """Of the tiny network's base plan, five of its twenty paths kept."""
    return confidence(tiny(), planned(), paths=5)


def _plan() -> Plan:
    made = planned()
    assert made.forecast is not None
    assert made.requirement is not None
    return made


def test_the_curve_covers_the_plan_and_its_people_stand_beside() -> None:
    """Every pool and interval of the requirement is there, and the plan's hours are its own."""
    pools, points = _plan().requirement.pools, found().points.set_index("choice")
    keys = ["outlet", "pool", "start"]
    pd.testing.assert_frame_equal(found().people[keys], pools[keys], check_dtype=False)
    assert points.loc["plan", "hours"] == pools["people"].sum() * _plan().grain / 60
    assert len(found().paths) == 5
    assert found().paths["weight"].sum() == pytest.approx(1.0)


def test_more_confidence_costs_more_and_loses_fewer() -> None:
    """Along the quantiles pay rises, customers late or lost fall, and none beats the newsvendor's total."""
    points = found().points
    rising = points[points["choice"] == "quantile"]
    assert (rising["money_people"].diff().dropna() >= 0).all()
    assert ((rising["late"] + rising["lost"]).diff().dropna() <= 1e-9).all()
    assert (rising["kept"].diff().dropna() >= -1e-12).all()
    cheapest = points.loc[points["choice"] == "newsvendor", "money"].iloc[0]
    assert cheapest <= points["money"].min() + 1e-6


def test_customers_are_those_of_the_kept_paths() -> None:
    """Expected customers of the weighted paths are near those of all, and are the immediate ones."""
    network = tiny()
    paths = sample_paths(_plan().forecast.paths, ())
    assert paths.rates.shape[0] == PATHS
    services = network.table("services").set_index("service")["kind"]
    immediate = (services.loc[paths.series["service"]] == "immediate").to_numpy()
    assert found().customers == pytest.approx(float(paths.rates[:, immediate].sum()) / PATHS, rel=0.1)


def test_prices_are_the_networks_unless_given() -> None:
    """Hour: the mean of the employees' contracts; late: a missing hour over the customers of an hour."""
    network = tiny()
    premises = Premises.of(network)
    problem = confidence_problem(premises, _plan().forecast)
    prices = prices_of(premises, problem)
    rates = network.table("contracts").set_index("contract")["hourly_rate"].astype(float)
    assert prices.hour == pytest.approx(rates.loc[network.table("employees")["contract"]].mean())
    rows = problem.demand.merge(network.table("services"), on="service")
    rows = rows[rows["kind"] == "immediate"]
    handling = np.average(rows["handling_minutes"].astype(float), weights=rows["rate"])
    assert prices.late == pytest.approx(network.settings.price_shortage * handling / 60)
    assert prices.lost == max(prices.late, network.settings.price_lost_customer)
    given = prices_of(premises, problem, hour=1.0, late=2.0, lost=0.5)
    assert (given.hour, given.late, given.lost) == (1.0, 2.0, 0.5)


def test_a_scenarios_plan_is_priced_under_its_changes() -> None:
    """More customers at one outlet ask for more hours there than in the base plan."""
    hours = []
    for outlets in (found().outlets, confidence(tiny(), lending(), paths=5).outlets):
        own = outlets[(outlets["outlet"] == "ST01") & (outlets["choice"] == "newsvendor")]
        hours.append(float(own["hours"].iloc[0]))
    assert hours[1] > hours[0]


def test_what_is_missing_is_said_with_what_mends_it() -> None:
    """A plan without forecast, and a network that does not say what an hour costs."""
    with pytest.raises(NotConfidentError, match="no forecast") as lacking:
        confidence(tiny(), replace(planned(), forecast=None))
    assert "\n" in lacking.value.message.text("zh")
    network = tiny()
    poor = replace(
        network, tables={n: f for n, f in network.tables.items() if n not in ("contracts", "employees")}
    )
    problem = confidence_problem(Premises.of(network), _plan().forecast)
    with pytest.raises(NotConfidentError, match="--hour"):
        prices_of(Premises.of(poor), problem)
    assert prices_of(Premises.of(poor), problem, hour=30.0).hour == 30.0
