"""Erlang C: waiting in M/M/c, where everybody waits until served."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optimize.queueing.erlang_b import checked, erlang_b
from quarterhour.arrays import Floats


def erlang_c(load: npt.ArrayLike, servers: npt.ArrayLike, blocking: npt.ArrayLike | None = None) -> Floats:
    """Probability of waiting, C = c B / (c - a (1 - B)); 1 where the servers cannot keep up (a >= c).

    Parameters
    ----------
    load, servers
        As for `erlang_b`; without servers everybody waits.
    blocking
        Erlang B of the same cells, where it is known already.
    """
    loads, counts = checked(load, servers)
    b = erlang_b(loads, counts) if blocking is None else np.asarray(blocking, dtype=np.float64)
    keeps_up = loads < counts
    spare = np.where(keeps_up, counts - loads * (1.0 - b), 1.0)
    return np.where(keeps_up, counts * b / spare, 1.0)
