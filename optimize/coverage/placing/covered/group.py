"""Neighbouring sites that a cut looks at together, and those that are nearly one of them.

Around each site that a relaxation opens in part are those that share most residents with it, each counted as far
as it is opened. Where many sites reach nearly the same, what is opened of them counts as of one: a few sites stand
for all around them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy import sparse

from optimize.coverage.placing.covered.problem import Core
from quarterhour.arrays import Floats, Ints

PARTLY = 0.02
"""Sites opened by less than this, or by all but this, are open or not."""
ALIKE = 0.85
"""A site of whose residents another one reaches this part counts as that one."""
LEAST = 3
"""Of two sites the relaxation itself knows what they reach together."""
MOST = 48
"""Sites of a group at most."""
LARGE = 16
"""A group has as many sites without a group around them, those nearest to its middle, as it has beyond so many."""


class Wide(NamedTuple):
    """How far groups go: so many sites, or more of them until as much is opened together."""

    sites: int
    opened: float


@dataclass(frozen=True, eq=False)
class Group:
    """Sites of a cut.

    Attributes
    ----------
    sites
        In ascending order.
    others, alike
        Further sites, and of each the place in `sites` of the one that it counts as.
    begin
        Subsets of `sites`, a bit each, with which the search for a cut begins (`begin`), beside others.
    """

    sites: Ints
    others: Ints
    alike: Ints
    begin: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))


def opened_in_part(opened: Floats) -> Ints:
    """Sites that a relaxation neither opens nor closes."""
    return np.flatnonzero((opened > PARTLY) & (opened < 1.0 - PARTLY)).astype(np.int64)


def groups(core: Core, opened: Floats, wide: Wide) -> list[Group]:
    """Sites around each site opened in part; each set of them once.

    Where groups are large, none is around a site that is among the nearest ones of a group before.
    """
    partly = opened_in_part(opened)
    own = sparse.csr_array(core.cells[:, partly])
    shared = (own.T @ sparse.diags_array(core.weights) @ own).toarray()
    part = shared / np.maximum(np.diagonal(shared), np.finfo(float).tiny)[:, None]
    ranked = shared * opened[partly]
    np.fill_diagonal(ranked, np.inf)
    found: dict[tuple[int, ...], Group] = {}
    within = np.zeros(len(partly), dtype=bool)
    for place, row in enumerate(ranked):
        if within[place]:
            continue
        nearest = np.argsort(-row, kind="stable")[:MOST]
        nearest = nearest[row[nearest] > 0]
        together = int(np.searchsorted(np.cumsum(opened[partly[nearest]]), wide.opened)) + 1
        nearest = nearest[: max(wide.sites, together)]
        within[nearest[: max(0, len(nearest) - LARGE)]] = True
        chosen = np.sort(nearest)
        if len(chosen) >= LEAST and tuple(chosen) not in found:
            found[tuple(chosen)] = _with_alike(partly, chosen.astype(np.int64), part)
    return list(found.values())


def _with_alike(partly: Ints, chosen: Ints, part: Floats) -> Group:
    most = part[:, chosen].argmax(axis=1)
    counts = part[np.arange(len(partly)), chosen[most]] >= ALIKE
    counts[chosen] = False
    return Group(partly[chosen], partly[counts], most[counts].astype(np.int64))
