"""Which points reach which zones, as arrays: the labelled problem once, for all coverage models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from optimize.coverage.values import CoverageProblem
from quarterhour.arrays import Mask
from quarterhour.labels import LabelError, require_columns, require_unique

Array = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

HORIZON_MINUTES = 60.0
"""Pairs further apart than this (or than the largest circle) are not in the problem: out of reach."""


@dataclass(frozen=True, eq=False)
class Reach:
    """Zones, points and the pairs between them.

    Attributes
    ----------
    zone, point, minutes
        One entry a known pair: positions in `zones` and `points`, and the minutes towards the point.
    within
        Whether the pair lies in the zone's circle.
    """

    zones: pd.DataFrame
    points: pd.DataFrame
    zone: Positions
    point: Positions
    minutes: Array
    within: Mask

    @classmethod
    def of(cls, problem: CoverageProblem) -> Reach:
        """The problem's pairs by position; an unknown label raises `LabelError`."""
        require_columns(problem.minutes, ["zone", "point", "minutes"], "minutes")
        require_unique(problem.minutes, ["zone", "point"], "minutes")
        zones, points = problem.zones.reset_index(drop=True), problem.points.reset_index(drop=True)
        zone = _position(zones["zone"], problem.minutes["zone"], "zones")
        point = _position(points["point"], problem.minutes["point"], "points")
        minutes = problem.minutes["minutes"].to_numpy(dtype=float)
        within = minutes <= zones["circle_minutes"].to_numpy(dtype=float)[zone]
        return cls(zones, points, zone, point, minutes, within)

    @property
    def residents(self) -> Array:
        """Residents of each zone."""
        return self.zones["residents"].to_numpy(dtype=float)

    @property
    def horizon(self) -> float:
        """Minutes beyond which no pair is known."""
        return float(np.max(self.zones["circle_minutes"].to_numpy(dtype=float), initial=HORIZON_MINUTES))

    def role(self, *roles: str) -> Mask:
        """Which points play one of `roles`."""
        chosen: Mask = self.points["role"].isin(roles).to_numpy(dtype=bool)
        return chosen

    def cover(self) -> sparse.csr_array:
        """zones x points, 1 where the point lies in the zone's circle."""
        pairs = (self.zone[self.within], self.point[self.within])
        return sparse.csr_array((np.ones(len(pairs[0])), pairs), shape=(len(self.zones), len(self.points)))

    def covered(self, standing: Mask) -> Mask:
        """Which zones have one of the `standing` points in their circle."""
        found = np.zeros(len(self.zones), dtype=bool)
        found[self.zone[self.within & standing[self.point]]] = True
        return found

    def nearest(self, standing: Mask) -> Array:
        """Minutes from each zone to its nearest `standing` point; infinite where none is in reach."""
        least = np.full(len(self.zones), np.inf)
        pairs = standing[self.point]
        np.minimum.at(least, self.zone[pairs], self.minutes[pairs])
        return least

    def only(self, existing: Mask) -> Array:
        """For each point, the residents in its circle whom no (other) existing point covers."""
        counted = self.within & existing[self.point]
        how_many = np.bincount(self.zone[counted], minlength=len(self.zones))
        others = how_many[self.zone] - existing[self.point]
        alone = self.within & (others == 0)
        weights = self.residents[self.zone[alone]]
        return np.bincount(self.point[alone], weights=weights, minlength=len(self.points)).astype(float)


def _position(labels: pd.Series, wanted: pd.Series, what: str) -> Positions:
    index = pd.Index(labels)
    if not index.is_unique:
        raise LabelError(f"{what}: {index[index.duplicated()][0]} stands twice.")
    found: Positions = index.get_indexer(pd.Index(wanted))
    if (found < 0).any():
        raise LabelError(f"{what}: no entry for {wanted.iloc[int(np.argmax(found < 0))]}.")
    return found
