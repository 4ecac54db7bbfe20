"""What is kept of a rehearsal, so that the next one of the same customers plays only what is different."""

from __future__ import annotations

from dataclasses import dataclass, replace

from optimize.queueing.known_lanes import KnownLanes
from quarterhour.cache import Cache
from scenarios.rehearsal.cast import Scene
from scenarios.rehearsal.stage import Told, play_outlet

LARGE = 200_000
"""Customers of an outlet in all replications from which on its lanes are kept: others are played as soon."""


@dataclass(frozen=True)
class Kept:
    """Where the lanes of an outlet are kept, and whether they are to be where there are none yet.

    The key is that of the scene without its people, so that another roster finds them.
    """

    cache: Cache
    key: str
    keeps: bool

    @classmethod
    def of(cls, scene: Scene, replications: int, seed: int, cache: Cache | None, *, keeps: bool) -> Kept | None:
        """None without a cache, and for outlets that are not large."""
        customers = scene.counts.sum() / max(len(scene.counts), 1) * replications
        if cache is None or customers < LARGE:
            return None
        empty = replace(scene, windows=scene.windows.head(0), standby=scene.standby.head(0))
        return cls(cache, cache.key("lanes", empty, replications, seed), keeps)


def play_kept(scene: Scene, replications: int, seed: int, kept: Kept | None) -> Told:
    """Play one outlet, without the lanes that are known from before."""
    if kept is None:
        return play_outlet(scene, replications, seed)
    known: KnownLanes | None = kept.cache.get(kept.key)
    if known is not None:
        return play_outlet(scene, replications, seed, known)
    known = KnownLanes()
    told = play_outlet(scene, replications, seed, known)
    if kept.keeps:
        kept.cache.put(kept.key, known)
    return told
