"""Model and checker agree: no hard rule is broken, and both come to the same points."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from optimize.roster import Weights, check, solve
from optimize.roster.calendar import Calendar
from optimize.roster.commitments import bind
from optimize.roster.segments import lay_out
from quarterhour.result import Limits, Status
from tests.roster.cases import ZONE, duty, person, problem, random_problem

EXACT = Limits(work=20.0)


def points(rules: pd.DataFrame) -> float:
    """What the checker adds up."""
    return float((rules["amount"] * rules["weight"]).sum())


def forbidden(rules: pd.DataFrame) -> pd.Series:
    """Amounts of hard rules by rule and person, without those that are asked for and so priced."""
    hard = rules[rules["hard"] & (rules["weight"] == 0)]
    return hard.groupby(["rule", "limit", "employee"])["amount"].sum()


@pytest.mark.parametrize("seed", range(8))
def test_random_problems(seed: int) -> None:
    """Every answer passes the checker: hard breaks only where inputs alone break the rule, points equal."""
    zone = ZONE if seed % 2 else "Europe/Berlin"
    given = random_problem(seed, zone=zone, limits=seed if seed % 4 > 1 else None)
    roster = solve(given, limits=EXACT)
    assert sum(proof.objective or 0.0 for proof in roster.proofs) == pytest.approx(points(roster.rules), abs=1e-3)
    nothing = check(given, lay_out(bind(given, Calendar(given.grid, given.first_day, given.days)), NOBODY))
    allowed, broken = forbidden(nothing), forbidden(roster.rules)
    worse = broken - allowed.reindex(broken.index).fillna(0.0)
    assert worse.empty or worse.max() <= 1e-6
    for proof in roster.proofs:
        assert proof.bound is not None
        assert proof.objective is not None
        assert proof.bound <= proof.objective + 1e-6


NOBODY = pd.DataFrame({"employee": [], "duty": []}).astype("str")


@pytest.mark.parametrize("seed", range(4))
def test_brute_force(seed: int) -> None:
    """The proven optimum is the best of all rosters, each judged by the few lines of `judged`."""
    draw = np.random.default_rng(seed)
    hours = [(8, 14), (12, 20), (20, 27)]
    picks = [(int(draw.integers(3)), *hours[draw.integers(3)]) for _ in range(6)]
    duties = [duty(f"d{number}", *pick) for number, pick in enumerate(picks)]
    staff = [person("a", hours_week=16.0, hours_week_most=20.0), person("b", hours_week=7.0, consecutive_days=2)]
    best = min(judged(names, picks) for names in itertools.product(["", "a", "b"], repeat=len(picks)))
    plain = Weights(fair_hours=0, fair_weekends=0, fair_nights=0, steady_starts=0)
    proof = solve(problem(staff, duties, days=3), limits=EXACT, weights=plain).proofs[0]
    assert proof.status is Status.OPTIMAL
    assert proof.objective == pytest.approx(best, abs=1e-6)


def judged(names: Sequence[str], picks: Sequence[tuple[int, int, int]]) -> float:
    """Points of one roster of `test_brute_force`, infinite where it breaks a hard rule; all hours by hand."""
    total = sum(1000.0 * (end - begin) for name, (_, begin, end) in zip(names, picks, strict=True) if not name)
    for person_, regular, most, run in (("a", 16.0, 20.0, 6), ("b", 7.0, 44.0, 2)):
        mine = sorted(pick for name, pick in zip(names, picks, strict=True) if name == person_)
        worked = sum(end - begin for _, begin, end in mine)
        for (first, _, end), (later, begin, _) in itertools.pairwise(mine):
            if first == later or 24 * later + begin - 24 * first - end < 11:
                return float("inf")
        if worked > most or len(mine) > run:
            return float("inf")
        # three of seven days lie in the horizon, so three sevenths of the week are due, to the minute
        due = int(regular * 60 * 3 / 7) / 60
        total += 10.0 * max(0.0, worked - regular) + 2.0 * max(0.0, due - worked)
    return total
