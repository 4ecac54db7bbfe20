"""Weeks to come, sampled and rehearsed, held against the week's own rules and against duality."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from benchmarks.inrc2.ahead import Ahead
from benchmarks.inrc2.answer import best_of
from benchmarks.inrc2.checker import broken_rules, points
from benchmarks.inrc2.history import after
from benchmarks.inrc2.instance import Instance, read_instance
from benchmarks.inrc2.likely import likely
from benchmarks.inrc2.master import Master
from benchmarks.inrc2.rehearsal import Rehearsal, rehearsal, shifts_of
from benchmarks.inrc2.relaxed import relaxed
from benchmarks.inrc2.skills import assigned
from benchmarks.inrc2.week import solve_week
from quarterhour.arrays import Floats, Ints
from quarterhour.result import Limits
from tests.data import shared_data

NODES = Limits(nodes=20_000)


def _five() -> tuple[Instance, Ahead]:
    """Five nurses over two of four weeks."""
    instance = read_instance(shared_data("roster", "inrc2") / "n005w4", 1, [5, 3])
    return instance, Ahead.of(instance.scenario)


def _steady(ahead: Ahead) -> Floats:
    return np.full((len(ahead.groups), ahead.slots), 15.0)


def _begin(master: Master) -> Floats:
    return np.zeros(len(master.bounds()[0]))


def test_a_likely_week_asks_for_the_same_on_other_days_and_shifts() -> None:
    """Each skill's places on working days and at the weekend are those of the week, dealt out anew."""
    instance, _ = _five()
    week = instance.weeks[0]
    drawn = likely(week, np.random.default_rng(1))
    for skill in instance.scenario.skills:
        for days in ({0, 1, 2, 3, 4}, {5, 6}):
            before, then = (
                Counter(wanted for (_, needed, day), wanted in cover.items() if needed == skill and day in days)
                for cover in (week.cover, drawn.cover)
            )
            assert before == then
    assert drawn.cover != week.cover
    assert not drawn.off
    assert likely(week, np.random.default_rng(1)) == drawn
    assert likely(week, np.random.default_rng(2)) != drawn


def test_the_relaxation_is_the_same_from_anywhere() -> None:
    """From other prices, with a pool, and no deeper than asked for, the bound is that of the whole program."""
    instance, ahead = _five()
    master = Master(ahead, instance.weeks[0], ahead.points(instance.weeks[0], instance.history))
    pool = np.zeros(master.costs.shape, dtype=bool)
    root = relaxed(master, _begin(master), pool)
    assert pool.any()
    everything = np.nonzero(np.ones(master.costs.shape, dtype=bool))
    whole, _, _ = master.program(*everything).solve_relaxed(stage="roster", partition="week", limits=Limits())
    assert whole.proof.objective == pytest.approx(root.bound, abs=1e-3)
    again = relaxed(master, np.full(len(root.duals), 20.0), pool)
    assert again.bound == pytest.approx(root.bound, abs=1e-3)
    near = relaxed(master, _begin(master), np.zeros_like(pool), 25.0)
    assert root.bound - 25.0 <= near.bound <= root.bound + 1e-3


def test_points_of_a_week_alone_are_those_of_the_checker() -> None:
    """An answer's points without the outlook: all but what is counted over the whole horizon."""
    instance, ahead = _five()
    week = instance.weeks[0]
    own = ahead.points(week, instance.history)
    master = Master(ahead, week, own + ahead.left_to_come(instance.history, ahead.steady(_steady(ahead), 3)))
    answer = best_of(master, _begin(master), np.zeros(own.shape, dtype=bool), NODES)
    alone = Instance("alone", instance.scenario, instance.history, (week,))
    found = assigned(master, answer.chosen)
    assert broken_rules(alone, [found]) == []
    counted = points(alone, [found])
    assert answer.points(own) == pytest.approx(counted.total() - counted["assignments"] - counted["weekends"])


def test_the_mean_of_likely_weeks_is_that_of_each() -> None:
    """A week before an outlook, at two worths that differ, is half of each alone."""
    _, ahead = _five()
    low, high = 0.5 * _steady(ahead), 1.5 * _steady(ahead)
    end = ahead.at_the_end()
    both, one, other = (ahead.week_before(end, worths) for worths in ([low, high], [low], [high]))
    for mean, first, second in zip(both, one, other, strict=True):
        assert not np.allclose(first, second)
        assert np.allclose(mean, (first + second) / 2, atol=1e-3)


def test_a_rehearsal_bounds_what_other_weeks_lead_to() -> None:
    """By duality: from other states the samples cost at least the points played and the outlook's difference."""
    instance, ahead = _five()
    draw, worth = np.random.default_rng(3), _steady(ahead)
    weeks = [likely(instance.weeks[0], draw) for _ in range(3)]
    stage = Rehearsal.of(ahead, weeks, ahead.steady(worth, 2), worth)
    nurses = np.arange(len(ahead.group))
    fitting = np.argsort(ahead.points(instance.weeks[0], instance.history), axis=1, kind="stable")[:, :40]
    ways = [fitting[nurses, draw.integers(40, size=len(nurses))] for _ in range(6)]

    def played(way: Ints) -> float:
        states = after(instance.history, shifts_of(ahead, way))
        return float(np.mean([each.bound for each in stage.play(states)]))

    first = played(ways[0])
    left = ahead.left_to_come(instance.history, stage.outlook())
    others = [played(way) for way in ways[1:]]
    differences = [float((left[nurses, way] - left[nurses, ways[0]]).sum()) for way in ways[1:]]
    # the program's values lie up to 2 points above the bounds that are compared
    assert all(other >= first + less - 2.0 for other, less in zip(others, differences, strict=True))
    assert any(abs(less) > 10.0 for less in differences)


def test_a_rehearsed_week_is_repeated() -> None:
    """Under a limit of nodes a week with two after it is the same again, and its samples are drawn by the seed."""
    instance, ahead = _five()
    week, history, worth = instance.weeks[0], instance.history, _steady(ahead)
    first, again = (solve_week(each, week, history, 2, NODES)[0] for each in (ahead, Ahead.of(instance.scenario)))
    assert first == again
    stages = [rehearsal(ahead, week, history, 2, worth, np.random.default_rng(seed)) for seed in (0, 0, 1)]
    bounds = [[each.bound for each in stage.play(history)] for stage in stages]
    assert bounds[0] == bounds[1]
    assert bounds[0] != bounds[2]
