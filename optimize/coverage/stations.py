"""The least number of stations with which every resident has a place within the circle (several at one site).

Sets      cells c (zones with one cover set N(c), merged) with residents w_c; sites j; a station looks after k.
Variables y_j whole: stations at site j;  x_cj >= 0: residents of c assigned to j in N(c) (cells may be split).
Objective min sum_j y_j, stations.
Subject   sum_j x_cj = w_c for each cell;  sum_c x_cj <= k * y_j for each site;
          sum over j in N(c) of y_j >= ceil(sum of w_d over cells d with N(d) within N(c), / k)  (valid: those
          cells can be served from nowhere else).
Source    Current and Storbeck, Environment and Planning B 15 (1988), with modules of one size; the cuts are
          Hall's condition on single cover sets.

A site whose cells another one covers too is left out without loss: stations there could stand at the other. The
bound is rounded up, since stations are whole. Residents whom no site covers have no place and are not counted.

The search goes from small to large: the relaxation, whose dual values prove a bound; an answer of just so many
stations at the sites where two relaxations have any (their kernel; Angelelli, Mansini and Speranza 2010), which is
found far sooner than the least number is; where there is none, at all sites either, the bound is raised. Where
that does not end in its time, the least number at the sites of the one relaxation, and last at all.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from scipy import sparse

from optimize.coverage.cells import Cells, reduced
from optimize.coverage.reach import Array, Reach
from optimize.linear import Builder, LinearProgram
from optimize.narrow import lagrangian
from quarterhour.arrays import Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

STAGE = "coverage.stations"
NOTHING = 1e-6
SHARES = {"reached": 0.4, "few": 0.3, "all": 1.0}
"""Of the seconds left, by step: an answer that meets the bound, few sites, all sites."""


def least_stations(
    cover: sparse.csr_array, residents: Array, room: float, *, limits: Limits, progress: Progress | None = None
) -> tuple[Array, Proof]:
    """Stations at each site, and the proof in stations.

    Parameters
    ----------
    cover
        zones x sites, 1 where the site lies in the zone's circle.
    residents
        Of each zone.
    room
        Residents a station looks after.
    """
    cells, worth = reduced(cover, residents, np.ones(cover.shape[1]))
    counts = np.zeros(cover.shape[1])
    if not len(cells.weights):
        return counts, Proof(STAGE, "", Status.OPTIMAL, 0.0, 0.0, 0.0, limits.seed)
    best, bound, seconds = _search(cells, room, limits, progress)
    counts[worth] = best
    status = Status.OPTIMAL if best.sum() <= bound else Status.FEASIBLE
    return counts, Proof(STAGE, "", status, float(best.sum()), bound, seconds, limits.seed)


def _search(cells: Cells, room: float, limits: Limits, progress: Progress | None) -> tuple[Array, float, float]:
    """The best stations by site, a bound and the seconds."""
    began = time.perf_counter()
    program, best = _program(cells, room), _start(cells, room)
    relaxed, x, duals = program.solve_relaxed(stage=STAGE, partition="", limits=limits)
    bound = float(np.ceil(cells.weights.sum() / room - 1e-9))
    if not relaxed.found:
        return best, bound, time.perf_counter() - began
    bound = max(bound, _whole(lagrangian(program, duals)[0]))
    used = x[: len(best)] > NOTHING
    left = _left(limits, began, SHARES["reached"])
    bound, best = _met(program, _only(program, used | _elsewhere(program, used, left), cells), bound, best, left)
    for step, solver in (("few", "highs"), ("all", "scip")):
        if best.sum() <= bound or (progress is not None and progress.stopped):
            break
        model = program if step == "all" else _only(program, used, cells)
        left = _left(limits, began, SHARES[step])
        answer, values = model.solve(stage=STAGE, partition="", limits=left, solver=solver, progress=progress)
        best = _better(best, values[: len(best)] if answer.found else best)
        if step == "all" and answer.proof.bound is not None and np.isfinite(answer.proof.bound):
            bound = max(bound, _whole(answer.proof.bound))
    return best, bound, time.perf_counter() - began


def _met(
    program: LinearProgram, kernel: LinearProgram, bound: float, best: Array, limits: Limits
) -> tuple[float, Array]:
    """The bound, raised as long as no answer of so few stations exists, and one that meets it if it is found."""
    began, sites = time.perf_counter(), len(best)
    total = sparse.csr_array((np.arange(len(program.cost)) < sites).astype(float)[None, :])
    while bound < best.sum():
        for model in (kernel, program):
            asked, left = model.with_rows(total, most=bound), _left(limits, began, 1.0)
            answer, values = asked.solve(stage=STAGE, partition="", limits=left)
            if answer.found:
                return bound, _better(best, values[:sites])
            if answer.proof.status is not Status.INFEASIBLE:
                return bound, best
        bound += 1.0
    return bound, best


def _elsewhere(program: LinearProgram, used: Mask, limits: Limits) -> Mask:
    """Where the relaxation has stations when those sites cost a little more."""
    dearer = program.cost.copy()
    dearer[: len(used)] += np.where(used, 0.01, 0.0)
    answer, x, _ = replace(program, cost=dearer).solve_relaxed(stage=STAGE, partition="", limits=limits)
    found: Mask = x[: len(used)] > NOTHING if answer.found else used
    return found


def _only(program: LinearProgram, used: Mask, cells: Cells) -> LinearProgram:
    """The same with stations only at the sites in use."""
    site = sparse.coo_array(cells.cover).coords[1]
    gone = np.concatenate([~used, ~used[site]])
    return replace(program, upper=np.where(gone, 0.0, program.upper))


def _better(best: Array, found: Array) -> Array:
    whole: Array = np.rint(found)
    return whole if whole.sum() < best.sum() else best


def _whole(bound: float) -> float:
    """The bound rounded up: stations are whole."""
    return float(np.ceil(bound - 1e-6))


def _left(limits: Limits, began: float, share: float) -> Limits:
    """The limits with a share of the seconds that are left."""
    if limits.seconds is None:
        return limits
    return replace(limits, seconds=max(0.1, share * (limits.seconds - (time.perf_counter() - began))))


def nearest_with_room(reach: Reach, room: Array) -> Array:
    """Residents of each of the reach's pairs when everybody goes to the nearest point that still has room.

    Pairs are filled in the order of their minutes (ties by zone, then point), so whoever is nearer comes first;
    nobody gives way for others. `room` is in residents, by point.
    """
    order = np.lexsort((reach.point, reach.zone, reach.minutes))
    order = order[(reach.within & (room[reach.point] > 0))[order]]
    served = np.zeros(len(reach.minutes))
    left, free = reach.residents.tolist(), room.tolist()
    for pair, zone, point in zip(
        order.tolist(), reach.zone[order].tolist(), reach.point[order].tolist(), strict=True
    ):
        served[pair] = min(left[zone], free[point])
        left[zone] -= served[pair]
        free[point] -= served[pair]
    return served


def _program(cells: Cells, room: float) -> LinearProgram:
    pairs = sparse.coo_array(cells.cover)
    cell, site = pairs.coords
    build = Builder()
    stations = build.columns(cells.cover.shape[1], cost=1.0, integer=True)
    assigned = build.columns(len(cell), upper=cells.weights[cell] / room)
    served = build.rows(len(cells.weights), lower=cells.weights / room, upper=cells.weights / room)
    build.put(served[cell], assigned)
    held = build.rows(len(stations), upper=0.0)
    build.put(held[site], assigned)
    build.put(held, stations, -1.0)
    least = build.rows(len(cells.weights), lower=np.ceil(_confined(cells) / room - 1e-9))
    build.put(least[cell], stations[site])
    return build.build()


def _confined(cells: Cells) -> Array:
    """For each cell, the residents of all cells whose sites are among its own."""
    size = np.diff(cells.cover.indptr)
    shared = sparse.coo_array(cells.cover @ cells.cover.T)
    one, other = shared.coords
    within = shared.data == size[other]
    return np.bincount(one[within], cells.weights[other[within]], minlength=len(size)).astype(float)


def _start(cells: Cells, room: float) -> Array:
    """Sites taken in the order of whom they still add, each with as many stations as these fill."""
    left, by_site = cells.weights.copy(), sparse.csr_array(cells.cover.T)
    counts = np.zeros(cells.cover.shape[1])
    while left.any():
        site = int(np.argmax(by_site @ left))
        own = by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]
        counts[site] += np.ceil(left[own].sum() / room - 1e-9)
        left[own] = 0.0
    return counts
