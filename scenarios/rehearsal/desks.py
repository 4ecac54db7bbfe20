"""Nobody serves without a desk: windows are cut where more people are planned than desks work."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Ints


def within_desks(windows: pd.DataFrame, desks: int) -> pd.DataFrame:
    """The windows, cut so that never more than `desks` of them run at once.

    At any time desks go to those whose window began first, of equals by person; whoever finds none serves
    from when one is free.
    """
    ordered = windows.sort_values(["start", "person", "end"], ignore_index=True)
    start, end = ordered["start"].to_numpy(np.float64), ordered["end"].to_numpy(np.float64)
    if not len(start) or most_at_once(start, end) <= desks:
        return ordered
    nothing = np.empty(0)
    window, begin, until = cut_to(start, end, desks, nothing, nothing)
    return ordered.iloc[window].reset_index(drop=True).assign(start=begin, end=until)


def cut_to(
    start: Floats, end: Floats, desks: int, down: Floats, repaired: Floats, spare: int = 0
) -> tuple[Ints, Floats, Floats]:
    """Pieces of windows that find a desk: index of the window, start, end, by window and start.

    Of the desks those are missing whose breakdown [down, repaired) runs, less the spare ones. Desks go to the
    windows in order; whoever is cut off by a breakdown goes on when a desk works again.
    """
    edges = np.unique(np.concatenate([start, end, down, repaired]))
    begin, until = edges[:-1], edges[1:]
    missing = ((down <= begin[:, None]) & (repaired > begin[:, None])).sum(axis=1)
    there = (start[:, None] <= begin) & (end[:, None] > begin)
    seated = there & (np.cumsum(there, axis=0) <= np.clip(desks + spare - missing, 0, desks))
    before = np.zeros_like(seated)
    before[:, 1:] = seated[:, :-1]
    after = np.zeros_like(seated)
    after[:, :-1] = seated[:, 1:]
    window, first = np.nonzero(seated & ~before)
    last = np.nonzero(seated & ~after)[1]
    return window, begin[first], until[last]


def most_at_once(start: Floats, end: Floats) -> int:
    """The most windows that run at one time."""
    instants = np.concatenate([start, end])
    change = np.concatenate([np.ones(len(start)), -np.ones(len(end))])
    order = np.lexsort((change, instants))
    return int(np.cumsum(change[order]).max(initial=0))


def short_at(start: Floats, end: Floats, desks: int, down: Floats, repaired: Floats, spare: int = 0) -> bool:
    """Whether breakdowns ever leave fewer desks than windows run; desks alone are known to be enough."""
    at = np.unique(np.concatenate([down, start[(start >= down.min(initial=np.inf))]]))
    missing = ((down <= at[:, None]) & (repaired > at[:, None])).sum(axis=1)
    at, missing = at[missing > 0], missing[missing > 0]
    running = np.searchsorted(np.sort(start), at, side="right") - np.searchsorted(np.sort(end), at, side="right")
    return bool((running > desks + spare - missing).any())
