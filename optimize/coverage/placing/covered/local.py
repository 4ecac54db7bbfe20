"""Where the relaxation reaches more around some sites than any way to open them does: one cut at a time.

Given y and z of a relaxation, z_c less the y of c's other sites must come from the sites S (`around`): cell c
needs n_c of them. A cut (`cuts`) is looked for that is broken by the most: max sum a_c n_c - sum b_j y_j - beta,
subject to beta >= sum of a_c over the cells of T - sum of b_j over T for all subsets T of S, 0 <= a_c <= w_c,
b_j >= 0; n_c counts a little less, for of the many cuts that are broken by as much those on few cells close more
of the gap. Cells with the same sites in S and about the same need are one; y of a site that is nearly j counts as
j's, as far as j reaches the same. The program begins with small subsets and those of a cut before
around there; the others come where they are broken, until beta holds for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import sparse

from optimize.coverage.placing.covered.around import Around
from optimize.coverage.placing.covered.begin import Tight
from optimize.coverage.placing.covered.cuts import Cuts
from optimize.coverage.placing.covered.group import LEAST, Group
from optimize.coverage.placing.covered.problem import Core
from optimize.row_by_row import RowByRow
from optimize.solve import LinearModel
from quarterhour.arrays import Floats, Ints
from quarterhour.result import Limits

SMALL = 2
"""Subsets of so many sites are rows from the beginning."""
TURNS, ADDED = 40, 20
"""How often broken subsets are added, and how many at most."""
ENOUGH = 0.01
"""Subsets broken by less than this part of what the cut is broken by raise beta instead."""
BROKEN = 1e-3
"""Cuts broken by less than this part of a mean cell's residents are not worth a row."""
SPARE = 0.01
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
    each, price = found
    share = each[around.kind] * core.weights[around.cells] / around.worth[around.kind]
    beyond = _beyond(around, each, price)
    tight = np.flatnonzero(beyond >= beyond.max() - TIGHT * max(1.0, float(beyond.max())))
    most = float(beyond.max()) + SAFETY * float(share.sum())
    entry = _prices_of_sites(core, around, share, price)
    if share @ reached[around.cells] - entry @ opened - most < BROKEN:
        return None
    used = np.flatnonzero(share)
    place = (np.zeros(len(used), int), around.cells[used])
    cells = sparse.csr_array((share[used], place), shape=(1, len(core.weights)))
    cut = Cuts(cells, sparse.csr_array(entry[None, :]), np.array([most]))
    return Local(cut, Tight(group.sites, tight.astype(np.int64)))


def _best(around: Around, begin: Ints, mean: float, limits: Limits) -> tuple[Floats, Floats] | None:
    """a of each kind of cells and b of each site, in mean cells' residents; None where no cut is broken."""
    kinds, sites = len(around.sites), len(around.opened)
    upper, rows = around.worth / mean, _rows(around, np.union1d(_small(sites), begin))
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
    for _ in range(TURNS):
        answer = program.solve()
        if answer is None or answer[0] < BROKEN:
            return None
        broken, values = answer
        each, price = np.clip(values[:kinds], 0.0, upper), np.maximum(values[kinds:-1], 0.0)
        over = _beyond(around, each, price) - values[-1]
        worst = np.argpartition(-over, ADDED)[:ADDED] if len(over) > ADDED else np.arange(len(over))
        worst = worst[over[worst] > ENOUGH * broken]
        if not len(worst):
            break
        program.add(_rows(around, worst), np.zeros(len(worst)))
    return each, price


def _rows(around: Around, subsets: Ints) -> sparse.csr_array:
    """What each subset reaches, less its sites, less beta: at most 0."""
    reaches = (subsets[:, None] & around.sites) != 0
    opens = (subsets[:, None] >> np.arange(len(around.opened))) & 1
    return sparse.csr_array(np.hstack([reaches, -opens.astype(float), -np.ones((len(subsets), 1))]))


def _beyond(around: Around, each: Floats, price: Floats) -> Floats:
    """What `each` of the kinds that a subset reaches comes to beyond the `price` of its sites, for all subsets.

    A subset reaches all but what lies within its complement, and costs all but that: sums over subsets, one site
    after the other.
    """
    within: Floats = np.bincount(around.sites, each, minlength=1 << len(price)).astype(float)
    within[1 << np.arange(len(price))] -= price
    low = len(price) // 2
    table = _summed(within.reshape(-1, 1 << low), len(price) - low)
    within = _summed(np.ascontiguousarray(table.T), low).T.ravel()
    beyond: Floats = within[-1] - within[::-1]
    return beyond


def _summed(table: Floats, sites: int) -> Floats:
    """Of each row, which stands for a subset of so many sites, the sum of the rows of its subsets."""
    for site in range(sites):
        halves = table.reshape(-1, 2, 1 << site, table.shape[1])
        halves[:, 1] += halves[:, 0]
    return table


def _prices_of_sites(core: Core, around: Around, share: Floats, price: Floats) -> Floats:
    """g of every site: the least of counting by itself and of counting as one of the sites of the cut."""
    cells = core.cells[around.cells].T
    alone = cells @ share
    beyond = (around.sites[around.kind, None] >> np.arange(len(price)) & 1) == 0
    beside = cells @ (share[:, None] * beyond) + price
    entry: Floats = np.minimum(alone, beside.min(axis=1))
    return entry


@cache
def _small(count: int) -> Ints:
    """The subsets of at most `SMALL` of `count` sites, a bit each."""
    one = 1 << np.arange(count)
    return np.unique(np.concatenate([[0], (one[:, None] | one).ravel()])).astype(np.int64)
