"""What plain calculators answer: Erlang C interval by interval, as if each lasted for ever.

Exponential handling, nobody leaves, one interval knows nothing of the one before.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.peer_scripts import ask
from benchmarks.staffing.services import Service
from benchmarks.staffing.spells import Spells
from optimize.queueing import Line, Promise, least_servers
from quarterhour.arrays import Ints

SCRIPT = Path(__file__).with_name("peer_methods") / "pyworkforce_erlang.py"


def required(spells: Spells, service: Service) -> Ints:
    """Least people by our own formula, by spell and slot; one at least while open."""
    rate = (spells.rate / spells.grain).ravel()
    size = len(rate)
    line = Line(rate, np.full(size, service.handling), np.ones(size), np.full(size, np.inf))
    if service.promise == "mean_wait":
        promise = Promise(np.full(size, service.minutes))
    else:
        promise = Promise(np.full(size, np.inf), ((service.minutes, np.full(size, service.share)),))
    return _while_open(least_servers(line, promise), spells)


def pyworkforce(spells: Spells, service: Service) -> Ints | None:
    """People as pyworkforce says, at least one while open; None where it is not there or cannot be asked.

    It answers promised shares only, and begins its search at one more than the offered load, rounded.
    """
    if service.promise != "share_within":
        return None
    asked = {
        "rates": spells.rate.ravel().tolist(),
        "grain": spells.grain,
        "handling": service.handling,
        "minutes": service.minutes,
        "share": service.share,
    }
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "question.json").write_text(json.dumps(asked))
        said = ask(SCRIPT, Path(home))
    return None if said is None else _while_open(np.array(said["people"], dtype=np.int64), spells)


def _while_open(people: Ints, spells: Spells) -> Ints:
    answer: Ints = np.where(spells.open, np.maximum(people.reshape(spells.rate.shape), 1), 0)
    return answer
