"""What is read from the curve: quantiles, the newsvendor, and the price of both."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.requirement.confidence import (
    LossCurve,
    Prices,
    at_quantile,
    loss_by_path,
    loss_curve,
    newsvendor,
    price_of_confidence,
)
from optimize.requirement.confidence.choice import enough, within_desks
from quarterhour.labels import LabelError
from tests.requirement.cases import post, service
from tests.requirement.confidence.cases import LEAVING, PLAIN, SHARE, posed

WEEK = [[4.0, 12.0, 25.0, 9.0], [6.0, 15.0, 31.0, 7.0], [3.0, 10.0, 22.0, 6.0], [9.0, 28.0, 50.0, 12.0]]
WEIGHTS = [0.4, 0.3, 0.2, 0.1]


@pytest.mark.parametrize("promised", [PLAIN, SHARE, LEAVING])
def test_a_quantile_is_the_least_people_that_enough_paths_are_content_with(promised: dict[str, object]) -> None:
    """By counting the paths' weights one by one, at weights that are met exactly too."""
    case = posed({"a": WEEK}, [promised], WEIGHTS)
    curve, paths = loss_curve(*case), loss_by_path(*case)
    for quantile in (0.2, 0.6, 0.7, 0.9, 0.91, 1.0):
        for number, people in enumerate(at_quantile(curve, quantile)):
            own = paths[paths["start"] == curve.cells["start"][number]]
            sure = {n: rows.loc[rows["kept"], "weight"].sum() for n, rows in own.groupby("people")}
            assert people == min(n for n, weight in sure.items() if weight >= quantile - 1e-9)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=6))
@settings(deadline=None, max_examples=25)
def test_more_confidence_never_asks_for_fewer_people(quantiles: list[float]) -> None:
    """People rise with the quantile in every interval."""
    curve = loss_curve(*posed({"a": WEEK}, [SHARE], WEIGHTS))
    found = [at_quantile(curve, quantile) for quantile in sorted(quantiles)]
    assert (np.diff(np.stack(found), axis=0) >= 0).all()


@given(st.floats(1, 100), st.floats(0, 200), st.floats(0, 200), st.sampled_from([PLAIN, SHARE, LEAVING]))
@settings(deadline=None, max_examples=40)
def test_the_newsvendor_beats_every_other_head_count(
    hour: float, late: float, lost: float, promised: dict[str, object]
) -> None:
    """Brute force over far more people than the curve needs to hold: none is cheaper, none as cheap is fewer."""
    prices = Prices(hour, late, lost)
    case = posed({"a": WEEK}, [promised], WEIGHTS)
    curve = loss_curve(*case, min(enough(30, prices), 1.0))
    people, floors = newsvendor(curve, prices), curve.cells["floor"]
    rows = loss_curve(*case, 1e-5).rows
    cost = hour / 2 * rows["people"] + late * rows["late"] + lost * rows["lost"]
    for n, floor, (_, own) in zip(people, floors, cost.groupby(rows["start"]), strict=True):
        assert own.iloc[n] == pytest.approx(own.iloc[floor:].min(), abs=1e-8)
        assert (own.iloc[floor:n] > own.iloc[n]).all()


def test_ties_go_to_fewer_people_and_the_critical_fractile_is_met() -> None:
    """Demand of 1 to 10 people, each as likely; one who is lacking loses a customer of price 4, a person costs 1.

    The textbook newsvendor takes the least n with P(demand <= n) >= (4 - 1) / 4: 8 people. At a price of 5,
    0.8 is met exactly at 8: a ninth person costs what he saves, and is not taken.
    """
    n, demand = np.arange(12), np.arange(1, 11)
    lost = np.maximum(demand[None, :] - n[:, None], 0).mean(axis=1)
    start = pd.Timestamp("2026-10-05", tz="UTC")
    place = {"outlet": "A", "pool": "p", "start": start}
    cells = pd.DataFrame([place | {"floor": 0, "desks": 99, "first": 0, "most": 11, "arrivals": 5.5, "load": 5.5}])
    rows = pd.DataFrame(place | {"people": n, "late": 0.0, "lost": lost, "kept": np.minimum(n / 10, 1.0)})
    curve = LossCurve(cells, rows, pd.DataFrame({"path": demand, "weight": 0.1}), 60)
    for price in (4.0, 5.0):
        assert newsvendor(curve, Prices(1.0, 0.0, price)).tolist() == [8]
    assert newsvendor(curve, Prices(1.0, 0.0, 5.01)).tolist() == [9]
    assert at_quantile(curve, 0.75).tolist() == [8]


