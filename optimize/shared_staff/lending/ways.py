"""Ways by link and interval: when somebody has to set out to be at the post, and when he is home again.

Data       minutes[l,q] = min(walk[l], drive[l] pace[q]): the way of link l for those who set out in interval q
Results    leave[l,s]  the latest interval to set out in, so as to serve from interval s on (-1: none), since
                       minutes and hand-over are rounded up to whole intervals
           home[l,e]   the first interval in which who leaves the post at e serves at home again

Both rise with s and e even where a later start would be faster: who would overtake waits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.shared_staff.lending.values import LendingProblem
from quarterhour.arrays import Floats, Ints

SLACK = 1e-9
"""So that 30 minutes are two intervals of 15, whatever the digits of a product."""


@dataclass(frozen=True)
class Ways:
    """Arrays of shape (links, intervals + 1): `minutes` of the way, `leave` and `home` in intervals."""

    minutes: Floats
    leave: Ints
    home: Ints


def ways(problem: LendingProblem, links: pd.DataFrame) -> Ways:
    """The ways of `links`, rows in their order."""
    grain, count = problem.grain, len(problem.starts)
    pace = np.append(np.asarray(problem.pace, dtype=np.float64), problem.pace[-1:] or (1.0,))
    drive, walk = links["drive"].to_numpy(np.float64), links["walk"].to_numpy(np.float64)
    driven = np.outer(drive, pace)
    minutes = np.minimum(walk[:, None], driven)
    known = np.isfinite(minutes)
    out = np.where(known, minutes + problem.terms.handover, (count + 1) * grain)
    arrives = np.arange(count + 1) + np.ceil(out / grain - SLACK).astype(np.int64)
    leave = np.full(minutes.shape, -1, dtype=np.int64)
    for q in range(count):
        leave[np.arange(count + 1) >= arrives[:, q, None]] = q
    back = np.ceil(np.where(known, minutes, (count + 1) * grain) / grain - SLACK).astype(np.int64)
    home = np.maximum.accumulate(np.arange(count + 1) + back, axis=1)
    return Ways(minutes, leave, home)
