"""Erlang B: the share of arrivals that find all servers busy when nobody waits (M/M/c/c)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from quarterhour.arrays import Floats, Ints


def erlang_b(load: npt.ArrayLike, servers: npt.ArrayLike) -> Floats:
    """Blocking probability, by the recursion B(k) = a B(k-1) / (k + a B(k-1)), B(0) = 1.

    The recursion only adds and multiplies positive numbers, so it loses no digits at any size. Cells are
    taken in order of their servers: step k touches only those that have k or more.

    Parameters
    ----------
    load
        Offered load a in erlangs (arrival rate x mean handling time), at least 0.
    servers
        Number of servers c, whole, at least 0. Broadcast with `load`.

    Raises
    ------
    ValueError
        When a load is negative or not a number, or servers are negative or not whole.
    """
    loads, counts = checked(load, servers)
    order = np.argsort(-counts, axis=None, kind="stable")
    a, c = loads.ravel()[order], counts.ravel()[order]
    most = int(c[0]) if c.size else 0
    reaching = np.searchsorted(-c, -np.arange(1, most + 1), side="right")
    blocking = np.ones_like(a)
    for k, cells in enumerate(reaching, start=1):
        carried = a[:cells] * blocking[:cells]
        blocking[:cells] = carried / (k + carried)
    answer = np.empty_like(blocking)
    answer[order] = blocking
    return answer.reshape(loads.shape)


def checked(load: npt.ArrayLike, servers: npt.ArrayLike) -> tuple[Floats, Ints]:
    """Loads and servers as arrays of one shape.

    Raises
    ------
    ValueError
        As for `erlang_b`.
    """
    loads, raw = np.broadcast_arrays(np.asarray(load, dtype=np.float64), np.asarray(servers))
    if not (loads >= 0).all():
        raise ValueError(
            f"load is {loads.min()}.\nMaybe an arrival rate or a handling time is negative or missing."
        )
    counts = raw.astype(np.int64)
    if (counts != raw).any() or (counts < 0).any():
        raise ValueError("servers are not whole numbers of at least 0.")
    return loads, counts
