"""Shift design: the few shifts that should exist, proven as far as the limits allow."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.linear import LinearProgram, Numbers
from optimize.shifts.design.cuts import tightened
from optimize.shifts.design.evaluate import evaluate
from optimize.shifts.design.model import Model, build
from optimize.shifts.design.swaps import chosen_few, only
from optimize.shifts.design.values import Design, DesignProblem, check_problem
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

STAGE = "shifts.design"
ROUNDS = 3
"""How often the bound on minutes of a priced rule on duties is drawn in."""
USED, FIRST_SHARE, FIRST_GAP, SWAP_SHARE = 1e-6, 0.25, 0.001, 0.5
"""Plans with few shifts: least value in the relaxation, part of the limits, gap; part that swaps may take."""
EMPTY = {"place": "str", "day": "int64", "shift": "str", "way": "int64", "people": "int64"}


def solve(
    problem: DesignProblem,
    *,
    start: Design | None = None,
    limits: Limits,
    partition: str = "",
    progress: Progress | None = None,
) -> Design:
    """Shifts, duties and cover at least cost over the week.

    `start` is a design of the same week to begin from, also one with fewer shifts. `limits.seconds` is for the
    whole, `limits.nodes` for each solve. A plan without anybody is the answer where a limit came before any other,
    unless nobody may be missing: then the status is unknown.

    Raises
    ------
    LabelError, ValueError
        When tables do not fit together.
    """
    check_problem(problem)
    began = time.perf_counter()
    minutes, bound, best, values = _most_minutes(problem), -np.inf, _nobody(problem), np.empty(0)
    best_cost = evaluate(problem, best).cost
    for _ in range(ROUNDS if problem.duties is not None and problem.duties.price is not None else 1):
        model = build(problem, minutes)
        program, relaxed = tightened(problem, model, replace(limits, seconds=None))
        bound = max(bound, program.value(relaxed) if len(relaxed) else -np.inf)
        capped, near = problem.most_shifts is not None, np.empty(0)
        if capped:
            near = _first(program, model, relaxed, _left(limits, began))
        if start is not None:
            near = _better(program, near, _again(problem, program, model, start.duties))
        if capped:
            near = _better(program, near, _from_few(problem, program, model, near, _left(limits, began)))
        answer, values = program.solve(
            stage=STAGE,
            partition=partition,
            limits=_left(limits, began, 1.0 if capped else 1.0 - FIRST_SHARE),
            progress=progress,
            near=near,
        )
        values = _better(program, values, near)
        if not capped and answer.proof.status is not Status.OPTIMAL:
            values = _better(
                program, values, _first(program, model, relaxed, _left(limits, began, 1 / FIRST_SHARE))
            )
        if answer.proof.status is Status.INFEASIBLE:
            return _design(problem, best, Proof(STAGE, partition, Status.INFEASIBLE, None, None, 0.0, limits.seed))
        bound = max(bound, -np.inf if answer.proof.bound is None else answer.proof.bound)
        if len(values):
            duties = _duties(problem, model, values)
            cost = evaluate(problem, duties).cost
            if cost < best_cost:
                best, best_cost = duties, cost
        if not len(values) or _closed(best_cost, bound):
            break
        minutes = _most_minutes(problem, best_cost)
    seconds = time.perf_counter() - began
    known = float(bound) if np.isfinite(bound) else None
    if not np.isfinite(best_cost):
        return _design(problem, best, Proof(STAGE, partition, Status.UNKNOWN, None, known, seconds, limits.seed))
    status = Status.OPTIMAL if _closed(best_cost, bound) else Status.FEASIBLE
    return _design(problem, best, Proof(STAGE, partition, status, best_cost, known, seconds, limits.seed))


def _first(program: LinearProgram, model: Model, relaxed: Numbers, limits: Limits) -> Numbers:
    """A plan to begin from: the best with shifts that the relaxation uses, in a part of the time."""
    if not len(relaxed):
        return np.empty(0)
    weight = relaxed[model.exists]
    unused = model.exists[weight <= USED]
    few = program.fixed(unused, np.zeros(len(unused)))
    seconds = None if limits.seconds is None else limits.seconds * FIRST_SHARE
    nodes = None if limits.nodes is None else max(1, round(limits.nodes * FIRST_SHARE))
    limits = replace(limits, seconds=seconds, nodes=nodes, gap=max(limits.gap, FIRST_GAP))
    return few.solve(stage=STAGE, partition="first", limits=limits)[1]


def _from_few(
    problem: DesignProblem, program: LinearProgram, model: Model, near: Numbers, limits: Limits
) -> Numbers:
    """The best plan with few shifts chosen by swaps, in a part of the time."""
    begin = np.flatnonzero(near[model.exists] > 0.5) if len(near) else np.empty(0, np.int64)
    seconds = None if limits.seconds is None else limits.seconds * SWAP_SHARE
    few = only(problem, chosen_few(problem, model, begin.tolist(), seconds).tolist())
    held = build(few)
    limits = replace(limits, seconds=None if seconds is None else max(1.0, seconds / 2), gap=FIRST_GAP)
    _, values = held.program.solve(stage=STAGE, partition="few", limits=limits)
    return _again(problem, program, model, _duties(few, held, values)) if len(values) else values


def _again(problem: DesignProblem, program: LinearProgram, model: Model, duties: pd.DataFrame) -> Numbers:
    """The values of an earlier design; empty where it does not fit this program."""
    given = duties.assign(
        p=model.places.get_indexer(pd.Index(duties["place"])),
        s=pd.Index(problem.shifts["shift"]).get_indexer(pd.Index(duties["shift"])),
    )
    keys = ["p", "day", "s", "way"]
    people = model.starts.merge(given[[*keys, "people"]], on=keys, how="left")["people"].fillna(0.0)
    exists = np.zeros(len(model.exists))
    exists[given["s"].to_numpy()] = 1.0
    held = program.fixed(model.starts["column"].to_numpy(), people.to_numpy(float)).fixed(model.exists, exists)
    return held.relaxed().solve(stage=STAGE, partition="start", limits=Limits())[1]


def _better(program: LinearProgram, one: Numbers, other: Numbers) -> Numbers:
    if not len(one) or not len(other):
        return other if not len(one) else one
    return one if program.value(one) <= program.value(other) else other


def _closed(cost: float, bound: float) -> bool:
    return bool(np.isfinite(cost) and cost - bound <= 1e-6 * max(1.0, abs(cost)))


def _left(limits: Limits, began: float, share: float = 1.0) -> Limits:
    """A share of what is left of the clock."""
    if limits.seconds is None:
        return limits
    return replace(limits, seconds=max(0.1, share * (limits.seconds - (time.perf_counter() - began))))


def _most_minutes(problem: DesignProblem, cost: float | None = None) -> float:
    """Minutes on duty that no plan of at most this cost exceeds; without a cost, of a plan without anybody."""
    if problem.duties is None or problem.duties.price is None:
        return float("inf")
    prices, needed = problem.prices, float(problem.need["people"].sum())
    if prices.under is None and cost is None:
        raise ValueError("a priced rule on duties needs a price of people missing.\nMaybe let the rule hold.")
    most = needed * (prices.under or 0.0) if cost is None else cost
    return (needed + most / prices.over) * 1440 / problem.slots


def _nobody(problem: DesignProblem) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in EMPTY.items()})


def _duties(problem: DesignProblem, model: Model, values: Numbers) -> pd.DataFrame:
    """`Design.duties` of a solution."""
    people = np.rint(values[model.starts["column"]]).astype(np.int64)
    used = model.starts[people > 0]
    return pd.DataFrame(
        {
            "place": model.places.take(used["p"].to_numpy()),
            "day": used["day"].to_numpy(),
            "shift": problem.shifts["shift"].to_numpy()[used["s"]],
            "way": used["way"].to_numpy(),
            "people": people[people > 0],
        }
    )


def _design(problem: DesignProblem, duties: pd.DataFrame, proof: Proof) -> Design:
    count = duties.groupby("shift")["people"].sum()
    used = problem.shifts[problem.shifts["shift"].isin(count.index)]
    used = used.assign(people=used["shift"].map(count).astype("int64")).sort_values(["start", "length"])
    return Design(used.reset_index(drop=True), duties, evaluate(problem, duties).cover, proof)