def test_the_newsvendor_keeps_the_floor() -> None:
    """Where customers are worth nothing, minimum people stay all the same."""
    case = posed({"a": WEEK}, [SHARE], posts=[post("p", ["a"], minimum_people=2)])
    assert newsvendor(loss_curve(*case), Prices(40, 0, 0)).tolist() == [2, 2, 2, 2]


def test_desks_cap_what_is_chosen() -> None:
    """Two pools of one outlet with six desks: they fit, what is cut is told, and promises break visibly."""
    posts = [post("p", ["a"], pool="one"), post("q", ["b"], pool="two")]
    rates = {"a": [[20.0, 2.0]], "b": [[30.0, 2.0]]}
    case = posed(rates, [SHARE, service("b")], posts=posts, desks=6)
    curve = loss_curve(*case)
    free = at_quantile(curve, 0.9)
    kept = within_desks(curve, free)
    first = curve.cells["start"] == curve.cells["start"].min()
    assert free[first].sum() > kept[first].sum() == 6
    assert (free[~first] == kept[~first]).all()
    point = price_of_confidence(*case, Prices(40, 20, 30)).points.iloc[0]
    assert point["capped_hours"] == (free - kept).sum() / 2
    assert point["kept"] < 1


def test_the_price_of_confidence_is_the_sum_of_its_parts() -> None:
    """Hours, money, late and kept follow from people and curve; outlets add up; marginal cost is a difference."""
    prices = Prices(40, 20, 30)
    case = posed({"a": WEEK}, [LEAVING], WEIGHTS)
    found = price_of_confidence(*case, prices, quantiles=(0.9, 0.5))
    points = found.points
    assert points["choice"].tolist() == ["quantile", "quantile", "newsvendor"]
    assert points["quantile"].tolist()[:2] == [0.5, 0.9]
    people = found.people
    for name, row in zip(("q50", "q90", "newsvendor"), points.itertuples(), strict=True):
        assert row.hours == people[name].sum() / 2
        at = people[["start", name]].rename(columns={name: "people"})
        cells = at.merge(loss_curve(*case).rows, on=["start", "people"])
        assert row.late == pytest.approx(cells["late"].sum())
        assert row.lost == pytest.approx(cells["lost"].sum())
        assert row.kept == pytest.approx(cells["kept"].mean())
        assert row.money == pytest.approx(40 * row.hours + 20 * row.late + 30 * row.lost)
    half, most = points.iloc[0], points.iloc[1]
    saved = half["late"] + half["lost"] - most["late"] - most["lost"]
    assert most["money_a_customer"] == pytest.approx((most["hours"] - half["hours"]) * 40 / saved)
    assert np.isnan(half["money_a_customer"])
    assert points["money"].iloc[2] <= points["money"].iloc[:2].min()
    assert found.outlets["hours"].tolist() == pytest.approx(points["hours"].tolist())
    assert found.customers == pytest.approx(np.asarray(WEIGHTS) @ np.sum(WEEK, axis=1))


def test_people_chosen_elsewhere_are_read_from_the_same_curve() -> None:
    """Given the quantile's own people the figures are the quantile's; people of other places are refused."""
    case = posed({"a": WEEK}, [SHARE], WEIGHTS)
    prices = Prices(40, 20, 30)
    first = price_of_confidence(*case, prices, quantiles=(0.8,))
    own = first.people.rename(columns={"q80": "people"})
    points = price_of_confidence(*case, prices, quantiles=(0.8,), given={"plan": own}).points
    for name in ("hours", "late", "lost", "kept", "money"):
        assert points[name].iloc[2] == points[name].iloc[0]
    with pytest.raises(LabelError, match="people of plan"):
        price_of_confidence(*case, prices, given={"plan": own.assign(outlet="Z")})


def test_prices_out_of_range_are_named() -> None:
    """People cost something, customers are not paid for being late, quantiles are shares."""
    for wrong, name in (((0, 1, 1), "hour"), ((1, -1, 1), "late"), ((1, 1, np.nan), "lost")):
        with pytest.raises(ValueError, match=name):
            Prices(*wrong)
    with pytest.raises(ValueError, match="between 0 and 1"):
        at_quantile(loss_curve(*posed({"a": WEEK})), 1.2)


def test_without_demand_the_price_is_nothing() -> None:
    """Nobody comes: no hours, nobody late, and no share of nothing."""
    found = price_of_confidence(*posed({"a": [[0.0, 0.0]]}), Prices(40, 20, 30))
    assert found.points[["hours", "late", "lost", "money"]].to_numpy().sum() == 0
    assert found.points["kept"].isna().all()
