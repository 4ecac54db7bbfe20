"""Demand and sites in one plane: who is within a radius, counted in two ways; and what all sets share."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.spatial import cKDTree

from benchmarks.frame import Options
from quarterhour.result import Limits

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Plane:
    """Demand points with weights and sites, as coordinates in one plane."""

    demand: Array
    weights: Array
    sites: Array


def folder(data: Path, name: str) -> Path:
    return data / name if (data / name).is_dir() else data / "location" / name


def limits(options: Options) -> Limits:
    return Limits(seconds=options.seconds, seed=options.seed, workers=options.workers)


def cpu_seconds() -> float:
    """CPU seconds of this process and of those that it had beside it and ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def megabytes() -> int:
    """The most memory that this process had, and the largest of those beside it."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(who).ru_maxrss // 1024 for who in both)


def cover(plane: Plane, radius: float) -> sparse.csr_array:
    found = cKDTree(plane.demand).query_ball_point(plane.sites, radius, return_sorted=False)
    pairs = [np.asarray(some, dtype=np.intp) for some in np.atleast_1d(found)]
    site = np.repeat(np.arange(len(pairs)), [len(some) for some in pairs])
    demand = np.concatenate(pairs)
    return sparse.csr_array((np.ones(len(site)), (demand, site)), shape=(len(plane.demand), len(plane.sites)))


def recount(plane: Plane, radius: float, chosen: npt.NDArray[np.bool_]) -> float:
    """Weight within the radius of a chosen site, by nearest distances instead of the cover matrix."""
    distance, _ = cKDTree(plane.sites[chosen]).query(plane.demand)
    return float(plane.weights[distance <= radius].sum())
