"""What a plain calculator answers: Erlang C interval by interval, as if each lasted for ever.

This is what pyworkforce computes (`ErlangC.required_positions` without shrinkage): exponential handling, nobody
leaves, one interval knows nothing of the one before. A promise of a mean wait is answered in the same way.
"""

from __future__ import annotations

import numpy as np

from benchmarks.staffing.services import Service
from benchmarks.staffing.spells import Spells
from optimize.queueing import Line, Promise, least_servers
from quarterhour.arrays import Ints


def required(spells: Spells, service: Service) -> Ints:
    """People by spell and slot; one at least while open."""
    rate = (spells.rate / spells.grain).ravel()
    size = len(rate)
    line = Line(rate, np.full(size, service.handling), np.ones(size), np.full(size, np.inf))
    if service.promise == "mean_wait":
        promise = Promise(np.full(size, service.minutes))
    else:
        promise = Promise(np.full(size, np.inf), ((service.minutes, np.full(size, service.share)),))
    least = least_servers(line, promise).reshape(spells.rate.shape)
    people: Ints = np.where(spells.open, np.maximum(least, 1), 0)
    return people
