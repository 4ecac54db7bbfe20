"""Coverage figures recomputed from the raw problem by code of the tests' own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from optimize.coverage import solve
from optimize.coverage.values import CoveragePlan, CoverageProblem
from quarterhour import messages
from quarterhour.labels import LabelError
from quarterhour.progress import Progress
from quarterhour.result import Limits, Status
from tests.coverage.town import town

LIMITS = Limits(nodes=1000)


def _minutes(problem: CoverageProblem) -> dict[tuple[str, str], float]:
    table = problem.minutes
    return dict(zip(zip(table["zone"], table["point"], strict=True), table["minutes"], strict=True))


def _nearest(problem: CoverageProblem, points: set[str]) -> dict[str, float]:
    minutes = _minutes(problem)
    return {
        zone: min((minutes.get((zone, point), np.inf) for point in points), default=np.inf)
        for zone in problem.zones["zone"]
    }


@pytest.fixture(scope="module")
def made() -> tuple[CoverageProblem, CoveragePlan]:
    """A town with a budget for some of its sites."""
    problem = town(40, 5, 8, seed=3, budget=400_000.0, side=6.0)
    return problem, solve(problem, limits=LIMITS)


def test_the_summary_is_what_the_minutes_say(made: tuple[CoverageProblem, CoveragePlan]) -> None:
    """Residents, covered, share and mean minutes of every scope, now and planned, recomputed zone by zone."""
    problem, plan = made
    existing = set(problem.points.loc[problem.points["role"] == "existing", "point"])
    opened = set(plan.points.loc[plan.points["action"] == "open", "point"])
    assert len(plan.summary) == 2 * 7  # all, urban, rural, children, elderly, east, west
    for row in plan.summary.itertuples():
        nearest = _nearest(problem, existing | opened if row.measure == "planned" else existing)
        total = covered = travelling = minutes = 0.0
        for zone in problem.zones.itertuples():
            people = getattr(zone, row.scope, zone.residents)
            if row.scope not in ("all", "children", "elderly", zone.kind, zone.region):
                continue
            total += people
            covered += people * (nearest[zone.zone] <= zone.circle_minutes)
            if np.isfinite(nearest[zone.zone]):
                travelling += people
                minutes += people * nearest[zone.zone]
        found = (row.residents, row.covered, row.share, row.mean_minutes)
        assert found == pytest.approx((total, covered, covered / total, minutes / travelling))


def test_blind_spots_are_all_uncovered_zones_with_reason_and_mend(
    made: tuple[CoverageProblem, CoveragePlan],
) -> None:
    """Exactly the inhabited zones outside the circle today, most residents first, each with its mend."""
    problem, plan = made
    existing = set(problem.points.loc[problem.points["role"] == "existing", "point"])
    opened = set(plan.points.loc[plan.points["action"] == "open", "point"])
    now, later = _nearest(problem, existing), _nearest(problem, existing | opened)
    ever = _nearest(problem, set(problem.points["point"]))
    blind = plan.blind_spots.set_index("zone")
    zones = problem.zones.set_index("zone")
    expected = {zone for zone in zones.index if now[zone] > 15 and zones.loc[zone, "residents"] > 0}
    assert set(blind.index) == expected
    assert expected
    assert blind["residents"].is_monotonic_decreasing
    for zone, row in blind.iterrows():
        assert row["minutes"] == now[zone] or (np.isnan(row["minutes"]) and np.isinf(now[zone]))
        if later[zone] <= 15:
            assert row["mend"] == "coverage.open_site"
        elif ever[zone] <= 15:
            assert row["mend"] == "coverage.raise_budget"
        else:
            rural = zones.loc[zone, "kind"] == "rural"
            assert row["mend"] == ("coverage.mobile_round" if rural else "coverage.find_site")


def test_only_counts_residents_who_would_lose_their_circle(made: tuple[CoverageProblem, CoveragePlan]) -> None:
    """`only` of an existing point is what closing it would cost; of a site, what opening it would bring."""
    problem, plan = made
    existing = set(problem.points.loc[problem.points["role"] == "existing", "point"])
    people = problem.zones.set_index("zone")["residents"]

    def covered(points: set[str]) -> float:
        nearest = _nearest(problem, points)
        return float(sum(people[zone] for zone in people.index if nearest[zone] <= 15))

    for row in plan.points.itertuples():
        without = covered(existing - {row.point})
        assert row.only == covered(existing | {row.point}) - without


def test_budget_and_roles_are_honoured(made: tuple[CoverageProblem, CoveragePlan]) -> None:
    """Existing points are kept, required ones open and are paid first, forbidden ones and competitors never."""
    problem, _ = made
    points = problem.points.copy()
    points.loc[points["point"].isin(["S0", "S1", "S2"]), "role"] = ["required", "forbidden", "competitor"]
    changed = replace(problem, points=points)
    plan = solve(changed, limits=LIMITS)
    action = plan.points.set_index("point")["action"]
    assert (action[["O0", "O1", "O2", "O3", "O4"]] == "keep").all()
    assert action[["S0", "S1", "S2"]].tolist() == ["open", "unchosen", "unchosen"]
    assert points.loc[(action == "open").to_numpy(), "opening_cost"].sum() <= 400_000
    least = plan.points.set_index("point")["lscp"]
    assert least["S0"]
    assert not least[["S1", "S2"]].any()
    assert set(plan.assignments["point"]) <= {"", *action.index[action.isin(["keep", "open"])]}


def test_ranks_put_the_plan_first(made: tuple[CoverageProblem, CoveragePlan]) -> None:
    """Ranks are 1, 2, ... over candidates that still add somebody; opened ones come before the others."""
    _, plan = made
    ranked = plan.points[plan.points["mclp_rank"] > 0].sort_values("mclp_rank")
    assert ranked["mclp_rank"].tolist() == list(range(1, len(ranked) + 1))
    assert set(ranked["role"]) == {"candidate"}
    assert ranked["action"].tolist() == sorted(ranked["action"], key=["open", "unchosen"].index)


def test_key_places_say_what_is_missing(made: tuple[CoverageProblem, CoveragePlan]) -> None:
    """Equipped places need nothing; with no outlet within five minutes, one is asked for; else the equipment."""
    _, plan = made
    assert plan.key_places[["reason", "mend"]].to_numpy().tolist() == [
        ["", ""],
        ["coverage.no_outlet_near", "coverage.open_counter"],
        ["coverage.lacks_equipment", "coverage.place_equipment"],
    ]


def test_every_code_has_its_words(made: tuple[CoverageProblem, CoveragePlan]) -> None:
    """All reasons and mends of a plan are in both catalogues."""
    _, plan = made
    columns = [plan.blind_spots[["reason", "mend"]], plan.key_places[["reason", "mend"]]]
    codes = {code for frame in columns for code in frame.to_numpy().ravel()} | set(plan.assignments["reason"])
    for code in codes - {""}:
        assert messages.text(code, "en") != messages.text(code, "zh_Hans")


def test_the_same_question_has_the_same_answer(made: tuple[CoverageProblem, CoveragePlan]) -> None:
    """Twice under the same limits, and with the rows of the input shuffled: the same figures."""
    problem, plan = made
    again = solve(problem, limits=LIMITS)
    for name in ("summary", "points", "assignments", "blind_spots"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(plan, name))
    shuffled = replace(problem, minutes=problem.minutes.sample(frac=1.0, random_state=1))
    pd.testing.assert_frame_equal(solve(shuffled, limits=LIMITS).summary, plan.summary)


def test_a_stop_keeps_an_honest_answer(made: tuple[CoverageProblem, CoveragePlan]) -> None:
    """Stopped before it starts, the plan is whole, within budget, and claims a proof only where bounds meet."""
    problem, plan = made
    progress = Progress()
    progress.stop()
    stopped = solve(problem, limits=LIMITS, progress=progress)
    opened = stopped.points["action"] == "open"
    assert problem.points.loc[opened.to_numpy(), "opening_cost"].sum() <= 400_000
    assert stopped.assignments["residents"].sum() == problem.zones["residents"].sum()
    best = {proof.stage: proof.objective for proof in plan.proofs}
    open_gaps = [proof for proof in stopped.proofs if proof.status is not Status.OPTIMAL]
    assert open_gaps
    for proof in stopped.proofs:
        assert proof.objective is not None
        assert proof.bound is not None
        if proof.status is Status.OPTIMAL and proof.stage != "coverage.assignment":
            assert proof.objective == pytest.approx(best[proof.stage])


def test_towns_without_points_or_residents_have_a_plan() -> None:
    """No point at all: everybody is a blind spot with a mend; nobody at all: nothing to say."""
    problem = town(6, 2, 2)
    bare = replace(problem, points=problem.points.iloc[:0], minutes=problem.minutes.iloc[:0])
    plan = solve(bare, limits=LIMITS)
    assert plan.blind_spots["residents"].sum() == problem.zones["residents"].sum()
    assert (plan.assignments["point"] == "").all()
    empty = replace(problem, zones=problem.zones.iloc[:0], minutes=problem.minutes.iloc[:0])
    assert solve(empty, limits=LIMITS).assignments.empty


def test_unknown_labels_raise() -> None:
    """Minutes of a zone or point that is not there name the label."""
    problem = town(6, 2, 2)
    ghost = pd.DataFrame({"zone": ["ghost"], "point": ["O0"], "minutes": [1.0]})
    with pytest.raises(LabelError, match="ghost"):
        solve(replace(problem, minutes=pd.concat([problem.minutes, ghost])), limits=LIMITS)
