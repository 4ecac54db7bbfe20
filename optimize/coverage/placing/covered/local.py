"""Where the relaxation reaches more around some sites than any way to open them does: one cut at a time.

Given y and z of a relaxation, z_c less the y of c's other sites must come from the sites S (`around`): cell c
needs n_c of them. A cut (`cuts`) is looked for that is broken by the most: max sum a_c n_c - sum b_j y_j - beta,
subject to beta >= sum of a_c over the cells of T - sum of b_j over T for all subsets T of S, 0 <= a_c <= w_c,
b_j >= 0; n_c counts a little less, for of the many cuts that are broken by as much those on few cells close more
of the gap. Cells with the same sites in S and about the same need are one; y of a site that is nearly j counts as
j's, as far as j reaches the same. The program begins with subsets that reach about as much as the relaxation
(`sweeps`) and those of a cut before around there; the others come where they are broken (`beyond`), until beta
holds for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimize.coverage.placing.covered.around import Around
from optimize.coverage.placing.covered.begin import Tight
from optimize.coverage.placing.covered.beyond import beyond
from optimize.coverage.placing.covered.cuts import Cuts
from optimize.coverage.placing.covered.group import LEAST, Group
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.sweeps import sweeps
from optimize.row_by_row import RowByRow
from optimize.solve import LinearModel
from quarterhour.arrays import Floats, Ints
from quarterhour.result import Limits

TURNS, ADDED = 40, 30
"""How often broken subsets are added, and how many at most."""
ENOUGH = 0.01
"""Subsets broken by less than this part of what the cut is broken by raise beta instead."""
BROKEN = 3e-3
"""Cuts broken by less than this part of a mean cell's residents are not worth a row."""
SPARE = 0.005
"""By how much less the needs of cells count."""
TIGHT = 1e-6
"""Subsets that reach less than beta by no more than this part of it decide it."""
SAFETY = 1e-9
"""Share of all a_c by which beta is raised, far beyond what sums of floats may lose."""


@dataclass(frozen=True, eq=False)
class Local:
    """A cut, and the subsets of its sites that keep it with nothing to spare."""

    cut: Cuts
    tight: Tight


def local_cut(core: Core, group: Group, opened: Floats, reached: Floats, limits: Limits) -> Local | None:
    """A cut on what a group reaches together that a relaxation's `opened` and `reached` break, if there is one."""
    around = Around.of(core, group, opened, reached)
    if len(around.need) < LEAST:
        return None
    found = _best(around, group.begin, float(core.weights.mean()), limits)
    if found is None:
        return None
    each, price, beta = found
    share = each[around.kind] * core.weights[around.cells] / around.worth[around.kind]
    reached_most = beyond(around, each, price, beta - TIGHT * max(1.0, beta), whole=True)
    if not reached_most.whole:
        return None
    largest = float(reached_most.values.max(initial=beta))
    tight = reached_most.subsets[reached_most.values >= largest - TIGHT * max(1.0, largest)]
    most = largest + SAFETY * float(share.sum())
    entry = _prices_of_sites(core, around, share, price)
    if share @ reached[around.cells] - entry @ opened - most < BROKEN:
        return None
    used = np.flatnonzero(share)
    place = (np.zeros(len(used), int), around.cells[used])
    cells = sparse.csr_array((share[used], place), shape=(1, len(core.weights)))
    cut = Cuts(cells, sparse.csr_array(entry[None, :]), np.array([most]))
    return Local(cut, Tight(group.sites, tight))


def _best(around: Around, begin: Ints, mean: float, limits: Limits) -> tuple[Floats, Floats, float] | None:
    """a of each kind of cells and b of each site, in mean cells' residents; None where no cut is broken."""
    kinds, sites = len(around.sites), len(around.opened)
    upper, rows = around.worth / mean, _rows(around, np.union1d(_first(around), begin))
    model = LinearModel(
        cost=np.concatenate([around.need - SPARE, -around.opened, [-1.0]]),
        lower=np.zeros(kinds + sites + 1),
        upper=np.concatenate([upper, np.full(sites, upper.sum()), [np.inf]]),
        integer=np.zeros(kinds + sites + 1, dtype=bool),
        least=np.full(rows.shape[0], -np.inf),
        most=np.zeros(rows.shape[0]),
        matrix=rows,
        maximise=True,
    )
    program, each, price = RowByRow(model, limits), np.zeros(kinds), np.zeros(sites)
    beta = 0.0
    for _ in range(TURNS):
        answer = program.solve()
        if answer is None or answer[0] < BROKEN:
            return None
        broken, values = answer
        each, price = np.clip(values[:kinds], 0.0, upper), np.maximum(values[kinds:-1], 0.0)
        beta = float(values[-1])
        over = beyond(around, each, price, beta + ENOUGH * broken)
        if not len(over.subsets):
            break
        worst = over.subsets[np.argsort(-over.values, kind="stable")[:ADDED]]
        program.add(_rows(around, worst), np.zeros(len(worst)))
    return each, price, beta


def _rows(around: Around, subsets: Ints) -> sparse.csr_array:
    """What each subset reaches, less its sites, less beta: at most 0."""
    reaches = (subsets[:, None] & around.sites) != 0
    opens = (subsets[:, None] >> np.arange(len(around.opened))) & 1
    return sparse.csr_array(np.hstack([reaches, -opens.astype(float), -np.ones((len(subsets), 1))]))


def _prices_of_sites(core: Core, around: Around, share: Floats, price: Floats) -> Floats:
    """g of every site: the least of counting by itself and of counting as one of the sites of the cut."""
    cells = core.cells[around.cells].T
    alone = cells @ share
    lacks = (around.sites[around.kind, None] >> np.arange(len(price)) & 1) == 0
    beside = cells @ (share[:, None] * lacks) + price
    entry: Floats = np.minimum(alone, beside.min(axis=1))
    return entry


def _first(around: Around) -> Ints:
    """The subsets of at most one site, and those that reach about as much as the relaxation."""
    single = np.append(0, 1 << np.arange(len(around.opened)))
    return np.concatenate([single, sweeps(around)]).astype(np.int64)
