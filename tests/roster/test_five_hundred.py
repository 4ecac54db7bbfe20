"""Model and checker judge five hundred random rosters alike: what is forbidden, and by level what others cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimize.roster import RosterProblem, Weights, check
from optimize.roster.assign import formulate
from optimize.roster.calendar import Calendar, Flags
from optimize.roster.commitments import bind
from optimize.roster.facts import gather
from optimize.roster.levels import FIRST, level_of
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.rules import LIMITS
from optimize.roster.segments import lay_out
from optimize.roster.units import split
from optimize.solve import solve_cp
from quarterhour.result import Limits
from tests.roster.cases import FORMS, at, random_problem
from tests.roster.many import number_of, side_by_side
from tests.roster.test_budget import within

UNITS, ROSTERS = 25, 20
"""Problems, and random rosters of each; all of them are checked at once, as units of one problem."""
LEVELS = {"wishes": 2, "overtime": 2, "b0": 2, "budget": 5, "fair_hours": 3, "hours_short": 3, "r3": 4, "r9": 4}


def test_all_rules_are_drawn() -> None:
    """The random problems know every rule of limits."""
    assert {form["rule"] for form in FORMS} == set(LIMITS)


def test_five_hundred_rosters_are_judged_alike() -> None:
    """A random roster breaks a hard rule for the checker where the model forbids it; else points are equal."""
    problems = [_drawn(seed) for seed in range(UNITS)]
    models, given = _models(side_by_side(problems)), side_by_side(problems, ROSTERS)
    bound = bind(given, Calendar(given.grid, given.first_day, given.days))
    draw = np.random.default_rng(11)
    shares = np.repeat(0.3 * np.arange(ROSTERS) / ROSTERS, UNITS)
    rosters = [_random_roster(draw, models[number % UNITS], share) for number, share in enumerate(shares)]
    names = [_named(models[number % UNITS], roster, f"{number}:") for number, roster in enumerate(rosters)]
    rules = check(given, lay_out(bound, pd.concat(names)))
    worse = _hard(rules).sub(_hard(check(given, lay_out(bound, names[0].head(0)))), fill_value=0.0)
    worse = worse[worse > 1e-6]
    broken, points = set(worse.index.get_level_values("number")), _by_level(rules)
    judged = []
    for number, roster in enumerate(rosters):
        modelled = _modelled(models[number % UNITS], roster)
        judged.append(modelled is not None)
        assert judged[-1] == (number not in broken), (number, worse[worse.index.isin([number], "number")])
        for level, found in (modelled or {}).items():
            assert found == pytest.approx(points.get((number, level), 0.0), abs=1e-3), (number, level)
    assert len(judged) == UNITS * ROSTERS
    assert 0.2 < np.mean(judged) < 0.8


def _drawn(seed: int) -> RosterProblem:
    """A random problem with all that may stand in one: limits, ceilings of money, split duties, levels."""
    draw = np.random.default_rng(1000 + seed)
    ceilings = [
        {
            "limit": f"b{number}",
            "first_day": int(draw.integers(-9, 3)),
            "last_day": int(draw.integers(3, 14)),
            "most": float(draw.integers(10, 60) * 100 + draw.integers(2) / 2),
            "weight": weight,
        }
        for number, weight in enumerate((2.0, np.nan))
    ]
    given = within(random_problem(seed, people=3, days=14, limits=seed % 5), *ceilings)
    return replace(_with_splits(given, draw), levels=LEVELS)


def _with_splits(given: RosterProblem, draw: np.random.Generator) -> RosterProblem:
    """A quarter of the duties in two parts, and people of whom some agree to them."""
    duties, people = given.duties.copy(), len(given.employees)
    parted = (duties["activity"] == "work").to_numpy() & (draw.random(len(duties)) < 0.25)
    numbers = ((duties["day"] - given.first_day) / pd.Timedelta(days=1)).astype(int)
    for row in np.flatnonzero(parted).tolist():
        hours = (8, draw.integers(10, 12), draw.integers(15, 19), 21)
        cells = [at(numbers.iloc[row], float(hour)) for hour in hours]
        duties.loc[row, ["start", "break_start", "break_end", "end"]] = cells
    staff = given.employees.assign(
        split_days_week=draw.integers(0, 3, people),
        split_spread_most=draw.choice([13.0, 14.0], people),
        split_break_least=draw.choice([3.0, 5.0], people),
        split_break_most=draw.choice([6.0, 9.0], people),
    )
    return replace(given, duties=duties, employees=staff)


def _models(given: RosterProblem) -> list[RosterModel]:
    """The models of the units, by their number."""
    calendar = Calendar(given.grid, given.first_day, given.days)
    units = sorted(split(bind(given, calendar)), key=lambda unit: int(unit.name.split(":")[0]))
    return [formulate(gather(unit, calendar), Weights()) for unit in units]


def _hard(rules: pd.DataFrame) -> pd.Series[Any]:
    """Amounts of hard rules that are forbidden rather than priced, by number, rule, limit and employee."""
    hard = rules[rules["hard"] & (rules["weight"] == 0)]
    return hard.groupby([number_of(hard).rename("number"), "rule", "limit", "employee"])["amount"].sum()


def _by_level(rules: pd.DataFrame) -> Mapping[tuple[int, int], float]:
    """Points by number and level; what a hard limit asks for is in the first."""
    level = [
        FIRST if hard else level_of(LEVELS, rule, limit)
        for hard, rule, limit in zip(rules["hard"], rules["rule"], rules["limit"], strict=True)
    ]
    points = (rules["amount"] * rules["weight"]).groupby([number_of(rules), np.array(level)]).sum()
    return {(int(number), int(level)): float(value) for (number, level), value in points.items()}


def _random_roster(draw: np.random.Generator, model: RosterModel, share: float) -> Flags:
    """(P, G) some places given to people, seldom one whom a rule of one duty forbids."""
    taken = np.zeros(model.allowed.shape, dtype=bool)
    wild = draw.random() < 0.1
    for kind, places in enumerate(model.facts.kinds["people"].tolist()):
        may = np.flatnonzero(model.allowed[:, kind] | wild)
        count = int((draw.random(places) < share).sum())
        taken[draw.permutation(may)[:count], kind] = True
    return taken


def _named(model: RosterModel, taken: Flags, prefix: str) -> pd.DataFrame:
    """employee, duty of the places taken, called by another number."""
    members, names = model.facts.members, model.facts.people["employee"].str.split(":").str[1].tolist()
    places = members["duty"].str.split(":").str[1].repeat(members["people"]).tolist()
    kinds = members["kind"].repeat(members["people"]).to_numpy()
    left = {kind: [places[row] for row in np.flatnonzero(kinds == kind)] for kind in np.unique(kinds).tolist()}
    given = [(prefix + names[person], prefix + left[kind].pop(0)) for person, kind in np.argwhere(taken).tolist()]
    return pd.DataFrame(given, columns=["employee", "duty"]).astype("str")


def _modelled(model: RosterModel, taken: Flags) -> dict[int, float] | None:
    """Points of a roster in the model by level, all else at its least; None where the model forbids it."""
    if (taken & ~model.allowed).any():
        return None
    fixed = model.cp.clone()
    for person, kind in np.argwhere(model.allowed).tolist():
        value = int(taken[person, kind])
        domain = fixed.proto.variables[model.take[person, kind].index].domain
        domain[0], domain[1] = value, value
    answer = solve_cp(fixed, stage="roster", limits=Limits(work=5.0))
    if not answer.found:
        return None
    return {level: answer.solver.value(priced.total) / SCALE for level, priced in model.priced.items()}
