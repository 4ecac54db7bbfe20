"""Figures of the coverage report against plain loops over the problem, and the what-if against a recount."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.coverage.access import access
from optimize.coverage.bands import bands
from optimize.coverage.gains import next_best
from optimize.coverage.reach import Reach
from optimize.coverage.standing import Standing
from optimize.coverage.values import CoverageProblem
from tests.coverage.town import town


def _zones(problem: CoverageProblem) -> pd.DataFrame:
    return problem.zones.set_index("zone")


def _inside(problem: CoverageProblem, points: set[str]) -> set[str]:
    """Zones with one of the points in their circle, row by row."""
    circle = _zones(problem)["circle_minutes"]
    rows = problem.minutes.itertuples(index=False)
    return {row.zone for row in rows if row.point in points and row.minutes <= circle[row.zone]}


def _stands(problem: CoverageProblem, names: set[str]) -> np.ndarray:
    return problem.points["point"].isin(names).to_numpy()


def _existing(problem: CoverageProblem) -> set[str]:
    return set(problem.points.loc[problem.points["role"] == "existing", "point"])


def _same(left: Standing, right: Standing) -> None:
    for name in ("stands", "count", "nearest", "second", "first", "next"):
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name), err_msg=name)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 11), min_size=1, max_size=12))
def test_any_row_of_openings_and_closings_is_a_recount(seed: int, toggled: list[int]) -> None:
    """Counts and both nearest points after any changes are those found anew for the points that stand then."""
    problem = town(zones=25, existing=5, candidates=7, seed=seed, side=3.0)
    reach = Reach.of(problem)
    standing = Standing.of(reach, reach.role("existing"))
    for point in toggled:
        standing = standing.closed(point) if standing.stands[point] else standing.opened(point)
    _same(standing, Standing.of(reach, standing.stands))
    names = set(problem.points.loc[standing.stands, "point"])
    assert standing.residents == _zones(problem).loc[sorted(_inside(problem, names)), "residents"].sum()


def test_minutes_as_long_go_to_the_first_point() -> None:
    """Of two points as near the first in order is the nearest, whichever opened first."""
    problem = town(zones=2, existing=2, candidates=0)
    tied = pd.DataFrame({"zone": ["Z0", "Z0"], "point": ["O1", "O0"], "minutes": [7.0, 7.0]})
    reach = Reach.of(CoverageProblem(**{**vars(problem), "minutes": tied}))
    nobody = Standing.of(reach, np.zeros(2, dtype=bool))
    for order in ((0, 1), (1, 0)):
        both = nobody.opened(order[0]).opened(order[1])
        assert (both.first[0], both.next[0]) == (0, 1)


def test_a_change_leaves_what_it_came_from_alone() -> None:
    """Opening and closing give another value; the one before answers as before."""
    reach = Reach.of(town())
    before = Standing.of(reach, reach.role("existing"))
    kept = before.count.copy(), before.nearest.copy(), before.residents
    before.opened(6).closed(0)
    np.testing.assert_array_equal(before.count, kept[0])
    np.testing.assert_array_equal(before.nearest, kept[1])
    assert before.residents == kept[2]


def test_bands_count_residents_by_their_nearest_point() -> None:
    """Each scope's residents within 5, 10, 15 and 30 minutes, counted zone by zone; wider bands hold no fewer."""
    problem = town(zones=40, seed=3)
    reach = Reach.of(problem)
    found = bands(reach, Standing.of(reach, reach.role("existing")).nearest)
    here = problem.minutes[problem.minutes["point"].isin(_existing(problem))]
    least = here.groupby("zone")["minutes"].min()
    for scope, column, rows in (
        ("all", "residents", problem.zones),
        ("elderly", "elderly", problem.zones),
        ("rural", "residents", problem.zones[problem.zones["kind"] == "rural"]),
        ("east", "residents", problem.zones[problem.zones["region"] == "east"]),
    ):
        part = found[found["scope"] == scope].set_index("minutes")
        for minutes in (5.0, 10.0, 15.0, 30.0):
            expected = rows.loc[rows["zone"].map(least).fillna(np.inf) <= minutes, column].sum()
            assert part.loc[minutes, "within"] == expected
        assert part["within"].is_monotonic_increasing


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_places_are_shared_out_once(seed: int) -> None:
    """Residents times access adds up to the room of the points that anybody lives near."""
    problem = town(zones=15, existing=5, candidates=0, seed=seed)
    reach = Reach.of(problem)
    scores, _ = access(reach, reach.role("existing"))
    circle, people = _zones(problem)["circle_minutes"], _zones(problem)["residents"]
    near = [
        row.point for row in problem.minutes.itertuples() if row.minutes <= circle[row.zone] and people[row.zone]
    ]
    assert reach.residents @ scores / 1000 == pytest.approx(5000.0 * len(set(near)))


def test_access_by_hand() -> None:
    """Two zones share one point of 5,000: 5,000 / 4,000 residents; one has 5,000 / 1,000 from another besides."""
    problem = town(zones=2, existing=2, candidates=0)
    zones = problem.zones.assign(residents=[1000, 3000], circle_minutes=15.0)
    minutes = pd.DataFrame(
        {"zone": ["Z0", "Z1", "Z0", "Z1"], "point": ["O0", "O0", "O1", "O1"], "minutes": [5.0, 15.0, 14.0, 15.1]}
    )
    reach = Reach.of(CoverageProblem(**{**vars(problem), "zones": zones, "minutes": minutes}))
    scores, ratios = access(reach, np.array([True, True]))
    assert scores.tolist() == [1250.0 + 5000.0, 1250.0]
    assert ratios.tolist() == [1250.0, 5000.0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_candidate_gains_those_whom_nobody_covers_yet(seed: int) -> None:
    """Gains by group, and the order of opening, are those of opening each site and counting again."""
    problem = town(zones=40, existing=3, candidates=9, seed=seed)
    reach = Reach.of(problem)
    found = next_best(reach, Standing.of(reach, reach.role("existing")))
    zones, stands = _zones(problem), _existing(problem)
    for row in found.itertuples(index=False):
        newly = sorted(_inside(problem, {row.point}) - _inside(problem, stands))
        assert (row.residents, row.children) == (
            zones.loc[newly, "residents"].sum(),
            zones.loc[newly, "children"].sum(),
        )
        assert row.zones == (zones.loc[newly, "residents"] > 0).sum()
    for row in found[found["rank"] > 0].itertuples(index=False):
        left = {
            site: zones.loc[sorted(_inside(problem, {site}) - _inside(problem, stands)), "residents"].sum()
            for site in problem.points["point"]
        }
        assert row.in_order == left[row.point] == max(left.values())
        stands |= {row.point}
    assert _inside(problem, stands) >= _inside(problem, set(problem.points["point"])) - set(
        zones.index[zones["residents"] == 0]
    )
