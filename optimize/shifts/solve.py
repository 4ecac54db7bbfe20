"""Staff planning: base shifts, planned loans and the standby reserve, partition by partition."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from optimize.shifts.account import Account
from optimize.shifts.blocks import STAGE
from optimize.shifts.check import typed
from optimize.shifts.extract import COLUMNS, extract
from optimize.shifts.model import build
from optimize.shifts.partitions import Part, chains
from optimize.shifts.prepare import Prepared, prepare
from optimize.shifts.search import search
from optimize.shifts.values import StaffPlan, StaffProblem
from quarterhour.processes import delayed, side_by_side
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status
from quarterhour.seeds import seed_for


@dataclass(frozen=True)
class Planned:
    """The duties of one partition and how good they are; no bound and no duties where it was not planned."""

    part: Part
    duties: pd.DataFrame
    bound: float | None
    seconds: float
    seed: int


def solve(
    problem: StaffProblem, *, limits: Limits, processes: int = 1, progress: Progress | None = None
) -> StaffPlan:
    """Plan duties, loans and standby at least cost; what can not be covered is left as holes with reasons.

    A partition is a lending component in a calendar week. `limits.gap` and `limits.nodes` hold for each solve
    within it; `limits.seconds` is for a partition, does not cut its linear relaxation short, and ends
    repeatability when it strikes. The number of `processes` does not change the answer. When `progress` is
    stopped, partitions not yet begun stay unplanned.

    Raises
    ------
    LabelError, BreakError
        When tables do not fit together.
    """
    account, proofs = accounted(problem, limits=limits, processes=processes, progress=progress)
    return account.plan(proofs)


def accounted(
    problem: StaffProblem, *, limits: Limits, processes: int = 1, progress: Progress | None = None
) -> tuple[Account, tuple[Proof, ...]]:
    """What `solve` finds, before holes are told and costs are summed up."""
    progress = progress or Progress()
    problem = typed(problem)
    prepared = prepare(problem)
    todo = list(chains(prepared))
    count = sum(len(chain) for chain in todo)
    planned: list[Planned] = []
    for chain in _run(todo, limits, problem.seed, processes, progress):
        planned += chain
        progress.report(STAGE, len(planned) / count)
    account = _account(problem, prepared, planned)
    return account, tuple(_proof(one, account) for one in planned)


def _run(
    todo: list[tuple[Part, ...]], limits: Limits, seed: int, processes: int, progress: Progress
) -> Iterator[list[Planned]]:
    """Each chain's answer, in order.

    A chain with more than its process's share of all the work is planned by all processes together, others side
    by side, each begun when one before it ends.
    """
    work = [sum(len(part.slots) for part in chain) for chain in todo]
    wide = [processes > 1 and mine * processes > sum(work) for mine in work]
    narrow = (
        delayed(_leave_chain if progress.stopped else _plan_chain)(chain, limits, seed)
        for chain, is_wide in zip(todo, wide, strict=True)
        if not is_wide
    )
    beside = side_by_side(narrow, processes if wide.count(False) > 1 else 1, ahead=1)
    for chain, is_wide in zip(todo, wide, strict=True):
        if not is_wide:
            yield next(beside)
        elif progress.stopped:
            yield _leave_chain(chain, limits, seed)
        else:
            yield _plan_chain(chain, limits, seed, processes)


def _leave_chain(chain: tuple[Part, ...], limits: Limits, seed: int) -> list[Planned]:
    """A chain that was not begun when work was asked to stop."""
    return [_unplanned(part, limits.seed) for part in chain]


def _plan_chain(chain: tuple[Part, ...], limits: Limits, seed: int, processes: int = 1) -> list[Planned]:
    """Plan the weeks of a chain in order; each takes over the nights of those before it."""
    planned: list[Planned] = []
    for part in chain:
        if planned:
            part = part.carrying(pd.concat([before.duties for before in planned], ignore_index=True))
        began = time.perf_counter()
        own = replace(limits, seed=seed_for(limits.seed, STAGE, seed, part.name))
        model = build(part)
        found = search(part, model, own, processes)
        duties = extract(part, model, found.values)
        planned.append(Planned(part, duties, found.bound, time.perf_counter() - began, limits.seed))
    return planned


def _unplanned(part: Part, seed: int) -> Planned:
    return Planned(part, pd.DataFrame(), None, 0.0, seed)


def _account(problem: StaffProblem, prepared: Prepared, planned: list[Planned]) -> Account:
    found = [one.duties[COLUMNS] for one in planned if len(one.duties)]
    duties = pd.concat(found, ignore_index=True) if found else no_duties(problem)
    left = {one.part.name: one.part for one in planned if one.bound is None}
    return Account.of(problem, prepared, duties, left)


def _proof(one: Planned, account: Account) -> Proof:
    """The partition's cost from its duties, beside the bound that was found."""
    cost = account.cost(one.part)
    if one.bound is None:
        status = Status.UNKNOWN
    else:
        status = Status.OPTIMAL if cost - one.bound <= 1e-6 * max(1.0, abs(cost)) else Status.FEASIBLE
    return Proof(STAGE, one.part.name, status, cost, one.bound, one.seconds, one.seed)


def no_duties(problem: StaffProblem) -> pd.DataFrame:
    """An empty `StaffPlan.duties` with its types."""
    text = dict.fromkeys(("duty", "outlet", "pool", "post", "activity", "source", "lender", "link"), "str")
    instant = dict.fromkeys(
        ("start", "end", "break_start", "break_end"), f"datetime64[us, {problem.grid.timezone}]"
    )
    types = {
        **text,
        **instant,
        "day": "datetime64[us]",
        "break_paid": "bool",
        "people": "int64",
        "travel_minutes": "float64",
    }
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in COLUMNS})
