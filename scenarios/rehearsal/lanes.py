"""The stretches of presence as the kernels' windows, in lanes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.patterns import Patterns
from optimize.queueing.windows import Windows, placed
from quarterhour.arrays import Ints, Mask, spread
from scenarios.rehearsal.horizon import Runs
from scenarios.rehearsal.presence import Presence


def lanes(presence: Presence, patterns: Patterns, serves: Mask, runs: Runs, replications: int) -> Windows:
    """Everybody who serves customers at all, a lane a run and replication: run x replications + replication.

    A stretch belongs to every run it overlaps. Whoever is on duty at closing serves all who came before it.
    People stand in the order of how few services they take, then of their numbers, so that of several who are
    idle those with the least else to do are asked first.

    Parameters
    ----------
    serves
        Which patterns take any of the customers.
    """
    row = patterns.row(presence.windows["post"])
    there = presence.there.take(serves[row[presence.there.window]])
    window, replication, start, end = there.window, there.replication, there.start, there.end
    person = presence.windows["person"].to_numpy(np.int64)[window]
    first = np.searchsorted(runs.end, start, side="right")
    which, run = spread(first, np.searchsorted(runs.begin, end, side="left"))
    seat = _seats(run, person[which], patterns.reserve[row[window[which]]])
    lane = run * replications + replication[which]
    closes = np.where(end[which] >= runs.end[run], np.inf, end[which])
    return placed(lane, seat, start[which], closes, row[window[which]], len(runs.begin) * replications)


def across_closings(
    presence: Presence, patterns: Patterns, serves: Mask, runs: Runs, replications: int
) -> Windows:
    """The same people with one lane a replication, of all runs.

    Whoever is on duty at closing stays until the next opening, but for stretches of their own in between, with
    `pattern` the post's row and all posts' rows before it: the same posts after closing.
    """
    row = patterns.row(presence.windows["post"])
    there = presence.there.take(serves[row[presence.there.window]])
    person = presence.windows["person"].to_numpy(np.int64)[there.window]
    order = np.lexsort((there.start, person, there.replication))
    there, person = there.take(order), person[order]
    row = row[there.window]
    seat = _seats(np.zeros_like(person), person, patterns.reserve[row])
    last = np.searchsorted(runs.end, there.end, side="right") - 1
    at_closing = pd.Series((last >= 0) & (runs.end[last] > there.start))
    on_duty = at_closing.groupby([there.replication, person, last]).cummax().to_numpy(bool)
    opens = np.append(runs.begin, np.inf)[last + 1]
    goes_on = (np.diff(person) == 0) & (np.diff(there.replication) == 0)
    again = np.append(np.where(goes_on, there.start[1:], np.inf), np.inf)[: len(opens)]
    until = np.where(on_duty, np.minimum(opens, again), there.end)
    stays = until > there.end
    return placed(
        np.concatenate([there.replication, there.replication[stays]]),
        np.concatenate([seat, seat[stays]]),
        np.concatenate([there.start, there.end[stays]]),
        np.concatenate([there.end, until[stays]]),
        np.concatenate([row, row[stays] + len(patterns.posts)]),
        replications,
    )


def _seats(run: Ints, person: Ints, reserve: Ints) -> Ints:
    """Number of each person in the run, over all replications, by least reserve there and number."""
    table = pd.DataFrame({"run": run, "person": person, "reserve": reserve})
    people = table.groupby(["run", "person"], as_index=False).agg(reserve=("reserve", "min"))
    people = people.sort_values(["run", "reserve", "person"])
    people["seat"] = people.groupby("run").cumcount()
    seat: Ints = table.merge(people[["run", "person", "seat"]], on=["run", "person"])["seat"].to_numpy(np.int64)
    return seat
