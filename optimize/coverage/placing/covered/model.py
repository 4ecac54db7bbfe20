"""Maximum coverage as a mixed-integer model over cells.

Sets      cells c with residents w_c and cover sets N(c); sites j; p sites.
Variables y_j in {0, 1}: site j stands;  0 <= z_c <= 1: cell c is reached.
Objective max sum_c w_c z_c, residents.
Subject   z_c <= sum over j in N(c) of y_j;  sum_j y_j <= p;  cuts (`cuts`) where given.
Source    Church and ReVelle, Papers of the Regional Science Association 32 (1974).
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimize.coverage.placing.covered.cuts import Cuts
from optimize.solve import LinearModel
from quarterhour.arrays import Floats


def model(cells: sparse.csr_array, weights: Floats, number: int, cuts: Cuts | None = None) -> LinearModel:
    """Columns are sites, then cells; rows are cells, the number of sites, cuts."""
    count, sites = cells.shape
    cuts = cuts or Cuts.none(cells)
    rows = [
        sparse.hstack([cells, -sparse.eye_array(count)]),
        sparse.csr_array((np.ones(sites), (np.zeros(sites, int), np.arange(sites))), shape=(1, sites + count)),
        cuts.rows,
    ]
    return LinearModel(
        cost=np.concatenate([np.zeros(sites), weights]),
        lower=np.zeros(sites + count),
        upper=np.ones(sites + count),
        integer=np.arange(sites + count) < sites,
        least=np.concatenate([np.zeros(count), np.full(1 + len(cuts.most), -np.inf)]),
        most=np.concatenate([np.full(count, np.inf), [float(number)], cuts.most]),
        matrix=sparse.csr_array(sparse.vstack(rows)),
        maximise=True,
    )
