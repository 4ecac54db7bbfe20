"""Maximum coverage in two processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial.distance import cdist

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered import Covering, beside, rounds, solve, together
from optimize.coverage.placing.covered.begin import begun
from optimize.coverage.placing.covered.bound import relax
from optimize.coverage.placing.covered.broken import broken
from optimize.coverage.placing.covered.group import Wide, groups
from optimize.coverage.placing.covered.problem import core
from optimize.coverage.placing.values import Placement
from quarterhour.progress import Progress
from quarterhour.result import Limits, Status
from quarterhour.seeds import generator


@pytest.fixture(autouse=True)
def small_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own for the towns of these tests, and rounds of their size."""
    monkeypatch.setattr(together, "LARGE", 1)


@cache
def _town(homes: int = 400, sites: int = 60, number: int = 10) -> Covering:
    draw = generator(4, "placing", "plane")
    at, to = draw.random((homes, 2)), draw.random((sites, 2))
    cover = sparse.csr_array((cdist(at, to) <= 0.14).astype(float))
    return Covering.of(cover, draw.integers(1, 100, homes).astype(float), number)


def _hard() -> Covering:
    """Nothing that swaps and a round of cuts prove."""
    return _town(2_000, 250, 14)


def _reached(answer: Placement, problem: Covering) -> float:
    return float(problem.weights[problem.cover[:, answer.stands].sum(axis=1) > 0].sum())


def dies(asked: object, core: object, chosen: object, opened: object, limits: object) -> Iterator[beside.Round]:
    """A process that ends before it told anything."""
    raise OSError("gone")
    yield


def foretells(
    asked: object, core: object, chosen: object, opened: object, limits: object
) -> Iterator[beside.Round]:
    """The last sites of all as the answer after every round."""
    for number in range(1, 1_000):
        yield beside.Round(number, np.arange(50, 60))


def test_two_processes_prove_what_one_does() -> None:
    """Two processes prove the same number of residents as one."""
    before = multiprocessing.active_children()
    one, two = (solve(_town(), limits=Limits(seconds=120.0, workers=workers)) for workers in (1, 2))
    assert one.proof.status is two.proof.status is Status.OPTIMAL
    assert one.proof.objective == two.proof.objective == _reached(two, _town())
    assert set(multiprocessing.active_children()) <= set(before)


def test_the_same_work_gives_the_same_answer() -> None:
    """With a limit of work sites and bound do not depend on which process is faster."""
    hard = _hard()
    answers = [solve(hard, limits=Limits(work=0.4, nodes=1, workers=2)) for _ in range(2)]
    first, second = answers
    assert first.stands.tolist() == second.stands.tolist()
    assert first.proof.bound == second.proof.bound
    assert first.proof.objective == _reached(first, hard) < first.proof.bound


def test_no_round_is_known_before_its_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a limit of work a round counts once this process has done as much work, whatever was told before."""
    monkeypatch.setattr(rounds, "rounds", foretells)
    limits = Limits(work=100.0, workers=2)
    with rounds.Others(core(_town()), np.arange(10), np.zeros(60), limits) as others:
        early, late = Clock(limits), Clock(limits)
        late.spend(2 * beside.ROUND)
        for clock, best in ((early, range(10)), (late, range(50, 60)), (early, range(10))):
            assert others.best(clock).tolist() == list(best)


@pytest.mark.parametrize("limits", [Limits(seconds=30.0, workers=2), Limits(work=1.0, workers=2)])
def test_an_answer_is_proven_though_the_other_process_died(
    monkeypatch: pytest.MonkeyPatch, limits: Limits
) -> None:
    """Without the other process swaps and cuts take turns."""
    monkeypatch.setattr(rounds, "rounds", dies)
    answer = solve(_town(), limits=limits)
    assert answer.proof.status is Status.OPTIMAL
    assert answer.proof.objective == _reached(answer, _town())


def test_cuts_are_the_same_whoever_finds_them() -> None:
    """Two processes find the cuts of one, in the same order, also where the other one has died."""
    inner, clock = core(_hard()), Clock(Limits())
    relaxed = relax(inner, clock)
    first = broken(inner, relaxed, groups(inner, relaxed.opened, Wide(8, 0.0)), clock, 1.0)
    every = begun(groups(inner, relaxed.opened, Wide(10, 0.0)), [found.tight for found in first])
    assert any(len(group.begin) for group in every)
    alone = broken(inner, relaxed, every, clock, 1.0)
    assert alone
    before = set(multiprocessing.active_children())
    with rounds.Others(inner, np.arange(14), relaxed.opened, Limits(seconds=60.0)) as others:
        for dead in (False, True):
            if dead:
                (beside,) = set(multiprocessing.active_children()) - before
                beside.kill()
            shared = others.broken(inner, relaxed, every, clock, 1.0)
            assert len(shared) == len(alone)
            for one, other in zip(shared, alone, strict=True):
                assert (one.cut.rows != other.cut.rows).nnz == 0
                assert one.cut.most.tolist() == other.cut.most.tolist()
                assert one.tight.subsets.tolist() == other.tight.subsets.tolist()


class _Stopping(Progress):
    """Asks for an end as soon as there is an answer."""

    def report(
        self, stage: str, done: float, *, objective: float | None = None, bound: float | None = None
    ) -> None:
        self.stop()


def test_a_stop_ends_both() -> None:
    """A stop is kept within the work of a round, the best answer is told and no process is left."""
    before, hard = multiprocessing.active_children(), _hard()
    answer = solve(hard, limits=Limits(work=1e9, workers=2), progress=_Stopping())
    assert answer.proof.objective == _reached(answer, hard) <= answer.proof.bound
    assert set(multiprocessing.active_children()) <= set(before)
