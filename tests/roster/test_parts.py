"""The model as rows, its bound, and small models of parts: each against the whole model."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from optimize.roster import Weights
from optimize.roster.assign import formulate
from optimize.roster.best import Best
from optimize.roster.calendar import Calendar
from optimize.roster.commitments import bind
from optimize.roster.facts import gather
from optimize.roster.first import first_roster
from optimize.roster.model import RosterModel
from optimize.roster.part import Parts
from optimize.roster.relaxation import relax
from optimize.roster.rows import program_of
from optimize.roster.run import Run
from optimize.roster.search import search
from optimize.roster.spending import Spending
from optimize.roster.units import split
from optimize.solve import cp_model, solve_cp
from quarterhour.progress import Progress
from quarterhour.result import Limits
from tests.roster.cases import random_problem

SEEDS = range(3)


@cache
def modelled(seed: int) -> RosterModel:
    """A random problem with limits of every rule, as a model."""
    problem = random_problem(seed, people=4, days=14, limits=8)
    calendar = Calendar(problem.grid, problem.first_day, problem.days)
    return formulate(gather(split(bind(problem, calendar))[0], calendar), Weights())


def parts_of(model: RosterModel) -> Parts:
    program = program_of(model.cp)
    decisions = np.zeros(len(program.cost), dtype=bool)
    decisions[[take.index for take in model.take[model.allowed]]] = True
    return Parts(program, decisions)


def plain(solver: cp_model.CpSolver) -> None:
    """Nothing to tune."""


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_have_the_models_least_cost_and_no_bound_lies_above(seed: int) -> None:
    """What the rows allow costs what the model says, and the relaxation bounds it from below."""
    model = modelled(seed)
    parts = parts_of(model)
    whole = solve_cp(model.cp, stage="roster", limits=Limits(work=10.0)).proof.objective
    everything = np.ones(len(parts.decisions), dtype=bool)
    answer = parts.solve(parts.program.lower, everything, stage="roster", limits=Limits(work=10.0), tune=plain)
    assert answer.cost == whole
    relaxed = relax(parts.program, stage="roster", partition="", patterns=True, limits=Limits())
    assert relaxed.bound <= answer.cost


@pytest.mark.parametrize("seed", SEEDS)
def test_a_part_is_the_whole_model_with_the_rest_fixed(seed: int) -> None:
    """Two people opened: the small model finds what the whole one does with all other decisions fixed."""
    model = modelled(seed)
    parts, program = parts_of(model), program_of(model.cp)
    values = np.zeros(len(parts.decisions))
    taken = first_roster(model.facts, model.allowed)
    values[parts.decisions] = taken[model.allowed]
    start = parts.solve(values, ~parts.decisions, stage="roster", limits=Limits(work=5.0), tune=plain)
    assert start.values is not None
    chosen = np.zeros(len(values), dtype=bool)
    chosen[[take.index for take in model.take[:2][model.allowed[:2]]]] = True
    part = parts.solve(start.values, parts.reached(chosen), stage="roster", limits=Limits(work=5.0), tune=plain)
    fixed = model.cp.clone()
    for index in np.flatnonzero(parts.decisions & ~chosen).tolist():
        domain = fixed.proto.variables[index].domain
        domain[0], domain[1] = int(values[index]), int(values[index])
    assert part.cost == solve_cp(fixed, stage="roster", limits=Limits(work=5.0)).proof.objective
    reached = program.matrix @ part.values
    assert (reached >= program.least).all()
    assert (reached <= program.most).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_without_work_for_all_rows_the_bound_is_that_of_amounts(seed: int) -> None:
    """It is no higher than that of all rows, and is charged less."""
    program = parts_of(modelled(seed)).program
    brief, whole = (
        relax(program, stage="", partition="", patterns=False, limits=Limits(work=work)) for work in (0.0, None)
    )
    assert 0 < brief.bound <= whole.bound
    assert brief.work < whole.work


def test_a_search_ends_at_the_gap_that_is_asked_for() -> None:
    """With half the cost as gap less is spent than without, and the answer says what it is."""
    near = search(modelled(1), limits=Limits(work=0.5, gap=0.5)).proof
    far = search(modelled(1), limits=Limits(work=0.5)).proof
    assert near.status == "feasible"
    assert (near.gap or 0.0) <= 0.5
    assert (far.bound or 0.0) <= (far.objective or 0.0) <= (near.objective or 0.0)


def test_cuts_are_worth_their_work_where_the_bound_pays_for_an_open_place() -> None:
    """A bound below the price of the cheapest open place says that none need be open."""
    model = modelled(1)
    run = Run(Best(model, Spending(Limits(), Progress())), relaxing=0.0)
    run.best.restart(first_roster(model.facts, model.allowed))
    priced = [program_of(model.cp).cost[places.index] for places in model.missing]
    assert run.best.cheapest_open in priced
    worth = []
    for bound in (run.best.cheapest_open - 1, run.best.cheapest_open):
        run.best.bound = bound
        worth.append(run.affordable)
    assert worth == [False, True]


def test_rows_refuse_what_is_none() -> None:
    """A constraint that is no row is refused, not dropped."""
    cp = cp_model.CpModel()
    cp.add_all_different([cp.new_int_var(0, 2, "one"), cp.new_int_var(0, 2, "other")])
    with pytest.raises(ValueError, match="no row"):
        program_of(cp)
