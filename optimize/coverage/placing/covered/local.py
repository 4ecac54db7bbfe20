"""Where the relaxation reaches more around some sites than any way to open them does: one cut at a time.

Given y and z of a relaxation, z_c less the y of c's other sites must come from the sites S: cell c needs n_c of
them. A cut (`cuts`) is looked for that is broken by the most: max sum a_c n_c - sum b_j y_j - beta, subject to
beta >= sum of a_c over the cells of T - sum of b_j over T for all subsets T of S, 0 <= a_c <= w_c, b_j >= 0; n_c
counts a little less, for of the many cuts that are broken by as much those on few cells close more of the gap.
Cells with the same sites in S and about the same need are one. Subsets that are larger than the sum of y in S are
rarely tight: they are added where they are broken, and in the end beta is taken over all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import sparse

from optimize.coverage.placing.covered.cuts import Cuts
from optimize.coverage.placing.covered.problem import Core
from optimize.solve import LinearModel, solve_mip
from quarterhour.arrays import Floats, Ints
from quarterhour.result import Limits

STAGE = "coverage.most_covered"
BUCKETS = 4
"""Needs of cells are told apart in so many steps."""
TURNS, ADDED = 2, 40
"""How often broken subsets are added, and how many at most."""
BROKEN = 1e-3
"""Cuts broken by less than this part of a mean cell's residents are not worth a row."""
SPARE = 0.01
"""By how much less the needs of cells count."""
SAFETY = 1e-9
"""Share of all a_c by which beta is raised, far beyond what sums of floats may lose."""


@dataclass(frozen=True, eq=False)
class _Around:
    """Cells around some sites: those of the core, the kind of each, and of each kind what `_best` asks for."""

    cells: Ints
    kind: Ints
    sites: Ints
    """Of each kind the sites that reach it, a bit each."""
    worth: Floats
    need: Floats


def local_cut(core: Core, sites: Ints, opened: Floats, reached: Floats, limits: Limits) -> Cuts | None:
    """A cut on what `sites` reach together that the relaxation's `opened` and `reached` break, if one is found."""
    mean = float(core.weights.mean())
    around = _around(core, sites, opened, reached)
    if len(around.need) < 3:
        return None
    subsets = _subsets(len(sites))
    found = _best(around, subsets, opened[sites], mean, limits)
    if found is None:
        return None
    each, price = found
    share = each[around.kind] * core.weights[around.cells] / around.worth[around.kind]
    most = float((_reach(around, each, subsets) - subsets @ price).max()) + SAFETY * float(share.sum())
    entry = _prices_of_sites(core, around, share, price)
    if share @ reached[around.cells] - entry @ opened - most < BROKEN:
        return None
    used = np.flatnonzero(share)
    place = (np.zeros(len(used), int), around.cells[used])
    cells = sparse.csr_array((share[used], place), shape=(1, len(core.weights)))
    return Cuts(cells, sparse.csr_array(entry[None, :]), np.array([most]))


def _around(core: Core, sites: Ints, opened: Floats, reached: Floats) -> _Around:
    """Cells that two of the sites reach or more, and that need some of them."""
    own = sparse.csr_array(core.cells[:, sites])
    touched = np.flatnonzero(np.diff(own.indptr) >= 2)
    reaches = own[touched].toarray() > 0
    need = reached[touched] - (core.cells[touched] @ opened - reaches @ opened[sites])
    some = need > 1e-6
    touched, reaches, need = touched[some], reaches[some], need[some]
    steps = np.minimum((need * BUCKETS).astype(int), BUCKETS - 1)
    bits = reaches @ (1 << np.arange(len(sites)))
    marks = bits * BUCKETS + steps
    _, first, kind = np.unique(marks, return_index=True, return_inverse=True)
    weights = np.maximum(core.weights[touched], 1e-9 * float(core.weights.mean()))
    worth: Floats = np.bincount(kind, weights).astype(float)
    average = np.bincount(kind, weights * need) / np.maximum(worth, 1e-300)
    return _Around(touched.astype(np.int64), kind.astype(np.int64), bits[first], worth, average)


def _best(
    around: _Around, subsets: Floats, opened: Floats, mean: float, limits: Limits
) -> tuple[Floats, Floats] | None:
    """a of each kind of cells and b of each site, in mean cells' residents; None where no cut is broken."""
    kinds, sites = len(around.sites), len(opened)
    upper, size = around.worth / mean, subsets.sum(axis=1)
    asked = np.flatnonzero(size <= np.ceil(opened.sum()))
    for turn in range(TURNS):
        covered = (asked[:, None] & around.sites) != 0
        rows = np.hstack([covered, -subsets[asked], -np.ones((len(asked), 1))])
        model = LinearModel(
            cost=np.concatenate([around.need - SPARE, -opened, [-1.0]]),
            lower=np.zeros(kinds + sites + 1),
            upper=np.concatenate([upper, np.full(sites, upper.sum()), [np.inf]]),
            integer=np.zeros(kinds + sites + 1, dtype=bool),
            least=np.full(len(asked), -np.inf),
            most=np.zeros(len(asked)),
            matrix=sparse.csr_array(rows),
            maximise=True,
        )
        answer = solve_mip(model, stage=STAGE, limits=limits, solver="glop")
        broken = answer.proof.objective
        if broken is None or broken < BROKEN:
            return None
        each, price = np.clip(answer.values[:kinds], 0.0, upper), np.maximum(answer.values[kinds:-1], 0.0)
        over = _reach(around, each, subsets) - subsets @ price - answer.values[-1]
        worst = np.argsort(-over, kind="stable")[:ADDED]
        worst = worst[over[worst] > 1e-3 * broken]
        if not len(worst) or turn == TURNS - 1:
            break
        asked = np.union1d(asked, worst)
    return each, price


def _reach(around: _Around, each: Floats, subsets: Floats) -> Floats:
    """What `each` of the kinds that a subset reaches comes to, for all subsets.

    A subset reaches all but what lies within its complement: sums over subsets, one site after the other.
    """
    within = np.bincount(around.sites, each, minlength=len(subsets))
    for site in range(subsets.shape[1]):
        halves = within.reshape(-1, 2, 1 << site)
        halves[:, 1] += halves[:, 0]
    reach: Floats = within[-1] - within[::-1]
    return reach


def _prices_of_sites(core: Core, around: _Around, share: Floats, price: Floats) -> Floats:
    """g of every site: the least of counting by itself and of counting as one of the sites of the cut."""
    cells = core.cells[around.cells].T
    alone = cells @ share
    beyond = (around.sites[around.kind, None] >> np.arange(len(price)) & 1) == 0
    beside = cells @ (share[:, None] * beyond) + price
    entry: Floats = np.minimum(alone, beside.min(axis=1))
    return entry


@cache
def _subsets(count: int) -> Floats:
    """All subsets of `count` sites: subsets x sites, 0 or 1."""
    table: Floats = ((np.arange(2**count)[:, None] >> np.arange(count)) & 1).astype(float)
    return table
