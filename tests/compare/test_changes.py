"""What was added, removed and moved between two plans, and what it costs and buys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from quarterhour.grid import hours_between
from scenarios.compare import compare
from scenarios.plan import Plan
from tests.api.plans import made_plan, small_plan
from tests.compare.rehearsed import rehearsed


def without(plan: Plan, employee: str, name: str) -> Plan:
    """The plan under another name, and a person fewer on its roster."""
    assert plan.roster is not None
    segments = plan.roster.segments
    kept = segments[segments["employee"] != employee].reset_index(drop=True)
    return replace(plan, name=name, roster=replace(plan.roster, segments=kept))


def test_a_person_who_is_gone_is_told_with_all_duties() -> None:
    """Only they changed: their hours are gone, their duties removed, the other way round added."""
    base = small_plan()
    assert base.roster is not None
    worked = base.roster.segments[base.roster.segments["employee"] == "O00-0"]
    hours = float(hours_between(worked["start"], worked["end"]).sum())
    gone = compare([base, without(base, "O00-0", "fewer")])
    assert gone.people.to_dict("records") == [
        {"plan": "fewer", "change": "removed", "employee": "O00-0", "hours": 0.0, "hours_base": hours}
    ]
    assert set(gone.segments["change"]) == {"removed"}
    back = compare([without(base, "O00-0", "fewer"), base])
    assert back.people["change"].tolist() == ["added"]
    assert len(back.segments) == len(gone.segments)


def test_a_shorter_duty_is_moved_and_its_person_has_other_hours() -> None:
    """One hour less of one duty: the duty is moved, the person kept with an hour less."""
    base = small_plan()
    assert base.roster is not None
    segments = base.roster.segments.copy()
    segments.loc[0, "end"] -= pd.Timedelta(hours=1)
    other = replace(base, name="shorter", roster=replace(base.roster, segments=segments))
    held = compare([base, other])
    assert held.segments["change"].tolist() == ["moved"]
    assert held.people["change"].tolist() == ["kept"]
    assert (held.people["hours_base"] - held.people["hours"]).tolist() == [1.0]


def test_loans_that_differ_are_told() -> None:
    """Fewer lent duties show as fewer hours from lender to outlet; the same plan shows none."""
    base = small_plan()
    assert base.staff is not None
    duties = base.staff.duties
    alone = replace(base, name="alone", staff=replace(base.staff, duties=duties[duties["source"] != "lent"]))
    lent = duties[(duties["source"] == "lent") & (duties["activity"] == "work")]
    hours = hours_between(lent["start"], lent["end"]) * lent["people"]
    held = compare([base, alone])
    assert held.loans["hours_base"].sum() == pytest.approx(hours.sum())
    assert (held.loans["hours"] == 0).all()
    assert compare([base, replace(base, name="same")]).loans.empty


def test_costs_add_up_to_the_difference_in_all() -> None:
    """Item by item, also items that only one plan has."""
    base = small_plan()
    other = replace(base, name="other", costs=pd.DataFrame({"item": ["regular", "partner"], "money": [1e5, 50.0]}))
    held = compare([base, other])
    assert held.costs["difference"].sum() == pytest.approx(other.costs["money"].sum() - base.costs["money"].sum())
    assert held.trade["cost"].iloc[0] == pytest.approx(held.costs["difference"].sum())
    assert set(held.costs["item"]) == {"regular", "lent", "travel", "shortage", "partner"}


def priced(plan: Plan, money: float, **prices: float) -> Plan:
    """The plan at such a cost, its network stating such prices."""
    costs = pd.DataFrame({"item": ["pay_regular"], "money": [money]})
    return replace(plan, costs=costs, settings={**plan.settings, **prices})


def test_only_what_the_network_prices_is_worth_money() -> None:
    """Customers not lost at their price, those in time in customers; without a price nothing in money."""
    base = priced(rehearsed("base", {"A": 3, "B": 2}), 1000.0, price_lost_customer=30.0)
    more = priced(rehearsed("more", {"A": 4, "B": 3}), 1500.0, price_lost_customer=30.0)
    held = compare([base, more])
    rows = held.benefits.set_index("indicator")
    assert rows.loc["customers_lost", "money"] == pytest.approx(-30.0 * rows.loc["customers_lost", "difference"])
    assert np.isnan(rows.loc["customers_within", "money"])
    assert held.trade["benefit"].iloc[0] == pytest.approx(rows.loc["customers_lost", "money"])
    assert held.trade["net"].iloc[0] == pytest.approx(held.trade["benefit"].iloc[0] - 500.0)
    unpriced = compare([priced(rehearsed("base", {"A": 3, "B": 2}), 1000.0), more])
    assert unpriced.benefits["money"].isna().all()
    assert np.isnan(unpriced.trade["benefit"].iloc[0])


def test_money_a_customer_needs_the_same_demand_and_more_than_chance() -> None:
    """What one more in time costs is not told under other demand, nor where it may be chance."""
    demand = pd.DataFrame(
        {"indicator": ["demand"], "scope": "", "value": 540.0, "unit": "customers", "low": np.nan, "high": np.nan}
    )
    base = replace(priced(rehearsed("base", {"A": 3, "B": 2}), 1000.0), indicators=demand)
    more = replace(priced(rehearsed("more", {"A": 4, "B": 3}), 1500.0), indicators=demand)
    trade = compare([base, more]).trade.iloc[0]
    assert trade["money_a_customer"] == pytest.approx(500.0 / trade["customers"])
    asked = replace(more, indicators=demand.assign(value=600.0))
    assert np.isnan(compare([base, asked]).trade["money_a_customer"].iloc[0])
    same = replace(base, name="dearer", costs=more.costs)
    assert np.isnan(compare([base, same]).trade["money_a_customer"].iloc[0])


def test_any_number_of_plans() -> None:
    """Every other plan is held against the first; fewer than two, or two of one name, are refused."""
    plans = [made_plan(outlets=3, people=7, days=7, name=name) for name in ("base", "one", "two")]
    held = compare(plans)
    assert held.pairing["plan"].tolist() == ["one", "two"]
    assert set(held.figures["plan"]) == {"base", "one", "two"}
    assert set(held.trade["plan"]) == {"one", "two"}
    with pytest.raises(ValueError, match="can not be compared"):
        compare(plans[:1])
    with pytest.raises(ValueError, match="one name"):
        compare([plans[0], plans[0]])
