"""Who is at which post when: windows from the roster, cut to desks that work, less who comes late or never."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.queueing.lognormal import lognormal
from quarterhour.arrays import Floats, Mask
from quarterhour.labels import attach, require_columns
from quarterhour.seeds import generator
from scenarios.rehearsal.breakdowns import Breakdowns
from scenarios.rehearsal.customers import STAGE
from scenarios.rehearsal.desks import within_desks
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.seated import seated
from scenarios.rehearsal.stretches import Stretches

Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]

SEGMENT_COLUMNS = ("employee", "start", "end", "outlet", "post", "activity", "duty", "day")
WINDOWS = ["outlet", "pool", "post", "employee", "duty", "day", "start", "end", "travel"]


@dataclass(frozen=True)
class Presence:
    """Planned windows of one outlet, and the stretches in which their people really are at the post.

    Attributes
    ----------
    windows
        person, place, duty, day, pool, post, start, end (minutes), by person and start (`places`).
    there
        Stretches at the post, by replication, window and start.
    grounded
        Stretches for which a window lacks its desk because desks are down.
    called
        How many of the last windows were not planned as work, but are of people who may be called.
    """

    windows: pd.DataFrame
    there: Stretches
    grounded: Stretches
    called: int = 0

    def pool(self, name: str) -> Presence:
        """The windows and stretches of one pool."""
        chosen = (self.windows["pool"] == name).to_numpy()
        number = np.cumsum(chosen) - 1

        def own(stretches: Stretches) -> Stretches:
            kept = stretches.take(chosen[stretches.window])
            return Stretches(kept.replication, number[kept.window], kept.start, kept.end)

        windows = self.windows.loc[chosen].reset_index(drop=True)
        called = int(chosen[len(chosen) - self.called :].sum())
        return Presence(windows, own(self.there), own(self.grounded), called)

    @property
    def planned(self) -> pd.DataFrame:
        """The windows that were planned as work."""
        return self.windows.iloc[: len(self.windows) - self.called]


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
    placed = _placed(segments, "work", posts)
    ways = segments.loc[segments["activity"] == "travel", ["employee", "start", "end"]]
    minutes = ways.assign(minutes=horizon.minutes(ways["end"]) - horizon.minutes(ways["start"]))
    there = minutes.groupby(["employee", "end"])["minutes"].sum()
    arrivals = pd.MultiIndex.from_frame(placed[["employee", "start"]])
    placed["travel"] = there.reindex(arrivals).fillna(0.0).to_numpy(np.float64) if len(there) else 0.0
    return _inside(placed, horizon)[WINDOWS]


def standby_windows(
    segments: pd.DataFrame, posts: pd.DataFrame, lead: pd.DataFrame, longest: float, horizon: Horizon
) -> pd.DataFrame:
    """Standby segments as windows, with `lead`: minutes from a call until service.

    Parameters
    ----------
    lead
        duty, lead: of duties of which it is known; of all others it is `longest`.

    Raises
    ------
    LabelError
        When a segment's post is not known.
    """
    placed = _placed(segments, "standby", posts).merge(lead[["duty", "lead"]], on="duty", how="left")
    known = placed.assign(travel=0.0, lead=placed["lead"].astype(float).fillna(longest))
    return _inside(known, horizon)[[*WINDOWS, "lead"]]


def _placed(segments: pd.DataFrame, activity: str, posts: pd.DataFrame) -> pd.DataFrame:
    columns = ["employee", "duty", "day", "outlet", "post", "start", "end"]
    chosen = segments.loc[segments["activity"] == activity, columns]
    return attach(chosen, posts[["outlet", "post", "pool"]], ["outlet", "post"], "segments")


def _inside(placed: pd.DataFrame, horizon: Horizon) -> pd.DataFrame:
    """Rows that lie in the horizon, with start and end in its minutes."""
    times = placed.assign(start=horizon.minutes(placed["start"]).clip(0.0), end=horizon.minutes(placed["end"]))
    inside = (times["end"] > 0) & (times["start"] < horizon.edges[-1]) & (times["end"] > times["start"])
    found: pd.DataFrame = times.loc[inside]
    return found


def draw_presence(
    windows: pd.DataFrame,
    desks: int,
    breakdowns: Breakdowns,
    chances: Chances,
    days: pd.DatetimeIndex,
    replications: int,
    seed: int,
    spare: int = 0,
) -> Presence:
    """Windows of one outlet within its desks, and for each replication who is there when.

    Desks are given to the planned people: nobody takes over the desk of one who does not come. What happens to
    somebody on a day of the horizon `days` is drawn by place and day, replication after replication: it is the
    same whoever has the place, and whoever else is on duty, so that plans meet the same chances.

    Parameters
    ----------
    spare
        Desks that stand ready beyond those that may be used: breakdowns are felt only beyond them.
    """
    kept = within_desks(windows, desks).sort_values(["person", "start"], kind="stable", ignore_index=True)
    first = ~kept.duplicated(["person", "day", "duty"]).to_numpy()

    def drawn(kind: str, draw: Draw) -> Floats:
        return _by_place(kept, days, replications, seed, kind, draw)

    comes = who_come(kept, chances, days, replications, seed)
    late = np.zeros(comes.shape)
    if chances.lateness > 0:
        late += drawn("lateness", lambda random, shape: random.exponential(chances.lateness, shape)) * first
    if chances.travel_spread > 0:
        times = lognormal(1.0, chances.travel_spread)
        factor = drawn("travel", lambda random, shape: random.lognormal(*times, shape))
        late += np.maximum(factor - 1.0, 0.0) * kept["travel"].to_numpy(np.float64) * first
    planned, grounded = seated(kept, desks, spare, breakdowns, replications)
    earliest = kept["start"].to_numpy(np.float64)[planned.window] + late[planned.replication, planned.window]
    start = np.maximum(planned.start, earliest)
    there = Stretches(planned.replication, planned.window, start, planned.end)
    return Presence(kept, there.take(comes[planned.replication, planned.window] & (start < planned.end)), grounded)


def who_come(
    windows: pd.DataFrame, chances: Chances, days: pd.DatetimeIndex, replications: int, seed: int
) -> Mask:
    """(replications, windows) who comes."""
    drawn = _by_place(windows, days, replications, seed, "presence", lambda random, shape: random.random(shape))
    comes: Mask = drawn >= chances.absence
    return comes


def _by_place(
    windows: pd.DataFrame, days: pd.DatetimeIndex, replications: int, seed: int, kind: str, draw: Draw
) -> Floats:
    """(replications, windows) draws by place and day; duties that began before the horizon share one day."""
    place, names = pd.factorize(windows["place"])
    day = days.get_indexer(pd.DatetimeIndex(windows["day"])) % (len(days) + 1)
    shape = (replications, len(days) + 1)
    everywhere = [draw(generator(seed, STAGE, kind, name), shape) for name in names]
    found: Floats = np.array(everywhere).reshape(-1, *shape)[place, :, day].T
    return found
