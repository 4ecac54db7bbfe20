"""The loss curve: how it falls, what it agrees with, what it does not depend on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.queueing import serve
from optimize.requirement import PromiseError, require
from optimize.requirement.confidence import SamplePaths, at_quantile, loss_by_path, loss_curve
from quarterhour.labels import LabelError
from tests.requirement.cases import GRAIN, hours, post, service
from tests.requirement.confidence.cases import LEAVING, PLAIN, SHARE, one, posed

RATES = st.lists(st.just(0.0) | st.floats(1e-3, 60), min_size=3, max_size=3)


@given(RATES, st.sampled_from([PLAIN, SHARE, LEAVING]))
@settings(deadline=None, max_examples=30)
def test_everything_gets_better_with_each_person(rates: list[float], promised: dict[str, object]) -> None:
    """Customers not served as promised and those lost never rise with people, and the promises never break."""
    rows = loss_curve(*posed({"a": [rates, rates[::-1]]}, [promised])).rows
    for _, cell in rows.groupby("start"):
        assert cell["people"].tolist() == list(range(len(cell)))
        assert ((cell["late"] + cell["lost"]).diff().dropna() <= 1e-9).all()
        assert (cell["lost"].diff().dropna() <= 1e-9).all()
        assert (cell["kept"].diff().dropna() >= -1e-12).all()
        assert cell["kept"].iloc[-1] == pytest.approx(1.0)


def test_lateness_is_convex_where_people_keep_up() -> None:
    """Without leaving, each further person saves fewer customers than the one before, once n is above the load."""
    asked, drawn = one(30.0, SHARE, 10)
    curve = loss_curve(asked, drawn)
    steady = curve.cells.iloc[-1]  # 30 x 5 / 30 minutes = 5 erlangs
    assert steady["load"] == pytest.approx(5.0, rel=1e-3)
    late = curve.rows.iloc[steady["first"] : steady["first"] + steady["most"] + 1].set_index("people")["late"]
    assert late.loc[:5].to_numpy() == pytest.approx(30.0, rel=0.02)
    assert (late.loc[6:].diff().diff().dropna() > 0).all()


def test_nobody_there_means_all_late_or_all_lost() -> None:
    """With nobody at the post those who stay are late, those with patience are lost."""
    for promised, name in ((SHARE, "late"), (LEAVING, "lost")):
        rows = loss_curve(*one(12.0, promised)).rows
        alone = rows[rows["people"] == 0]
        assert alone[name].to_numpy() == pytest.approx(12.0)
        assert alone[["late", "lost"]].sum(axis=1).to_numpy() == pytest.approx(12.0)


@given(RATES.filter(lambda rates: max(rates) > 0), st.sampled_from([PLAIN, SHARE, LEAVING]))
@settings(deadline=None, max_examples=30)
def test_one_path_asks_for_what_the_plain_requirement_asks(
    rates: list[float], promised: dict[str, object]
) -> None:
    """The median of a single path is the requirement by the modified offered load."""
    other = service("b", handling_minutes=9.0, handling_spread=4.0, promise_minutes=12.0)
    asked, drawn = posed({"a": [rates], "b": [[2.0, 0.0, 7.0]]}, [promised, other])
    plain = require(asked, method="offered_load")
    assert at_quantile(loss_curve(asked, drawn), 0.5).tolist() == plain.pools["people"].tolist()


def test_minimum_people_and_closing_are_floors() -> None:
    """The plain requirement's people too where somebody may still wait at closing and where a minimum is set."""
    starts = hours("2026-10-05", 8, 9).append(hours("2026-10-05", 14, 15))
    for minimum in (0, 1):
        posts = [post("p", ["a"], minimum_people=minimum)]
        asked, drawn = posed({"a": [[3.0, 0.0, 0.0, 0.0]]}, posts=posts, starts=starts)
        plain = require(asked, method="offered_load").pools["people"].tolist()
        assert plain == [1, 1, minimum, minimum]
        assert at_quantile(loss_curve(asked, drawn), 0.5).tolist() == plain


