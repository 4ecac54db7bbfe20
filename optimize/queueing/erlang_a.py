"""Erlang A: waiting and leaving in M/M/c+M, where patience is exponential."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc

from optimize.queueing.erlang_b import checked, erlang_b
from quarterhour.arrays import Floats

_NEGLIGIBLE = 40.0
"""Terms below e^-40 of the first change no digit of a double."""


def erlang_a(
    load: npt.ArrayLike,
    servers: npt.ArrayLike,
    patience: npt.ArrayLike,
    blocking: npt.ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Probability of waiting, and share of all arrivals that leave unserved.

    With x = c p, y = a p (p: mean patience in handling times) and P the regularised lower incomplete gamma
    function, q = P(x+1, y) / P(x, y) gives

        P(wait) = B / (B + (1 - B)(1 - q)),    P(leave | wait) = 1 - q c / a.

    This is Garnett, Mandelbaum and Reiman (2002) with A(x, y) = 1 / (1 - q). The mean wait of all arrivals,
    served or not, is P(leave) x mean patience.

    Parameters
    ----------
    load, servers, blocking
        As for `erlang_c`.
    patience
        Mean patience in units of the mean handling time, above 0 and finite.
    """
    loads, counts = checked(load, servers)
    b = erlang_b(loads, counts) if blocking is None else np.asarray(blocking, dtype=np.float64)
    loads, counts, b, p = np.broadcast_arrays(loads, counts, b, np.asarray(patience, dtype=np.float64))
    served = served_later(loads, counts, p, 0.0)
    q = np.clip(np.where(counts > 0, served * loads / np.maximum(counts, 1), 0.0), 0.0, 1.0)
    waiting = np.where(counts > 0, b / np.where(b > 0, b + (1.0 - b) * (1.0 - q), 1.0), 1.0)
    return waiting, waiting * (1.0 - served)


def served_later(
    load: npt.ArrayLike, servers: npt.ArrayLike, patience: npt.ArrayLike, time: npt.ArrayLike
) -> Floats:
    """Of those who have to wait, the share served after more than `time` (in handling times).

    P(x+1, y e^(-time/p)) / (P(x, y) a/c): integrate the density of the offered wait, which is proportional
    to exp(y (1 - e^(-t/p)) - c t), over those still there (Zeltyn and Mandelbaum 2005). Where P underflows,
    which needs a < c, the series of Kummer's function takes its place.
    """
    loads, counts = checked(load, servers)
    a, c, p, t = np.broadcast_arrays(
        loads, counts, np.asarray(patience, dtype=np.float64), np.asarray(time, dtype=np.float64)
    )
    busy = (a > 0) & (c > 0)
    share = np.where(c > 0, 1.0, 0.0)
    share[~busy & (t > 0)] = 0.0
    a, c, p, t = a[busy], c[busy], p[busy], t[busy]
    x, y = c * p, a * p
    later = y * np.exp(-t / p)
    below, whole = gammainc(x + 1.0, later), gammainc(x, y)
    tiny = (whole < 1e-250) & (a < c)
    answer = np.empty_like(x)
    answer[~tiny] = below[~tiny] / whole[~tiny] * (c / a)[~tiny]
    if tiny.any():
        rest = y[tiny] * -np.expm1(-t[tiny] / p[tiny]) - c[tiny] * t[tiny]
        tail = np.exp(rest) * _queue_weight(x[tiny], later[tiny])
        answer[tiny] = tail / (1.0 + _queue_weight(x[tiny], y[tiny])) * (c / a)[tiny]
    share[busy] = np.clip(answer, 0.0, 1.0)
    return share


def _queue_weight(x: Floats, y: Floats) -> Floats:
    """Sum over j >= 1 of y^j / ((x+1) .. (x+j)) for y < x, summed from its small end."""
    ratio = float((y / x).max())
    terms = 1 if ratio == 0 else int(min(_NEGLIGIBLE / max(-np.log(ratio), 1e-12), 9 * np.sqrt(x.max()))) + 2
    total = np.zeros_like(x)
    for j in range(terms, 0, -1):
        total = y / (x + j) * (1.0 + total)
    return total
