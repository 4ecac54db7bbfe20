"""A day of lending: every region that lends within itself, and all of them told as one plan."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from optimize.shared_staff.lending.blocks import all_blocks
from optimize.shared_staff.lending.check import check_problem
from optimize.shared_staff.lending.holes import find_holes
from optimize.shared_staff.lending.prepare import prepare
from optimize.shared_staff.lending.region import Region, regions
from optimize.shared_staff.lending.rows import rows_of
from optimize.shared_staff.lending.tell import blocks_table, costs_table, cover_table, ledger_table, worth_table
from optimize.shared_staff.lending.values import LendingPlan, LendingProblem
from optimize.shared_staff.lending.whole import solve_region
from quarterhour.progress import Progress
from quarterhour.result import Limits

LEAST = 2.0
"""Seconds that even a small region gets, as long as there are some."""


def solve(
    problem: LendingProblem, *, limits: Limits | None = None, progress: Progress | None = None
) -> LendingPlan:
    """Who lends whom to whom in which block, at least cost; what stays missing, with its reason.

    Parameters
    ----------
    limits
        `seconds` for all regions together, `nodes` of branch and bound for each: the rounds of the relaxation need
        no limit of their own to be repeatable. A region stops at `gap`.

    Raises
    ------
    LabelError
        When tables do not fit each other.
    ValueError
        When steps of missing people do not suffice or do not rise in price.
    """
    limits, progress = limits or Limits(seed=problem.seed), progress or Progress()
    check_problem(problem)
    began = time.perf_counter()
    at = prepare(problem)
    blocks, rows = all_blocks(problem, at), rows_of(problem, at)
    people = np.zeros(len(blocks.a), dtype=np.int64)
    prices, proofs = np.zeros(len(rows.lower)), []
    every = regions(problem, at, rows, blocks)
    for number, region in enumerate(every):
        share = _share(limits, every[number:], time.perf_counter() - began, progress.stopped)
        solved = solve_region(region, rows, at.supplies["m"].to_numpy(), share)
        people[region.chosen] = solved.people
        prices[region.served] = solved.prices[region.served]
        proofs.append(solved.proof)
        progress.report("lending", (number + 1) / len(every))
    used = np.flatnonzero(people)
    lent = blocks_table(problem, at, blocks.of(used), people[used])
    cover = cover_table(problem, at, lent)
    return LendingPlan(
        blocks=lent,
        cover=cover,
        worth=worth_table(problem, at, rows, prices),
        holes=find_holes(problem, at, blocks, lent, cover),
        ledger=ledger_table(problem, lent),
        costs=costs_table(problem, at, lent, cover),
        proofs=tuple(proofs),
    )


def _share(limits: Limits, left: list[Region], gone: float, stopped: bool) -> Limits:
    """The time of the first of the regions that are left, by the number of its blocks."""
    if stopped:
        return replace(limits, seconds=0.0)
    if limits.seconds is None:
        return limits
    sizes = [len(region.blocks.a) + 1 for region in left]
    rest = max(0.0, limits.seconds - gone)
    return replace(limits, seconds=max(rest * sizes[0] / sum(sizes), min(rest, LEAST)))
