"""Shift design: the few shifts that should exist, proven as far as the limits allow."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from optimize.shifts.design.cuts import tightened
from optimize.shifts.design.evaluate import evaluate
from optimize.shifts.design.model import build, duties_of
from optimize.shifts.design.search import STAGE, Search, again, closed, left
from optimize.shifts.design.simple import covering
from optimize.shifts.design.starts import least_presence
from optimize.shifts.design.values import Design, DesignProblem, check_problem
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

ROUNDS = 3
"""How often the bound on minutes of a priced rule on duties is drawn in."""
CUT_SHARE = 0.3
"""Part of the time that cuts may take."""
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
    whole, `limits.nodes` for each solve. Where a limit comes before any plan is found, the answer is one without
    search or without anybody; where these break a rule that holds, the status is unknown.

    Raises
    ------
    LabelError, ValueError
        When tables do not fit together, or nothing bounds what a priced rule on duties may cost.
    """
    check_problem(problem)
    began = time.perf_counter()
    minutes, bound, best = _most_minutes(problem), -np.inf, _nobody(problem)
    best_cost = evaluate(problem, best).cost
    simple = covering(problem, build(problem, minutes))
    cost = evaluate(problem, simple).cost
    if cost < best_cost:
        best, best_cost = simple, cost
    for _ in range(ROUNDS if problem.duties is not None and problem.duties.price is not None else 1):
        model = build(problem, minutes, best_cost)
        tight = tightened(problem, model, left(limits, began, CUT_SHARE))
        near = np.empty(0) if start is None else again(problem, tight.program, model, start.duties)
        search = Search(problem, model, tight, limits, partition, began, progress)
        found = search.any_number(near) if problem.most_shifts is None else search.at_most(near)
        if found.infeasible:
            seconds = time.perf_counter() - began
            proof = Proof(STAGE, partition, Status.INFEASIBLE, None, None, seconds, limits.seed)
            return _design(problem, best, proof)
        bound = max(bound, found.bound)
        if not len(found.values):
            break
        duties = duties_of(problem, model, found.values)
        cost = evaluate(problem, duties).cost
        if cost < best_cost:
            best, best_cost = duties, cost
        if closed(best_cost, bound):
            break
        minutes = _most_minutes(problem, best_cost)
    seconds = time.perf_counter() - began
    known = float(bound) if np.isfinite(bound) else None
    if not np.isfinite(best_cost):
        return _design(problem, best, Proof(STAGE, partition, Status.UNKNOWN, None, known, seconds, limits.seed))
    status = Status.OPTIMAL if closed(best_cost, bound) else Status.FEASIBLE
    return _design(problem, best, Proof(STAGE, partition, status, best_cost, known, seconds, limits.seed))


def _most_minutes(problem: DesignProblem, cost: float | None = None) -> float:
    """Minutes on duty that no plan of at most this cost exceeds; without a cost, of a plan without anybody.

    Who is present beyond need is paid for; minutes on duty are more than that by the breaks.
    """
    if problem.duties is None or problem.duties.price is None:
        return float("inf")
    prices, needed = problem.prices, float(problem.need["people"].sum())
    if prices.under is None and cost is None:
        raise ValueError("a priced rule on duties needs a price of people missing.\nMaybe let the rule hold.")
    present = least_presence(problem)
    if prices.over <= 0 or present <= 0:
        raise ValueError(
            "a priced rule on duties needs a price of people beyond need, and breaks shorter than their shifts.\n"
            "Maybe let the rule hold."
        )
    most = needed * (prices.under or 0.0) if cost is None else cost
    return (needed + most / prices.over) / present * 1440 / problem.slots


def _nobody(problem: DesignProblem) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in EMPTY.items()})


def _design(problem: DesignProblem, duties: pd.DataFrame, proof: Proof) -> Design:
    count = duties.groupby("shift")["people"].sum()
    used = problem.shifts[problem.shifts["shift"].isin(count.index)]
    used = used.assign(people=used["shift"].map(count).astype("int64")).sort_values(["start", "length"])
    return Design(used.reset_index(drop=True), duties, evaluate(problem, duties).cover, proof)
