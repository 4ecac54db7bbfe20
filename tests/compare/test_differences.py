"""Differences between rehearsals, and how sure they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.compare.differences import differences
from scenarios.compare.intervals import apart, interval, paired
from scenarios.compare.measures import MEASURES, OlderRehearsalError, measures
from scenarios.compare.pairing import why_apart
from scenarios.plan import Plan
from tests.compare.rehearsed import rehearsed

TIED = {"A": 3, "B": 2}


def found(base: Plan, plan: Plan, scope: str = "") -> pd.DataFrame:
    """Differences of one scope by indicator."""
    frame = differences(base, plan)
    return frame[frame["scope"] == scope].set_index("indicator")


def test_an_untouched_outlet_differs_in_nothing() -> None:
    """Outlet B has more customers and A the same ones: every difference at A is exactly 0, at B it is not."""
    base, busier = rehearsed("base", TIED), rehearsed("busier", TIED, {"B": 36.0})
    still, moved = found(base, busier, "A"), found(base, busier, "B")
    assert (still[["difference", "low", "high"]] == 0.0).all(axis=None)
    assert not still["clear"].any()
    assert moved.loc["wait_minutes", "difference"] > 0
    assert moved.loc["customers_within", "clear"]


def test_more_people_for_the_same_customers_are_clearly_better() -> None:
    """Nobody else comes, more are in time, fewer leave; figures are the means of what replications say."""
    base, more = rehearsed("base", TIED), rehearsed("more", {"A": 4, "B": 3})
    assert base.rehearsal is not None
    assert more.rehearsal is not None
    whole = found(base, more)
    assert whole.loc["customers_within", "low"] > 0
    assert whole.loc["customers_lost", "high"] < 0
    assert whole["clear"][["wait_minutes", "within_share", "customers_lost"]].all()
    books = [plan.rehearsal.replications for plan in (base, more) if plan.rehearsal is not None]
    arrivals = [frame.groupby("replication")["arrivals"].sum() for frame in books]
    pd.testing.assert_series_equal(*arrivals)
    within = [frame.groupby("replication")["within"].sum().mean() for frame in books]
    assert whole.loc["customers_within", "difference"] == pytest.approx(within[1] - within[0])


def test_common_random_numbers_say_more_than_independent_ones() -> None:
    """The same difference taken pairwise has a narrower interval than that of independent samples."""
    base, more = rehearsed("base", TIED), rehearsed("more", {"A": 4, "B": 2})
    other = rehearsed("more", {"A": 4, "B": 2}, seed=2)
    assert why_apart(base, more) == ""
    assert why_apart(base, other) == "compare.other_seed"
    width = [found(base, plan)["high"] - found(base, plan)["low"] for plan in (more, other)]
    assert (width[0] < width[1])[["wait_minutes", "customers_within", "customers_lost", "within_share"]].all()


def test_plans_that_can_not_be_paired_say_why() -> None:
    """Other seeds, replications, days and networks, and plans that were not rehearsed."""
    base = rehearsed("base", TIED, replications=3)
    assert base.rehearsal is not None
    reasons = {
        "compare.not_rehearsed": replace(base, rehearsal=None),
        "compare.other_network": replace(base, network="another"),
        "compare.other_horizon": replace(base, days=base.days + 7),
        "compare.other_seed": replace(base, rehearsal=replace(base.rehearsal, seed=9)),
        "compare.other_replications": rehearsed("base", TIED, replications=4),
    }
    assert {reason: why_apart(base, plan) for reason, plan in reasons.items()} == {key: key for key in reasons}
    assert differences(base, replace(base, rehearsal=None)).empty


def test_an_older_rehearsal_is_refused() -> None:
    """Without the column of those served within the promise nothing is guessed."""
    base = rehearsed("base", TIED, replications=2)
    assert base.rehearsal is not None
    old = replace(base.rehearsal, replications=base.rehearsal.replications.drop(columns="within"))
    with pytest.raises(OlderRehearsalError):
        measures(old)


def test_measures_are_those_of_the_books() -> None:
    """Customers in time are served ones, outlets add up to the network, shares lie between 0 and 1."""
    base = rehearsed("base", {"A": 3, "B": 1}, replications=5)
    assert base.rehearsal is not None
    told, books = measures(base.rehearsal), base.rehearsal.replications
    assert (books["within"] <= books["served"]).all()
    counts = [name for name, unit in MEASURES.items() if unit == "customers"]
    whole, outlets = told[told["scope"] == ""], told[told["scope"] != ""]
    pd.testing.assert_frame_equal(
        whole[counts].reset_index(drop=True), outlets.groupby("replication")[counts].sum().reset_index(drop=True)
    )
    assert all(told[share].between(0, 1).all() for share in ("served_share", "within_share"))


def test_the_networks_wait_is_the_mean_of_all_who_wait_at_once() -> None:
    """Deferred customers weigh nothing: an outlet that has ten times as many of them moves no mean."""
    base = rehearsed("base", {"A": 3, "B": 1}, replications=5)
    assert base.rehearsal is not None
    books = base.rehearsal.replications
    crowded = books.assign(arrivals=books["arrivals"].where(books["outlet"] == "B", books["arrivals"] * 10))
    crowded["served"] = crowded["arrivals"] - crowded["lost"] - crowded["left_over"]
    waits = [
        measures(replace(base.rehearsal, replications=each)).set_index("scope")["wait_minutes"]
        for each in (books, crowded)
    ]
    pd.testing.assert_series_equal(*waits)
    by_run = books.assign(waited=books["wait_minutes"] * books["immediate"]).groupby("replication").sum()
    expected = by_run["waited"] / by_run["immediate"]
    np.testing.assert_allclose(waits[0].loc[""], expected)


@pytest.mark.parametrize("shared", [0.0, 3.0])
def test_intervals_hold_the_truth_as_often_as_they_say(shared: float) -> None:
    """Of 2,000 synthetic comparisons 95% of the intervals hold the true difference, within 1.5 points."""
    random = np.random.default_rng(7)
    common = random.normal(0.0, shared, (2000, 12))
    base = 5.0 + common + random.normal(0.0, 1.0, common.shape)
    plan = 6.0 + common + random.normal(0.0, 2.0, common.shape)
    ways = [paired] if shared else [paired, apart]
    for way in ways:
        ends = [way(ours, theirs) for ours, theirs in zip(plan, base, strict=True)]
        assert np.mean([one.low <= 1.0 <= one.high for one in ends]) == pytest.approx(0.95, abs=0.015)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.floats(-1e3, 1e3))
@settings(max_examples=60, deadline=None)
def test_pairing_takes_out_what_both_share(values: list[float], shift: float) -> None:
    """The same values moved by a constant differ by it, whatever scatter they share; swapped, signs swap."""
    ours = np.array(values)
    moved = paired(ours + shift, ours)
    assert moved.mean == pytest.approx(shift, abs=1e-6)
    assert moved.high - moved.low == pytest.approx(0.0, abs=1e-6)
    for way in (paired, apart):
        one, other = way(ours, ours[::-1]), way(ours[::-1], ours)
        assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-6)


def test_one_replication_has_no_interval() -> None:
    """A mean alone says nothing of its chance; nothing at all says nothing."""
    alone = interval(np.array([3.0]))
    assert (alone.mean, alone.clear) == (3.0, False)
    assert np.isnan([alone.low, alone.high, interval(np.array([np.nan])).mean]).all()
    assert np.isnan(apart(np.array([1.0]), np.array([2.0])).low)
