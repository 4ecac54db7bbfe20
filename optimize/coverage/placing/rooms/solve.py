"""Which sites stand and who is served where at least cost, as far as there is room.

The formulation is in `model`, the bound in `bound`. A small problem is given to HiGHS at once. Else prices are
found first; an answer comes from the pairs and sites that they like (a kernel: Angelelli, Mansini and
Speranza, Computers and Operations Research 37 (2010)); what no better answer can use goes out; and the rest is
solved, with the bound of prices standing where time ends. Where there is no room for all, units without a
place are told, at a price.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms.bound import Priced, ascend
from optimize.coverage.placing.rooms.branch import SHARE, branch, root
from optimize.coverage.placing.rooms.model import model, read
from optimize.coverage.placing.rooms.problem import Allocation, Answer, Rooms, money
from optimize.coverage.placing.rooms.whole import whole
from optimize.coverage.placing.values import closed, proven
from optimize.solve import solve_mip
from quarterhour.arrays import Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

STAGE = "coverage.rooms"
SMALL, SMALL_WHOLE = 2_600, 120
"""Up to so many pairs HiGHS needs no preparation, with shares and with whole clients."""
KERNEL = (0.0005, 0.002, 0.01, 0.05)
"""Pairs that cost at most this share of the bound more than it, tried one by one until an answer is there."""


def solve(rooms: Rooms, *, limits: Limits, progress: Progress | None = None) -> Allocation:
    """Sites, shares and the proof; `unserved` where no site has room."""
    asking = rooms.demand > 0
    found = _asking(rooms.asking(), Clock(limits, progress))
    share, unserved = np.zeros(rooms.cost.shape), np.zeros(len(asking))
    share[:, asking], unserved[asking] = found.share, found.unserved
    return replace(found, share=share, unserved=unserved)


def _asking(rooms: Rooms, clock: Clock) -> Allocation:
    """The answer where everybody has some demand."""
    if not len(rooms.demand):
        kept = float(rooms.opening[rooms.sites.must].sum())
        return _answer(rooms, Answer(kept, rooms.sites.must, np.zeros(rooms.cost.shape)), kept, clock)
    short = rooms.capacity[rooms.sites.usable].sum() < rooms.demand.sum() - 1e-9
    unreached = ~np.isfinite(rooms.cost[rooms.sites.usable]).any(axis=0)
    if not short and not unreached.any():
        best, bound = _search(rooms, clock)
        if best is not None:
            return _answer(rooms, best, bound, clock)
    wide = rooms.with_nowhere()
    best, bound = _search(wide, clock)
    if best is None:
        best = _nobody(wide)
    return _without_place(rooms, wide, best, bound, clock)


def _search(rooms: Rooms, clock: Clock) -> tuple[Answer | None, float]:
    """The best answer if any, and a bound."""
    usable = np.isfinite(rooms.cost) & rooms.sites.usable[:, None]
    if usable.sum() <= (SMALL_WHOLE if rooms.single else SMALL):
        return _mip(rooms, usable, rooms.sites.must, rooms.sites.forbidden, None, -np.inf, clock)
    priced, _ = ascend(rooms, _guess(rooms), clock)
    begin = root(rooms, priced.prices, priced.value)
    if rooms.single:
        best, bound = whole(rooms, begin, clock)
        best = best or _kernel(rooms, usable, priced, clock)
    else:
        best, bound = _kernel(rooms, usable, priced, clock), priced.value
        if best is not None and not closed(best.total, bound, rooms.step):
            bound = branch(rooms, begin, best.total, clock)
    if best is not None and (clock.over(SHARE) or closed(best.total, bound, rooms.step)):
        return best, bound
    pairs, stand, fall = _left(rooms, usable, priced, np.inf if best is None else best.total)
    return _mip(rooms, pairs, stand, fall, best, bound, clock)


def _guess(rooms: Rooms) -> float:
    """About what an answer costs: everybody at the nearest site, and room by its price."""
    reach = np.where(np.isfinite(rooms.cost), rooms.cost, np.nan)[rooms.sites.usable]
    each = rooms.opening / np.maximum(rooms.capacity, 1e-9)
    return float(np.nanmin(reach, axis=0).sum() * 1.2 + np.median(each) * rooms.demand.sum())


def _kernel(rooms: Rooms, usable: Mask, priced: Priced, clock: Clock) -> Answer | None:
    """An answer over the pairs that prices like."""
    for share in KERNEL:
        pairs = usable & (priced.extra <= share * abs(priced.value))
        fall = rooms.sites.forbidden | ~(pairs.any(axis=1) | rooms.sites.must)
        if not pairs.any(axis=0).all():
            continue
        found = solve_mip(
            model(rooms, pairs, rooms.sites.must, fall),
            stage=STAGE,
            limits=replace(clock.left(), gap=1e-4, nodes=clock.limits.nodes or 200),
        )
        if found.found:
            stands, shares = read(rooms, pairs, found.values)
            return Answer(money(rooms, stands, shares), stands, shares)
        if clock.over():
            break
    return None


def _left(rooms: Rooms, usable: Mask, priced: Priced, objective: float) -> tuple[Mask, Mask, Mask]:
    """Pairs and sites that an answer better than `objective` can use, and sites that it must."""
    slack = objective - (1.0 - 1e-4) * rooms.step - priced.value + 1e-7 * abs(priced.value)
    stand = rooms.sites.must | (-priced.rho > slack)
    fall = rooms.sites.forbidden | ((priced.rho > slack) & ~rooms.sites.must)
    pairs = usable & ~fall[:, None]
    # A share may be as small as it likes, so only whole clients are kept off by what they would cost.
    return (pairs & (priced.extra <= slack) if rooms.single else pairs), stand, fall


def _mip(
    rooms: Rooms, pairs: Mask, stand: Mask, fall: Mask, best: Answer | None, bound: float, clock: Clock
) -> tuple[Answer | None, float]:
    """The residual model; that it has no answer proves the best one."""
    if not pairs.any(axis=0).all():
        return best, bound if best is None else best.total
    answer = solve_mip(model(rooms, pairs, stand, fall), stage=STAGE, limits=clock.left())
    if answer.proof.status is Status.INFEASIBLE:
        return best, bound if best is None else best.total
    if answer.found:
        stands, shares = read(rooms, pairs, answer.values)
        total = money(rooms, stands, shares)
        best = Answer(total, stands, shares) if best is None or total < best.total else best
    told = answer.proof.bound
    if told is not None and np.isfinite(told):
        bound = max(bound, told if best is None else min(told, best.total))
    return best, bound


def _nobody(rooms: Rooms) -> Answer:
    """Only what must stand, everybody nowhere: the answer when there is no time."""
    share = np.zeros(rooms.cost.shape)
    share[-1] = 1.0
    return Answer(money(rooms, rooms.sites.must, share), rooms.sites.must, share)


def _answer(rooms: Rooms, best: Answer, bound: float, clock: Clock, price: float = 0.0) -> Allocation:
    """The answer; how near the bound must come is judged by the money beside the `price` of no place."""
    known = bound if np.isfinite(bound) else 0.0
    told, status = proven(best.total - price, known - price, rooms.step)
    proof = Proof(STAGE, "", status, best.total, told + price, clock.seconds, clock.limits.seed)
    return Allocation(best.stands, best.share, np.zeros(len(rooms.demand)), proof)


def _without_place(rooms: Rooms, wide: Rooms, best: Answer, bound: float, clock: Clock) -> Allocation:
    told = _answer(wide, best, bound, clock, float(best.share[-1] @ wide.cost[-1]))
    unserved = told.share[-1] * rooms.demand
    price = float((wide.cost[-1] / rooms.demand).max())
    return replace(told, stands=told.stands[:-1], share=told.share[:-1], unserved=unserved, priced=price)
