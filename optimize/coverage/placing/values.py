"""What the placement engines share: which sites must stand or may not, and what an answer says."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.result import Proof, Status

CLOSED = 1e-6
"""Relative difference at which objective and bound count as equal."""


class TooManyMustKeepError(ValueError):
    """More sites must be kept than may stand."""


class NoSiteError(ValueError):
    """No site may stand."""


@dataclass(frozen=True, eq=False)
class Sites:
    """Which sites are part of every answer, and which of none.

    Attributes
    ----------
    must
        Existing sites that are kept, and required ones.
    forbidden
        Sites that never open: forbidden places and competitors.
    """

    must: Mask
    forbidden: Mask

    @classmethod
    def of(cls, count: int, must: Mask | None = None, forbidden: Mask | None = None) -> Self:
        """Masks over `count` sites; none where not given.

        Raises
        ------
        ValueError
            When a mask has another length, or a site must and may not stand.
        """
        none = np.zeros(count, dtype=bool)
        sites = cls(none if must is None else must, none if forbidden is None else forbidden)
        if len(sites.must) != count or len(sites.forbidden) != count:
            raise ValueError(f"{len(sites.must)} and {len(sites.forbidden)} marks for {count} sites.")
        both = np.flatnonzero(sites.must & sites.forbidden)
        if len(both):
            raise ValueError(
                f"sites {both.tolist()} must stand and may not.\nMaybe one of the two lists is older."
            )
        return sites

    @property
    def usable(self) -> Mask:
        """Sites that may stand."""
        return ~self.forbidden

    def check(self, number: int) -> None:
        """That `number` of sites can stand.

        Raises
        ------
        TooManyMustKeepError, NoSiteError
            When more must, or none may.
        """
        kept = int(self.must.sum())
        if kept > number:
            raise TooManyMustKeepError(
                f"{kept} sites must be kept and {number} may stand.\nMaybe allow {kept}, or release some."
            )
        if number < 1 or not self.usable.any():
            raise NoSiteError("No site may stand.\nMaybe allow at least one, or lift a prohibition.")


@dataclass(frozen=True, eq=False)
class Placement:
    """Sites that stand, and the proof.

    Attributes
    ----------
    stands
        Of each site.
    serves
        Of each demand the site that serves it; -1 where none does. Empty where a model does not say.
    proof
        In the units of the model's objective.
    missed
        Of each demand whether no site that may stand reaches it as asked: it is left out of what is asked for.
        Empty where a model asks for nobody.
    """

    stands: Mask
    serves: Ints
    proof: Proof
    missed: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))


def proven(objective: float, bound: float, step: float = 0.0, *, most: bool = False) -> tuple[float, Status]:
    """The bound as it may be told, and the status: optimal only where objective and bound agree.

    A bound is rounded to the next multiple of `step`, where every answer is one; what floats leave over beyond
    the objective is cut off.
    """
    sign = -1.0 if most else 1.0
    low, high = sign * bound, sign * objective
    if step > 0 and math.isfinite(low):
        low = step * math.ceil(low / step - CLOSED)
    agree = high - low <= CLOSED * max(1.0, abs(high))
    return sign * min(low, high), Status.OPTIMAL if agree else Status.FEASIBLE


def closed(objective: float, bound: float, step: float = 0.0, *, most: bool = False) -> bool:
    """Whether the bound proves the objective."""
    return proven(objective, bound, step, most=most)[1] is Status.OPTIMAL


def step_of(values: Floats) -> float:
    """The largest number of which all values are multiples; 0 where they are not whole."""
    known = values[np.isfinite(values)]
    whole = np.rint(known)
    if not len(known) or not (whole == known).all() or np.abs(whole).max() > 2**52:
        return 0.0
    return float(np.gcd.reduce(np.unique(whole.astype(np.int64))))
