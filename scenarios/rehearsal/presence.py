"""Who is at which post when: windows from the roster, cut to the desks that work, less those who come late or never."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Ints
from quarterhour.labels import attach, require_columns
from quarterhour.seeds import generator
from scenarios.rehearsal.breakdowns import Breakdowns
from scenarios.rehearsal.customers import STAGE
from scenarios.rehearsal.desks import cut_to, short_at, within_desks
from scenarios.rehearsal.horizon import Horizon

SEGMENT_COLUMNS = ("employee", "start", "end", "outlet", "post", "activity", "duty", "day")
WINDOWS = ["outlet", "pool", "post", "employee", "duty", "day", "start", "end", "travel"]


@dataclass(frozen=True)
class Presence:
    """Planned windows of one outlet, and the stretches in which their people really are at the post.

    Attributes
    ----------
    windows
        employee, duty, day, pool, post, start, end (minutes), by employee and start. Segments of one employee,
        duty and day are one duty; locked ones may have no duty of their own.
    replication, window, start, end
        The stretches, by replication, window and start; `window` is a row of `windows`.
    grounded
        Stretches for which a window lacks its desk because desks are down: replication, window, start, end.
    """

    windows: pd.DataFrame
    replication: Ints
    window: Ints
    start: Floats
    end: Floats
    grounded: tuple[Ints, Ints, Floats, Floats]

    def pool(self, name: str) -> Presence:
        """The windows and stretches of one pool."""
        chosen = (self.windows["pool"] == name).to_numpy()
        number = np.cumsum(chosen) - 1
        own, lacking = chosen[self.window], chosen[self.grounded[1]]
        replication, window, start, end = (part[lacking] for part in self.grounded)
        return Presence(
            self.windows.loc[chosen].reset_index(drop=True),
            self.replication[own],
            number[self.window[own]],
            self.start[own],
            self.end[own],
            (replication, number[window], start, end),
        )


@dataclass(frozen=True)
class Chances:
    """What keeps people from their post.

    Attributes
    ----------
    absence
        Share of duties whose person does not come.
    lateness
        Mean minutes by which a duty begins late (exponential).
    travel_spread
        Standard deviation of the factor on the planned travel minutes of a lent duty (lognormal, mean 1);
        whoever arrives early begins as planned.
    """

    absence: float = 0.0
    lateness: float = 0.0
    travel_spread: float = 0.0


def work_windows(segments: pd.DataFrame, posts: pd.DataFrame, horizon: Horizon) -> pd.DataFrame:
    """Work segments as windows with the columns `WINDOWS`; travel is that which ends where the window starts.

    Raises
    ------
    LabelError
        When a segment's post is not known.
    """
    require_columns(segments, SEGMENT_COLUMNS, "segments")
    columns = ["employee", "duty", "day", "outlet", "post", "start", "end"]
    work = segments.loc[segments["activity"] == "work", columns]
    placed = attach(work, posts[["outlet", "post", "pool"]], ["outlet", "post"], "segments")
    ways = segments.loc[segments["activity"] == "travel", ["employee", "start", "end"]]
    minutes = pd.Series((ways["end"] - ways["start"]) / pd.Timedelta(minutes=1), dtype=np.float64)
    there = minutes.groupby([ways["employee"], ways["end"]]).sum()
    arrivals = pd.MultiIndex.from_frame(placed[["employee", "start"]])
    placed["travel"] = there.reindex(arrivals).fillna(0.0).to_numpy() if len(there) else 0.0
    times = placed.assign(start=horizon.minutes(placed["start"]).clip(0.0), end=horizon.minutes(placed["end"]))
    inside = (times["end"] > 0) & (times["start"] < horizon.edges[-1]) & (times["end"] > times["start"])
    kept: pd.DataFrame = times.loc[inside, WINDOWS]
    return kept


def draw_presence(
    outlet: str,
    windows: pd.DataFrame,
    desks: int,
    breakdowns: Breakdowns,
    chances: Chances,
    replications: int,
    seed: int,
) -> Presence:
    """Windows of one outlet within its desks, and for each replication who is there when.

    Desks are given to the planned people: nobody takes over the desk of one who does not come. Each kind of
    chance has a generator of its own for the outlet, and draws replication after replication for all duties.
    """
    kept = within_desks(windows, desks).sort_values(["employee", "start", "duty"], ignore_index=True)
    duty, names = pd.factorize(pd.MultiIndex.from_frame(kept[["employee", "duty", "day"]]))
    first = ~pd.Series(duty).duplicated().to_numpy()
    shape = (replications, len(names))
    comes = (generator(seed, STAGE, "presence", outlet).random(shape) >= chances.absence)[:, duty]
    late = np.zeros(comes.shape)
    if chances.lateness > 0:
        late += generator(seed, STAGE, "lateness", outlet).exponential(chances.lateness, shape)[:, duty] * first
    if chances.travel_spread > 0:
        sigma = np.sqrt(np.log1p(chances.travel_spread**2))
        factor = generator(seed, STAGE, "travel", outlet).lognormal(-(sigma**2) / 2, sigma, shape)[:, duty]
        late += np.maximum(factor - 1.0, 0.0) * kept["travel"].to_numpy(np.float64) * first
    replication, window, start, end, grounded = _at_desks(kept, desks, breakdowns, replications)
    start = np.maximum(start, kept["start"].to_numpy(np.float64)[window] + late[replication, window])
    there = comes[replication, window] & (start < end)
    return Presence(kept, replication[there], window[there], start[there], end[there], grounded)


def _at_desks(
    windows: pd.DataFrame, desks: int, breakdowns: Breakdowns, replications: int
) -> tuple[Ints, Ints, Floats, Floats, tuple[Ints, Ints, Floats, Floats]]:
    """Pieces of all windows for which a desk works, and the pieces for which none does."""
    start, end = windows["start"].to_numpy(np.float64), windows["end"].to_numpy(np.float64)
    ordered = np.lexsort((end, windows["employee"].to_numpy(str), start)) if len(windows) else np.empty(0, np.int64)
    pieces, lacking = [], []
    whole = np.ones(replications, dtype=bool)
    for replication in np.unique(breakdowns.replication):
        down, repaired = breakdowns.of(replication)
        if not short_at(start, end, desks, down, repaired):
            continue
        whole[replication] = False
        window, begin, until = cut_to(start[ordered], end[ordered], desks, down, repaired)
        pieces.append((np.full(len(window), replication), ordered[window], begin, until))
        lacking.append(_rest(replication, start, end, ordered[window], begin, until))
    intact = np.flatnonzero(whole)
    base = (
        np.repeat(intact, len(start)),
        np.tile(np.arange(len(start)), len(intact)),
        np.tile(start, len(intact)),
        np.tile(end, len(intact)),
    )
    replication, window, begin, until = _joined([base, *pieces])
    by = np.lexsort((begin, window, replication)) if pieces else slice(None)
    return replication[by], window[by], begin[by], until[by], _joined(lacking)


def _rest(
    replication: int, start: Floats, end: Floats, window: Ints, begin: Floats, until: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """What of each window lies in none of its pieces (which are given by window and start)."""
    rows = np.concatenate([np.arange(len(start)), window])
    opens = np.concatenate([start, until])
    order = np.lexsort((opens, rows))
    rows, opens = rows[order], opens[order]
    closes = np.concatenate([begin, end])
    owners = np.concatenate([window, np.arange(len(end))])
    closes = closes[np.lexsort((closes, owners))]
    gap = closes > opens
    return np.full(int(gap.sum()), replication), rows[gap], opens[gap], closes[gap]


def _joined(
    parts: list[tuple[Ints, Ints, Floats, Floats]],
) -> tuple[Ints, Ints, Floats, Floats]:
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0)
    replication, window, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    return replication, window, start, end

