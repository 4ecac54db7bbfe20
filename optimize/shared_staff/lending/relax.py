"""The relaxation over all blocks, of which only those are held that can pay: column generation.

The dual values of the rows price every block at once (`Rows.worth`); the best blocks of each link join the program
until none is cheaper than its price. Prices are halfway between the program's own and the best so far, which keeps
them from swinging (Wentges 1997). For any prices, the value of the priced program over all blocks is a bound: each
supply does its best block with all its people, as far as its lender's cap lets them (Vanderbeck 2005).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from optimize.growing import GrowingProgram
from optimize.linear import Ids, Numbers
from optimize.shared_staff.lending.region import Region
from optimize.shared_staff.lending.rows import Rows
from quarterhour.arrays import Floats
from quarterhour.result import Limits

JOINING, OF_A_LINK = 4000, 3
"""Blocks that join in a round: at most so many, those that pay most, and so many of one link."""
ROUNDS = 200
"""Rounds end by themselves long before; the last resort against prices that do not settle."""
CALM = 0.5
"""Weight of the best prices so far."""
CLOSE = 2e-4
"""Relative distance of program and bound from which further rounds are not worth their time."""
RELAXING = 0.8
"""Most of the time that rounds may take; whole people need the rest."""
EPSILON = 1e-7


@dataclass(frozen=True)
class Relaxed:
    """Blocks held, prices by row of the day, the bound they prove, and every block's cost beyond its price."""

    held: Ids
    prices: Numbers
    bound: float
    reduced: Floats


def relax(region: Region, rows: Rows, lender: Ids, limits: Limits, began: float) -> Relaxed:
    """Rounds until the bound is close, no block pays, or time is up; `lender` is that of each supply."""
    blocks = region.blocks
    program = _begun(region, rows)
    inside = np.zeros(len(blocks.a), dtype=bool)
    dearest = _dearest(region, rows)
    best, reduced = priced(region, rows, dearest, lender)
    joining, center = _joining(region, rows, dearest, reduced, inside), dearest
    free = np.zeros(len(rows.lower))
    unpriced, _ = priced(region, rows, free, lender)
    if unpriced > best:
        best, center = unpriced, free
    value = np.inf
    for _ in range(ROUNDS):
        if not len(joining) or (np.isfinite(value) and value - best <= CLOSE * abs(value)):
            break
        _join(program, region, rows, joining)
        inside[joining] = True
        left = None if limits.seconds is None else RELAXING * limits.seconds - (time.perf_counter() - began)
        solved = program.solve(left) if left is None or left > 0 else None
        if solved is None:
            break
        value, own = solved
        for prices in (CALM * center + (1 - CALM) * own, own):
            bound, reduced = priced(region, rows, prices, lender)
            if bound > best:
                best, center = bound, prices
            joining = _joining(region, rows, prices, reduced, inside)
            if len(joining):
                break
    return Relaxed(np.flatnonzero(inside), center, best, priced(region, rows, center, lender)[1])


def priced(region: Region, rows: Rows, prices: Numbers, lender: Ids) -> tuple[float, Floats]:
    """The bound that prices prove, and what each block costs beyond them; people and caps are not priced."""
    blocks, people, steps = region.blocks, region.people, region.steps
    kept = prices.copy()
    kept[rows.people] = kept[rows.most] = 0.0
    reduced = blocks.cost - rows.worth(blocks, kept)
    cheapest = np.zeros(len(people))
    np.minimum.at(cheapest, blocks.u, reduced)
    order = np.lexsort((cheapest, lender))
    ahead = np.cumsum(people[order]) - people[order]
    new = np.diff(lender[order], prepend=-1) != 0
    ahead -= np.maximum.accumulate(np.where(new, ahead, 0))
    used = np.clip(rows.upper[rows.most][lender[order]] - ahead, 0, people[order])
    side = np.where(np.isfinite(rows.lower), rows.lower, rows.upper)
    gain = np.minimum(0.0, steps["money"].to_numpy() - kept[steps["row"]]) @ steps["people"].to_numpy()
    return float(kept @ side + gain + used @ cheapest[order]), reduced


def _begun(region: Region, rows: Rows) -> GrowingProgram:
    """The program with nobody lent."""
    program = GrowingProgram(
        np.where(np.isin(np.arange(len(rows.lower)), region.served), rows.lower, -np.inf), rows.upper
    )
    steps = region.steps
    width, money = steps["people"].to_numpy(float), steps["money"].to_numpy(float)
    program.add(money, width, steps["row"].to_numpy(), np.arange(len(steps)), np.ones(len(steps)))
    return program


def _join(program: GrowingProgram, region: Region, rows: Rows, joining: Ids) -> None:
    blocks = region.blocks.of(joining)
    row, block, sign = rows.entries(blocks)
    program.add(blocks.cost, region.people[blocks.u].astype(float), row, block, sign)


def _dearest(region: Region, rows: Rows) -> Numbers:
    """Prices while nobody is lent: those of the last person missing."""
    prices = np.zeros(len(rows.lower))
    steps = region.steps.sort_values(["row", "step"])
    before = steps.groupby("row")["people"].cumsum() - steps["people"]
    last = steps[before < rows.lower[steps["row"]]].drop_duplicates("row", keep="last")
    prices[last["row"]] = last["money"]
    return prices


def _joining(region: Region, rows: Rows, prices: Numbers, reduced: Floats, inside: np.ndarray) -> Ids:
    """The best blocks of each link that cost less than they are worth."""
    blocks = region.blocks
    beyond = reduced - prices[rows.people][blocks.u] - prices[rows.most][blocks.m]
    order = np.lexsort((beyond, blocks.a))
    new = np.diff(blocks.a[order], prepend=-1) != 0
    place = np.arange(len(order))
    first = order[place - np.maximum.accumulate(np.where(new, place, 0)) < OF_A_LINK]
    pays = first[(beyond[first] < -EPSILON) & ~inside[first]]
    joining: Ids = pays[np.argsort(beyond[pays], kind="stable")][:JOINING].astype(np.int64)
    return joining