def test_the_curve_weighs_its_paths() -> None:
    """Expected figures are the paths' own by weight."""
    asked, drawn = posed({"a": [[6.0, 9.0], [12.0, 3.0], [20.0, 0.0]]}, [LEAVING], [0.5, 0.3, 0.2])
    rows, paths = loss_curve(asked, drawn).rows, loss_by_path(asked, drawn)
    sums = paths.assign(**{name: paths[name] * paths["weight"] for name in ("late", "lost", "kept")})
    sums = sums.groupby(["outlet", "pool", "start", "people"])[["late", "lost", "kept"]].sum().reset_index()
    pd.testing.assert_frame_equal(rows, sums, check_dtype=False)


def test_the_curve_goes_on_until_hardly_anybody_is_late() -> None:
    """At its end no more than `rest` customers are late or lost, and not before."""
    for rest in (0.5, 0.001):
        curve = loss_curve(*one(15.0, SHARE), rest)
        loss = curve.rows["late"] + curve.rows["lost"]
        last = curve.cells["first"] + curve.cells["most"]
        assert (loss.iloc[last] <= rest).all()
        assert curve.cells["most"].max() <= (6 if rest == 0.5 else 9)


def _other_outlet(drawn: SamplePaths) -> SamplePaths:
    series = pd.concat([pd.DataFrame({"outlet": ["0"], "service": ["a"]}), drawn.series], ignore_index=True)
    return dataclasses.replace(
        drawn, series=series, rates=np.concatenate([3 * drawn.rates[:, :1], drawn.rates], axis=1)
    )


def test_other_outlets_and_the_order_of_rows_do_not_matter() -> None:
    """An outlet's curve is its own, whoever else is there and however the rows lie."""
    asked, drawn = posed(
        {"a": [[6.0, 0.0, 30.0], [9.0, 1.0, 40.0]], "b": [[1.0, 2.0, 3.0]] * 2}, [LEAVING, service("b")]
    )
    alone = loss_curve(asked, drawn)
    more = asked.demand[asked.demand["service"] == "a"].assign(outlet="0")
    crowd = dataclasses.replace(
        asked,
        demand=pd.concat([asked.demand, more]).sample(frac=1, random_state=3),
        posts=pd.concat([asked.posts, asked.posts.assign(outlet="0")], ignore_index=True),
        desks=pd.concat([asked.desks, asked.desks.assign(outlet="0")]).iloc[::-1],
        services=asked.services.iloc[::-1],
    )
    both = loss_curve(crowd, _other_outlet(drawn)).rows
    own = both[both["outlet"] == "A"].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, alone.rows, rtol=1e-12)


def test_blocks_of_pools_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worked out one pool after the other for want of memory: the same curve."""
    posts = [post("p", ["a"], pool="one"), post("q", ["b"], pool="two")]
    case = posed({"a": [[6.0, 3.0]], "b": [[1.0, 20.0]]}, [PLAIN, service("b")], posts=posts)
    whole, paths = loss_curve(*case), loss_by_path(*case)
    monkeypatch.setattr("optimize.requirement.confidence.loss.CELLS_AT_ONCE", 1)
    pd.testing.assert_frame_equal(loss_curve(*case).rows, whole.rows)
    pd.testing.assert_frame_equal(loss_curve(*case).cells, whole.cells)
    pd.testing.assert_frame_equal(loss_by_path(*case), paths)


def test_closed_intervals_are_no_cells_and_carry_no_queue() -> None:
    """Rates outside the opening are not looked at, and the afternoon begins without the morning's load."""
    morning, afternoon = hours("2026-10-05", 8, 9), hours("2026-10-05", 10, 11)
    asked, drawn = posed({"a": [[20.0] * 4]}, [SHARE], starts=morning.append(afternoon))
    between = hours("2026-10-05", 8, 11)
    rates = np.full((1, 1, len(between)), 20.0)
    whole = dataclasses.replace(drawn, starts=between, rates=rates)
    curve = loss_curve(asked, whole)
    assert curve.cells["start"].tolist() == [*morning, *afternoon]
    pd.testing.assert_frame_equal(curve.rows, loss_curve(asked, drawn).rows)
    load = curve.cells["load"].to_numpy()
    assert load[:2] == pytest.approx(load[2:])


