"""Cuts on maximum coverage, and the bound and fixed sites that they give, against all answers."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered import Covering, solve
from optimize.coverage.placing.covered.begin import Tight, begun
from optimize.coverage.placing.covered.bound import relax
from optimize.coverage.placing.covered.fixing import fix
from optimize.coverage.placing.covered.group import Group, Wide, groups
from optimize.coverage.placing.covered.local import local_cut
from optimize.coverage.placing.covered.problem import Core, core
from optimize.coverage.placing.covered.tighten import tighten
from quarterhour.result import Limits, Status
from quarterhour.seeds import generator

TRIANGLES = np.kron(np.eye(2), [[1, 1, 0], [0, 1, 1], [1, 0, 1]])
"""Two times three sites: every two of the three share a cell of one resident."""


def _core(seed: int, number: int = 4) -> Core:
    draw = generator(seed, "placing", "cuts")
    near, weights = draw.random((40, 10)) < 0.25, draw.integers(1, 50, 40).astype(float)
    return core(Covering.of(sparse.csr_array(near.astype(float)), weights, number))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(3, 6))
def test_every_choice_of_sites_keeps_a_cut(seed: int, size: int) -> None:
    """Whatever y and z and sites that count as others a cut was made from, no set of open sites and the cells that
    it reaches break it."""
    inner, draw = _core(seed), generator(seed, "placing", "point")
    sites = len(inner.places)
    opened = 0.5 * (draw.random(sites) < 0.7)
    reached = np.minimum(1.0, inner.cells @ opened)
    around, alike = np.split(draw.permutation(sites)[: size + 2], [size])
    group = Group(np.sort(around), alike, draw.integers(0, size, len(alike)))
    found = local_cut(inner, group, opened, reached, Limits())
    if found is None:
        return
    cut = found.cut
    every = np.array(list(product((0.0, 1.0), repeat=sites)))
    cells = (inner.cells @ every.T > 0).astype(float)
    assert (cut.cells @ cells <= cut.most[:, None] + cut.sites @ every.T).all()
    assert (cut.cells @ reached > cut.most + cut.sites @ opened).all()


def test_many_sites_that_reach_nearly_the_same_are_cut_off_as_one() -> None:
    """Each site of a triangle six times, each copy with a cell of its own: the relaxation opens some of all of
    them. Three neighbours that stand alone for themselves break nothing; with their copies they do."""
    copies, weights = np.kron(TRIANGLES, np.ones(6)), np.concatenate([np.full(6, 20.0), np.ones(36)])
    inner = core(Covering.of(sparse.csr_array(np.vstack([copies, np.eye(36)])), weights, 3))
    opened = np.full(36, 1 / 12)
    reached = np.minimum(1.0, inner.cells @ opened)
    three, alike = np.array([0, 6, 12]), np.setdiff1d(np.arange(18), [0, 6, 12])
    alone, together = Group(three, *np.zeros((2, 0), dtype=np.int64)), Group(three, alike, alike // 6)
    assert local_cut(inner, alone, opened, reached, Limits()) is None
    assert local_cut(inner, together, opened, reached, Limits()) is not None
    assert any(set(group.others) for group in groups(inner, opened, Wide(3, 0.0)))


def test_halves_are_cut_off() -> None:
    """Three of six sites in two triangles: the relaxation opens halves and reaches six, answers and cuts five."""
    inner = core(Covering.of(sparse.csr_array(TRIANGLES), np.ones(6), 3))
    relaxed = relax(inner, Clock(Limits()))
    assert relaxed.value == pytest.approx(6.0, abs=1e-4)
    assert tighten(inner, relaxed, lambda: 5.0, Clock(Limits()), part=1.0).value == pytest.approx(5.0, abs=1e-4)


@pytest.mark.parametrize("seed", range(6))
def test_the_best_answer_is_within_the_bound_and_what_is_fixed(seed: int) -> None:
    """Of answers better than a poor one none lies above the bound, has what falls or lacks what stands."""
    inner = _core(seed)
    totals = {some: inner.reached(np.array(some)) for some in combinations(range(len(inner.places)), 4)}
    poor = sorted(set(totals.values()))[-3]
    first = relax(inner, Clock(Limits()))
    relaxed = tighten(inner, first, lambda: poor, Clock(Limits()), part=1.0)
    fixed = fix(inner, relaxed, poor)
    better = [set(some) for some, total in totals.items() if total > poor]
    assert max(totals.values()) <= relaxed.value <= first.value
    assert all(set(np.flatnonzero(fixed.stands)) <= some for some in better)
    assert all(not set(np.flatnonzero(fixed.falls)) & some for some in better)


def test_cuts_prove_what_branching_would() -> None:
    """The two triangles are proven without a branch-and-bound node."""
    answer = solve(Covering.of(sparse.csr_array(TRIANGLES), np.ones(6), 3), limits=Limits(nodes=0))
    assert (answer.proof.status, answer.proof.objective) == (Status.OPTIMAL, 5.0)


@pytest.mark.parametrize("work", [0.01, 0.2])
def test_work_gives_the_same_bound_twice(work: float) -> None:
    """A limit of work stops rounds of cuts at the same place: the bound is the same again, never a worse one."""
    near = generator(8, "placing", "work").random((120, 20)) < 0.15
    inner = core(Covering.of(sparse.csr_array(near.astype(float)), np.arange(1.0, 121.0), 4))
    relaxed = relax(inner, Clock(Limits()))
    first, second = (
        tighten(inner, relaxed, lambda: 0.0, Clock(Limits(work=work)), part=1.0).value for _ in range(2)
    )
    assert first == second <= relaxed.value


def test_a_search_begins_with_what_was_tight_around_there() -> None:
    """Subsets of the cut that shares most sites, without sites that a group has not, by the group's places."""
    far, near = Tight(np.array([1, 2, 3]), np.array([7])), Tight(np.array([2, 5, 7, 9]), np.array([0, 3, 6, 14]))
    none = np.empty(0, dtype=np.int64)
    (group,) = begun([Group(np.array([0, 5, 7, 9]), none, none)], [far, near])
    assert group.begin.tolist() == [0, 2, 6, 14]


