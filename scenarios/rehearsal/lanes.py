"""The stretches of presence as the kernels' windows: a lane a run of opening and replication."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.patterns import Patterns
from optimize.queueing.first_come import NEVER
from quarterhour.arrays import Floats, Ints, Mask
from scenarios.rehearsal.horizon import Runs
from scenarios.rehearsal.presence import Presence


@dataclass(frozen=True)
class Lanes:
    """Windows of shape (windows, people, runs x replications); lane = run x replications + replication.

    `pattern` is the row of the post in the pool's `Patterns`.
    """

    starts: Floats
    ends: Floats
    pattern: Ints


def lanes(presence: Presence, patterns: Patterns, serves: Mask, runs: Runs, replications: int) -> Lanes:
    """Everybody who serves customers at all, in the stretches of `presence`.

    A stretch belongs to every run it overlaps. Whoever is on duty at closing serves all who came before it.
    People stand in the order of how few services they take, then of their names, so that of several who are
    idle those with the least else to do are asked first.

    Parameters
    ----------
    serves
        Which patterns take any of the customers.
    """
    row = patterns.row(presence.windows["post"])
    there = presence.there.take(serves[row[presence.there.window]])
    window, replication, start, end = there.window, there.replication, there.start, there.end
    first = np.searchsorted(runs.end, start, side="right")
    times = np.maximum(np.searchsorted(runs.begin, end, side="left") - first, 0)
    which = np.repeat(np.arange(len(start)), times)
    run = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
    names = presence.windows["employee"].to_numpy(str)
    person = np.unique(names, return_inverse=True)[1][window[which]] if len(which) else np.empty(0, np.int64)
    seat = _seats(run, person, patterns.reserve[row[window[which]]])
    lane = run * replications + replication[which]
    order = np.lexsort((start[which], seat, lane))
    which, run, seat, lane = which[order], run[order], seat[order], lane[order]
    nth = _place_in_group(lane, seat)
    shape = (int(nth.max(initial=0)) + 1, int(seat.max(initial=0)) + 1, len(runs.begin) * replications)
    starts, ends, pattern = np.full(shape, NEVER), np.full(shape, -NEVER), np.zeros(shape, dtype=np.int64)
    at = nth, seat, lane
    starts[at] = start[which]
    ends[at] = np.where(end[which] >= runs.end[run], np.inf, end[which])
    pattern[at] = row[window[which]]
    return Lanes(starts, ends, pattern)


def _seats(run: Ints, person: Ints, reserve: Ints) -> Ints:
    """Number of each person in the run, over all replications, by least reserve there and name."""
    table = pd.DataFrame({"run": run, "person": person, "reserve": reserve})
    people = table.groupby(["run", "person"], as_index=False).agg(reserve=("reserve", "min"))
    people = people.sort_values(["run", "reserve", "person"])
    people["seat"] = people.groupby("run").cumcount()
    seat: Ints = table.merge(people[["run", "person", "seat"]], on=["run", "person"])["seat"].to_numpy(np.int64)
    return seat


def _place_in_group(lane: Ints, seat: Ints) -> Ints:
    """Number of each row among those of its lane and seat, which stand together."""
    index = np.arange(len(lane))
    if not len(lane):
        return index
    begins = np.append(True, (lane[1:] != lane[:-1]) | (seat[1:] != seat[:-1]))
    place: Ints = index - np.maximum.accumulate(np.where(begins, index, 0))
    return place
