"""Which subsets of a group's sites a search for its cut begins with: those that bound the last cut around there.

From round to round groups change little, and so do the subsets that decide how far a cut may go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimize.coverage.placing.covered.group import Group
from quarterhour.arrays import Ints


@dataclass(frozen=True, eq=False)
class Tight:
    """Sites of a cut, and the subsets of them, a bit each, that reach as much as it allows."""

    sites: Ints
    subsets: Ints


def begun(every: list[Group], before: Sequence[Tight]) -> list[Group]:
    """The groups with the tight subsets of the cut before that has most of their sites, as far as these go."""
    if not before or not every:
        return every
    last = max(int(sites[-1]) for sites in [*(group.sites for group in every), *(tight.sites for tight in before)])
    member = np.zeros((len(before), last + 1), dtype=bool)
    for row, tight in zip(member, before, strict=True):
        row[tight.sites] = True
    return [_begun(group, before[int(member[:, group.sites].sum(axis=1).argmax())]) for group in every]


def _begun(group: Group, alike: Tight) -> Group:
    place = np.searchsorted(group.sites, alike.sites)
    held = np.flatnonzero(np.isin(alike.sites, group.sites, assume_unique=True))
    taken = (alike.subsets[:, None] >> held) & 1
    return replace(group, begin=np.unique((taken << place[held]).sum(axis=1)))
