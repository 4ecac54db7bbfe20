"""One seed for everything, split by name, so that no part's draws depend on another's order."""

from __future__ import annotations

import hashlib

import numpy as np

Name = str | int


def seed_for(seed: int, *names: Name) -> int:
    """A 31-bit seed for one named part, the same on every machine and in every process."""
    text = "\x1f".join([str(seed), *map(str, names)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1


def generator(seed: int, *names: Name) -> np.random.Generator:
    """A random generator for one named part (stage, outlet, replication)."""
    return np.random.default_rng(seed_for(seed, *names))
