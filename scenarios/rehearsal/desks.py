"""Nobody serves without a desk: windows are cut where more people are planned than an outlet has desks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd


def within_desks(windows: pd.DataFrame, desks: int) -> pd.DataFrame:
    """The windows, cut so that never more than `desks` of them run at once.

    At any time desks go to those whose window began first, of equals by employee; whoever finds none serves
    from when one is free.
    """
    ordered = windows.sort_values(["start", "employee", "end"], ignore_index=True)
    start, end = ordered["start"].to_numpy(), ordered["end"].to_numpy()
    edges = np.unique(np.concatenate([start, end]))
    if not len(edges) or _most_at_once(start, end) <= desks:
        return ordered
    pieces: list[tuple[int, float, float]] = []
    for begin, until in pairwise(edges):
        there = np.flatnonzero((start <= begin) & (end >= until))[:desks]
        pieces += [(int(window), float(begin), float(until)) for window in there]
    cut = pd.DataFrame(pieces, columns=["window", "start", "end"]).sort_values(["window", "start"])
    resumes = (cut["window"] != cut["window"].shift()) | (cut["start"] != cut["end"].shift())
    joined = cut.groupby(resumes.cumsum()).agg({"window": "first", "start": "first", "end": "last"})
    kept = ordered.iloc[joined["window"].to_numpy()].reset_index(drop=True)
    return kept.assign(start=joined["start"].to_numpy(), end=joined["end"].to_numpy())


def _most_at_once(start: np.ndarray, end: np.ndarray) -> int:
    instants = np.concatenate([start, end])
    change = np.concatenate([np.ones(len(start)), -np.ones(len(end))])
    order = np.lexsort((change, instants))
    return int(np.cumsum(change[order]).max(initial=0))