def test_nobody_at_all() -> None:
    """Empty paths need nobody and lose nobody; without demand there is nothing to tell."""
    asked, drawn = posed({"a": [[0.0, 0.0]]})
    curve = loss_curve(asked, drawn)
    assert at_quantile(curve, 0.9).tolist() == [0, 0]
    assert curve.rows[["late", "lost"]].to_numpy().sum() == 0
    empty = loss_curve(dataclasses.replace(asked, demand=asked.demand.head(0)), drawn)
    assert empty.cells.empty
    assert at_quantile(empty, 0.9).tolist() == []


def test_what_does_not_fit_is_named() -> None:
    """Paths that lack a series or an interval, promises that nobody can keep, curves without end."""
    asked, drawn = posed({"a": [[1.0, 2.0]]})
    other = dataclasses.replace(drawn, series=drawn.series.assign(service="z"))
    with pytest.raises(LabelError, match="no entry for A/a"):
        loss_curve(asked, other)
    with pytest.raises(LabelError, match="another horizon"):
        loss_curve(asked, dataclasses.replace(drawn, starts=drawn.starts + pd.Timedelta(days=1)))
    with pytest.raises(ValueError, match="above 0"):
        loss_curve(asked, drawn, 0.0)
    with pytest.raises(ValueError, match="out of reach"):
        loss_curve(*posed({"a": [[1.0]]}, [SHARE | {"promise_share": 1.2}]))
    with pytest.raises(PromiseError):
        loss_curve(*posed({"a": [[1.0]]}, [service("a", promise="settled_within", promise_share=0.9)]))
    for weights in ([0.4], [-1.0]):
        with pytest.raises(ValueError, match="weights"):
            dataclasses.replace(drawn, weights=np.array(weights))


@pytest.mark.parametrize("promised", [SHARE, LEAVING])
@pytest.mark.parametrize("people", [4, 5, 6])
def test_customers_played_are_as_late_as_the_curve_says(promised: dict[str, object], people: int) -> None:
    """At a constant rate with exponential handling, customers played one by one agree within chance."""
    if people == 4 and promised is SHARE:
        people = 7
    rate, runs, warm, length = 20.0, 400, 600.0, 1800.0
    asked, drawn = one(rate, promised, 15)
    curve = loss_curve(asked, drawn)
    steady = curve.cells.iloc[-1]
    told = curve.rows.iloc[steady["first"] + min(people, steady["most"])]
    draw = np.random.default_rng(8)
    counts = draw.poisson(rate / GRAIN * length, runs)
    lane = np.repeat(np.arange(runs), counts)
    arrival = draw.random(len(lane)) * length
    order = np.lexsort((arrival, lane))
    arrival = arrival[order]
    stays = draw.exponential(6.0, len(lane)) if promised is LEAVING else np.full(len(lane), np.inf)
    starts = np.zeros((1, people, runs))
    began = serve(lane, arrival, draw.exponential(5.0, len(lane)), stays, starts, np.full_like(starts, np.inf))
    counted = arrival >= warm
    left = np.isnan(began)
    late = ~left & (began - arrival > 5.0)
    for name, happened in (("late", late), ("lost", left)):
        shares = np.bincount(lane[counted], happened[counted], runs) / np.bincount(lane[counted], minlength=runs)
        error = shares.std() / np.sqrt(runs)
        assert abs(shares.mean() - told[name] / rate) <= 3.5 * error + 1e-6, name
