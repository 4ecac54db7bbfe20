"""San Francisco, 205 tracts x 16 stores: maximum coverage and set cover."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import sparse

from benchmarks.frame import Line, Options, ours
from benchmarks.location.plane import folder, limits
from optimize.coverage.least_set import least_set
from optimize.coverage.most_residents import most_residents


def spopt_sf(options: Options) -> Iterator[Line]:
    """The demonstration data of spopt, 5 km on the network: four stores for most, fewest stores for all."""
    where = folder(options.data, "spopt_sf")
    if not where.is_dir():
        return
    table = pd.read_csv(where / "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    distance = table.pivot_table(index="DestinationName", columns="name", values="distance")
    weights = table.groupby("DestinationName")["demand"].first().reindex(distance.index).to_numpy(dtype=float)
    near = distance.to_numpy() <= 5000.0
    cover, sites = sparse.csr_array(near.astype(float)), near.shape[1]
    nobody, everybody = np.zeros(sites, dtype=bool), np.ones(sites, dtype=bool)
    if options.wants("mclp-p4"):
        opened, proof = most_residents(
            cover, weights, np.ones(sites), 4.0, nobody, everybody, limits=limits(options)
        )
        again = float(weights[near[:, opened].any(axis=1)].sum())
        # Brute force over all 1,820 sets of four.
        yield Line("spopt_sf", "mclp-p4", ours(proof, checked=again == proof.objective), 875_247.0)
    if options.wants("lscp"):
        chosen, proof = least_set(cover, nobody, nobody, limits=limits(options))
        covered = (near[:, chosen].any(axis=1) == near.any(axis=1)).all()
        checked = bool(covered and chosen.sum() == proof.objective)
        yield Line("spopt_sf", "lscp", ours(proof, checked=checked), 8.0)
