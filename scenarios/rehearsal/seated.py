"""Which stretches of the planned windows find a desk that works."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Ints
from scenarios.rehearsal.breakdowns import Breakdowns
from scenarios.rehearsal.desks import cut_to, short_at
from scenarios.rehearsal.stretches import Stretches


def seated(
    windows: pd.DataFrame, desks: int, spare: int, breakdowns: Breakdowns, replications: int
) -> tuple[Stretches, Stretches]:
    """Stretches of all windows for which a desk works, and those for which none does, in all replications.

    Where nothing is down that anybody needs, a replication has all windows whole.
    """
    start, end = windows["start"].to_numpy(np.float64), windows["end"].to_numpy(np.float64)
    ordered = np.lexsort((end, windows["person"].to_numpy(np.int64), start))
    pieces: list[Stretches] = []
    lacking: list[Stretches] = []
    whole = np.ones(replications, dtype=bool)
    for replication in np.unique(breakdowns.replication):
        down, repaired = breakdowns.of(int(replication))
        if not short_at(start, end, desks, down, repaired, spare):
            continue
        whole[replication] = False
        window, begin, until = cut_to(start[ordered], end[ordered], desks, down, repaired, spare)
        found = Stretches(np.full(len(window), replication), ordered[window], begin, until).ordered()
        pieces.append(found)
        lacking.append(_rest(int(replication), start, end, found))
    intact = np.flatnonzero(whole)
    base = Stretches(
        np.repeat(intact, len(start)),
        np.tile(np.arange(len(start)), len(intact)),
        np.tile(start, len(intact)),
        np.tile(end, len(intact)),
    )
    return Stretches.joined([base, *pieces]).ordered() if pieces else base, Stretches.joined(lacking)


def _rest(replication: int, start: Floats, end: Floats, pieces: Stretches) -> Stretches:
    """What of each window lies in none of its pieces."""
    rows: Ints = np.concatenate([np.arange(len(start)), pieces.window])
    opens, closes = np.concatenate([start, pieces.end]), np.concatenate([end, pieces.start])
    by_open, by_close = np.lexsort((opens, rows)), np.lexsort((closes, rows))
    rows, opens, closes = rows[by_open], opens[by_open], closes[by_close]
    gap = closes > opens
    return Stretches(np.full(int(gap.sum()), replication), rows[gap], opens[gap], closes[gap])
