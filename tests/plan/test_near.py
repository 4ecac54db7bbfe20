"""Plans with a cache: scenarios near their base, the same whatever the cache holds."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from quarterhour.cache import Cache
from quarterhour.progress import Progress
from scenarios.changes import Change, ScaleDemand
from scenarios.evaluate import evaluate
from scenarios.network import write_network
from scenarios.plan import Plan, plan, write_plan
from tests.plan.fixtures import tiny
from tests.plan.planned import QUICK, lending, planned
from tests.shelf import folder

BUSIER: list[Change] = [ScaleDemand(factor=1.6, outlets=("ST01",))]
ALL_BUSIER: list[Change] = [ScaleDemand(factor=1.3)]


def _cache() -> Cache:
    """One cache for all tests of this run."""
    return Cache(folder() / "cache")


def _tables(made: Plan) -> dict[str, pd.DataFrame]:
    assert made.requirement is not None
    assert made.staff is not None
    assert made.roster is not None
    assert made.rehearsal is not None
    return {
        "need": made.requirement.pools,
        "duties": made.staff.duties,
        "segments": made.roster.segments,
        "services": made.rehearsal.services,
        "costs": made.costs,
        "indicators": made.indicators,
        "held": made.held,
    }


def _same(left: Plan, right: Plan) -> None:
    for name, frame in _tables(left).items():
        pd.testing.assert_frame_equal(frame, _tables(right)[name], obj=name)


def test_the_base_is_the_same_with_a_cache() -> None:
    """What was put together from kept answers equals what was planned without."""
    _same(plan(tiny(), options=QUICK, cache=_cache()), planned())


def test_a_scenario_is_planned_near_its_base(tmp_path: Path) -> None:
    """The outlet that is touched is planned again, the other is held; the evaluator finds nothing."""
    made = plan(tiny(), changes=BUSIER, name="busier", options=QUICK, cache=_cache())
    staff = made.held[made.held["stage"] == "staff"].set_index("outlet")["held"]
    assert not staff["ST01"]
    assert staff.drop("ST01").any()
    base = planned().staff
    assert base is not None
    assert made.staff is not None
    kept = staff[staff].index
    own = base.duties[base.duties["outlet"].isin(kept) & (base.duties["source"] == "own")]
    both = own.merge(made.staff.duties, on=["duty", "start", "end"], suffixes=("", "_now"))
    assert len(both) == len(own)
    write_network(tiny(), tmp_path / "network")
    write_plan(made, tmp_path / "plan")
    assert evaluate(tmp_path / "plan", tmp_path / "network") == []


def test_an_empty_cache_gives_the_same_scenario(tmp_path: Path) -> None:
    """Its base is made first, whether it was asked for or not."""
    fresh = plan(tiny(), changes=BUSIER, options=QUICK, cache=Cache(tmp_path))
    _same(fresh, plan(tiny(), changes=BUSIER, options=QUICK, cache=_cache()))


def test_full_plans_as_without_a_cache() -> None:
    """Nothing is held then."""
    more, fewer = ScaleDemand(factor=1.6, outlets=("ST01",)), ScaleDemand(factor=0.8, outlets=("SC01",))
    made = plan(tiny(), changes=[more, fewer], name="lending", options=QUICK, cache=_cache(), full=True)
    _same(made, lending())
    assert made.name == "lending"


def test_what_touches_all_is_planned_anew() -> None:
    """More demand everywhere holds no outlet."""
    made = plan(tiny(), changes=ALL_BUSIER, options=QUICK, cache=_cache())
    assert not made.held["held"].any()


def test_a_plan_that_was_stopped_is_not_kept(tmp_path: Path) -> None:
    """The next run plans it to its end."""
    stopped = Progress()
    stopped.stop()
    kept = Cache(tmp_path)
    plan(tiny(), options=QUICK, cache=kept, progress=stopped)
    _same(plan(tiny(), options=QUICK, cache=kept), planned())


def test_a_known_plan_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is forecast when all is known; the name is the one asked for."""
    plan(tiny(), options=QUICK, cache=_cache())
    monkeypatch.setattr("scenarios.plan.pipeline.foresee", lambda *_, **__: pytest.fail("forecast again"))
    assert plan(tiny(), options=QUICK, name="again", cache=_cache()).name == "again"
