"""Model and checker judge five hundred random rosters alike: what is forbidden, and what all the rest costs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimize.roster import Weights, check
from optimize.roster.assign import formulate
from optimize.roster.calendar import Calendar, Flags
from optimize.roster.commitments import bind
from optimize.roster.facts import gather
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.rules import LIMITS
from optimize.roster.segments import lay_out
from optimize.roster.units import split
from optimize.solve import solve_cp
from quarterhour.result import Limits
from tests.roster.cases import FORMS, random_problem
from tests.roster.many import number_of, side_by_side

UNITS, ROSTERS = 25, 20
"""Problems, and random rosters of each."""
KEYS = ["rule", "limit", "employee"]


def test_all_rules_are_drawn() -> None:
    """The random problems know every rule of limits."""
    assert {form["rule"] for form in FORMS} == set(LIMITS)


def test_five_hundred_rosters_are_judged_alike() -> None:
    """A random roster breaks a hard rule for the checker where the model forbids it; else points are equal."""
    given = side_by_side([random_problem(seed, people=3, days=14, limits=7) for seed in range(UNITS)])
    calendar = Calendar(given.grid, given.first_day, given.days)
    bound = bind(given, calendar)
    models = [formulate(gather(unit, calendar), Weights()) for unit in split(bound)]
    draw = np.random.default_rng(11)
    nobody = pd.DataFrame({"employee": [], "duty": []}).astype("str")
    forced = _hard(check(given, lay_out(bound, nobody)))
    judged = []
    for number in range(ROSTERS):
        rosters = [_random_roster(draw, model, 0.3 * number / ROSTERS) for model in models]
        taken = pd.concat([_named(model, roster) for model, roster in zip(models, rosters, strict=True)])
        rules = check(given, lay_out(bound, taken))
        worse = _hard(rules).sub(forced, fill_value=0.0)
        broken = {name.split(":")[0] for (_, _, name), more in worse.items() if more > 1e-6}
        points = (rules["amount"] * rules["weight"]).groupby(number_of(rules)).sum()
        for model, roster in zip(models, rosters, strict=True):
            unit = int(model.facts.unit.name.split(":")[0])
            modelled = _modelled(model, roster)
            why = worse[[key[2].startswith(f"{unit}:") for key in worse.index]]
            assert (modelled is None) == (str(unit) in broken), (number, unit, why[why > 1e-6])
            if modelled is not None:
                assert modelled == pytest.approx(points.get(unit, 0.0), abs=1e-3), (number, unit)
            judged.append(modelled is not None)
    assert len(judged) == UNITS * ROSTERS
    assert 0.2 < np.mean(judged) < 0.8


def _hard(rules: pd.DataFrame) -> pd.Series[Any]:
    """Amounts of hard rules that are forbidden rather than priced."""
    hard = rules[rules["hard"] & (rules["weight"] == 0)]
    return hard.groupby(KEYS)["amount"].sum()


def _random_roster(draw: np.random.Generator, model: RosterModel, share: float) -> Flags:
    """(P, G) some places given to people, seldom one whom a rule of one duty forbids."""
    taken = np.zeros(model.allowed.shape, dtype=bool)
    wild = draw.random() < 0.1
    for kind, places in enumerate(model.facts.kinds["people"].tolist()):
        may = np.flatnonzero(model.allowed[:, kind] | wild)
        count = int((draw.random(places) < share).sum())
        taken[draw.permutation(may)[:count], kind] = True
    return taken


def _named(model: RosterModel, taken: Flags) -> pd.DataFrame:
    """employee, duty of the places taken."""
    members, names = model.facts.members, model.facts.people["employee"].tolist()
    places = members["duty"].repeat(members["people"]).tolist()
    kinds = members["kind"].repeat(members["people"]).to_numpy()
    left = {kind: [places[row] for row in np.flatnonzero(kinds == kind)] for kind in np.unique(kinds).tolist()}
    given = [(names[person], left[kind].pop(0)) for person, kind in np.argwhere(taken).tolist()]
    return pd.DataFrame(given, columns=["employee", "duty"]).astype("str")


def _modelled(model: RosterModel, taken: Flags) -> float | None:
    """Points of a roster in the model, all else at its least; None where the model forbids it."""
    if (taken & ~model.allowed).any():
        return None
    fixed = model.cp.clone()
    for person, kind in np.argwhere(model.allowed).tolist():
        value = int(taken[person, kind])
        domain = fixed.proto.variables[model.take[person, kind].index].domain
        domain[0], domain[1] = value, value
    answer = solve_cp(fixed, stage="roster", limits=Limits(work=5.0))
    return answer.proof.objective / SCALE if answer.found and answer.proof.objective is not None else None
