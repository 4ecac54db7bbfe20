"""Room for everybody in the circle: which sites to open besides, so that stations are not overfull.

One station looks after so many urban residents (5,000 by policy). The circle comes first: the residents
covered by maximum coverage are kept; among the plans that do, money decides.

Sets      cells c of all zones and their cover sets N(c); w_c residents, u_c urban residents; sites j standing
          (existing, required) or openable (candidates); k_j residents of capacity.
Variables y_j in {0, 1}: openable site j opens;  x_cj >= 0: urban residents of c assigned to j in N(c) (cells
          may be split);  0 <= z_c <= 1: cell c is covered.
Objective max sum_cj price * x_cj - sum_j (monthly_j + opening_j / 36) * y_j, money a month: what residents
          with a place are worth, less running and opening the new sites (spread over 36 months).
Subject   sum_j x_cj <= u_c;  sum_c x_cj <= k_j * y_j (y_j = 1 where standing);
          z_c <= sum over j in N(c) of y_j;  sum_c w_c z_c >= residents covered by maximum coverage;
          sum_j opening_j * y_j <= budget.
Source    Current and Storbeck, Environment and Planning B 15 (1988), with prices in the objective.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimize.coverage.cells import Cells, merge
from optimize.coverage.mip import Mip, best
from quarterhour.arrays import Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof

Array = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

SPREAD_MONTHS = 36.0
"""One-off money is compared with monthly money over three years, a usual lease."""


@dataclass(frozen=True, eq=False)
class Room:
    """What the capacity model reads.

    Attributes
    ----------
    cover
        zones x sites.
    residents, urban
        Of each zone: all, and those who count against capacity.
    capacity, monthly, opening
        Of each site: residents, money a month, one-off money.
    standing, openable
        Sites that stand anyway, and sites that may open.
    price
        Money a month of a resident without a place.
    budget
        One-off money, infinite for no limit.
    """

    cover: sparse.csr_array
    residents: Array
    urban: Array
    capacity: Array
    monthly: Array
    opening: Array
    standing: Mask
    openable: Mask
    price: float
    budget: float


def open_for_room(
    room: Room, kept: Mask, *, limits: Limits, progress: Progress | None = None
) -> tuple[Mask, Proof]:
    """Which openable sites to open so that no fewer are covered than by opening `kept`, at most value."""
    sites = np.flatnonzero(room.standing | (room.openable & (room.opening <= room.budget + 1e-9)))
    cells = merge(sparse.csr_array(room.cover[:, sites]), room.residents)
    inside = cells.of_zone >= 0
    urban = np.bincount(cells.of_zone[inside], weights=room.urban[inside], minlength=len(cells.weights))
    must = float(cells.weights @ ((cells.cover @ (room.standing | kept)[sites].astype(float)) > 0))
    mip, start, bound = _model(room, sites, cells, urban.astype(float), must, kept)
    values, proof = best(mip, start, bound, stage="coverage.capacity", limits=limits, progress=progress)
    opened = np.zeros(len(room.capacity), dtype=bool)
    opened[sites[values[: len(sites)] > 0.5]] = True
    return opened & ~room.standing, proof


def fill(cell: Positions, site: Positions, supply: Array, capacity: Array) -> Array:
    """Residents of each (cell, site) pair when pairs are filled in their order, as far as there is room."""
    left, room, taken = supply.copy(), capacity.copy(), np.zeros(len(cell))
    for pair, (c, j) in enumerate(zip(cell, site, strict=True)):
        taken[pair] = min(left[c], room[j])
        left[c] -= taken[pair]
        room[j] -= taken[pair]
    return taken


def _model(
    room: Room, sites: Positions, cells: Cells, urban: Array, must: float, kept: Mask
) -> tuple[Mip, Array, float]:
    """The model, a start that opens just `kept`, and a simple bound. Variables in order: y, x, z."""
    standing, capacity = room.standing[sites], room.capacity[sites]
    cost = np.where(standing, 0.0, room.monthly[sites] + room.opening[sites] / SPREAD_MONTHS)
    pairs = sparse.coo_array(cells.cover)
    cell, site = (side.astype(np.intp) for side in pairs.coords)
    n_sites, n_pairs, n_cells = len(sites), len(cell), len(cells.weights)
    one, pair = np.ones(n_pairs), np.arange(n_pairs)
    of_cell = sparse.csr_array((one, (cell, pair)), shape=(n_cells, n_pairs))
    of_site = sparse.csr_array((one, (site, pair)), shape=(n_sites, n_pairs))
    blocks: list[list[sparse.sparray | None]] = [
        [None, of_cell, None],
        [-sparse.diags_array(capacity), of_site, None],
        [cells.cover, None, -sparse.eye_array(n_cells)],
        [None, None, sparse.csr_array(cells.weights[None, :])],
        [sparse.csr_array(np.where(standing, 0.0, room.opening[sites])[None, :]), None, None],
    ]
    below, above = np.array([-np.inf]), np.array([np.inf])
    lower = [np.repeat(below, n_cells + n_sites), np.zeros(n_cells), np.array([must]), below]
    upper = [urban, np.zeros(n_sites), np.repeat(above, n_cells + 1), np.array([room.budget])]
    mip = Mip(
        objective=np.concatenate([-cost, np.full(n_pairs, room.price), np.zeros(n_cells)]),
        matrix=sparse.csr_array(sparse.block_array(blocks)),
        lower=np.concatenate(lower),
        upper=np.concatenate(upper),
        bottom=np.concatenate([standing.astype(float), np.zeros(n_pairs + n_cells)]),
        top=np.concatenate([np.ones(n_sites), urban[cell], np.ones(n_cells)]),
        integer=np.arange(n_sites + n_pairs + n_cells) < n_sites,
        maximise=True,
    )
    open_ = (standing | kept[sites]).astype(float)
    reached = ((cells.cover @ open_) > 0).astype(float)
    start = np.concatenate([open_, fill(cell, site, urban, capacity * open_), reached])
    return mip, start, room.price * float(urban.sum())