@pytest.mark.parametrize("seed", [0, 2, 5, 9])
def test_where_a_search_begins_changes_no_cut(seed: int) -> None:
    """Begun with the subsets that were tight, a search finds a cut that is broken by as much."""
    inner, found_some = _core(seed), False
    relaxed = relax(inner, Clock(Limits()))
    for group in groups(inner, relaxed.opened, Wide(6, 0.0)):
        first = local_cut(inner, group, relaxed.opened, relaxed.reached, Limits())
        if first is None:
            continue
        found_some = True
        (again,) = begun([group], [first.tight])
        second = local_cut(inner, again, relaxed.opened, relaxed.reached, Limits())
        assert second is not None
        by = [
            float((found.cut.cells @ relaxed.reached - found.cut.sites @ relaxed.opened - found.cut.most)[0])
            for found in (first, second)
        ]
        assert by[1] == pytest.approx(by[0], rel=0.1)
    assert found_some


def test_a_group_goes_on_until_enough_is_opened() -> None:
    """Of a street of sites opened a tenth each a group has the few asked for, or as many as ten for a whole one;
    groups of more than sixteen sites are fewer, and have every site."""
    near = np.abs(np.arange(130)[:, None] - 15 - np.arange(100)) <= 15
    inner = core(Covering.of(sparse.csr_array(near.astype(float)), np.ones(130), 10))
    opened = np.full(len(inner.places), 0.1)
    few, whole, two = (groups(inner, opened, Wide(8, together)) for together in (0.0, 0.95, 2.05))
    assert {len(group.sites) for group in few} == {8}
    assert {len(group.sites) for group in whole} == {10}
    assert {len(group.sites) for group in two} == {21}
    assert len(two) < len(whole)
    assert np.isin(np.arange(len(opened)), np.concatenate([group.sites for group in two])).all()
