"""Who is at the post when: windows from the roster, cut to the desks, with people who do not come or come late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimize.queueing.first_come import NEVER
from quarterhour.arrays import Floats, Ints
from quarterhour.labels import attach, require_columns
from quarterhour.seeds import generator
from scenarios.rehearsal.customers import STAGE
from scenarios.rehearsal.desks import within_desks
from scenarios.rehearsal.horizon import Horizon, Runs

SEGMENT_COLUMNS = ("employee", "start", "end", "outlet", "post", "activity", "duty", "day")


@dataclass(frozen=True)
class Presence:
    """Planned windows of one outlet, and in which replications their people come.

    Attributes
    ----------
    windows
        employee, duty, day, pool, start, end (minutes), by employee and start. Segments of one employee, duty
        and day are one duty; locked ones may have no duty of their own.
    comes
        Shape (replications, windows): whether the person comes to the duty.
    late
        Same shape: minutes by which the window begins later; only the first of a duty does.
    """

    windows: pd.DataFrame
    comes: npt.NDArray[np.bool_]
    late: Floats

    def pool(self, name: str) -> Presence:
        """The windows of one pool."""
        chosen = (self.windows["pool"] == name).to_numpy()
        windows = self.windows.loc[chosen].reset_index(drop=True)
        return Presence(windows, self.comes[:, chosen], self.late[:, chosen])

    def stretches(self) -> tuple[Floats, Floats, Ints]:
        """Start, end and replication of every window that takes place."""
        replication, window = np.nonzero(self.comes)
        end = self.windows["end"].to_numpy()[window]
        start = np.minimum(self.windows["start"].to_numpy()[window] + self.late[replication, window], end)
        return start, end, replication


def work_windows(segments: pd.DataFrame, posts: pd.DataFrame, horizon: Horizon) -> pd.DataFrame:
    """Work segments as windows: outlet, pool, employee, duty, day, start, end (minutes).

    Raises
    ------
    LabelError
        When a segment's post is not known.
    """
    require_columns(segments, SEGMENT_COLUMNS, "segments")
    work = segments.loc[
        segments["activity"] == "work", ["employee", "duty", "day", "outlet", "post", "start", "end"]
    ]
    placed = attach(work, posts[["outlet", "post", "pool"]], ["outlet", "post"], "segments")
    times = placed.assign(start=horizon.minutes(placed["start"]).clip(0.0), end=horizon.minutes(placed["end"]))
    inside = (times["end"] > 0) & (times["start"] < horizon.edges[-1]) & (times["end"] > times["start"])
    kept: pd.DataFrame = times.loc[inside, ["outlet", "pool", "employee", "duty", "day", "start", "end"]]
    return kept


def draw_presence(
    outlet: str, windows: pd.DataFrame, desks: int, absence: float, lateness: float, replications: int, seed: int
) -> Presence:
    """Windows of one outlet within its desks, and for each replication who comes to which duty and how late.

    Desks are given to the planned people: nobody takes over the desk of one who does not come.
    """
    kept = within_desks(windows, desks).sort_values(["employee", "start", "duty"], ignore_index=True)
    duty, names = pd.factorize(pd.MultiIndex.from_frame(kept[["employee", "duty", "day"]]))
    first = ~pd.Series(duty).duplicated().to_numpy()
    comes = np.ones((replications, len(kept)), dtype=bool)
    late = np.zeros((replications, len(kept)))
    for replication in range(replications):
        draw = generator(seed, STAGE, "presence", outlet, replication)
        comes[replication] = (draw.random(len(names)) >= absence)[duty]
        if lateness > 0:
            late[replication] = draw.exponential(lateness, len(names))[duty] * (first & comes[replication])
    return Presence(kept, comes, late)


def lanes(presence: Presence, runs: Runs) -> tuple[Floats, Floats]:
    """The kernel's windows, shape (windows, people, runs x replications); lane = run x replications + replication.

    A window belongs to every run it overlaps. Whoever is on duty at closing serves all who came before it.
    """
    replications = len(presence.comes)
    start, end = presence.windows["start"].to_numpy(), presence.windows["end"].to_numpy()
    run, window = np.nonzero((start < runs.end[:, None]) & (end > runs.begin[:, None]))
    person = pd.factorize(presence.windows["employee"].to_numpy()[window], sort=True)[0]
    table = pd.DataFrame({"run": run, "person": person})
    nth = table.groupby(["run", "person"]).cumcount().to_numpy()
    seat = table.groupby("run")["person"].rank("dense").to_numpy(np.int64) - 1
    shape = (int(nth.max(initial=0)) + 1, int(seat.max(initial=0)) + 1, len(runs.begin), replications)
    starts, ends = np.full(shape, NEVER), np.full(shape, -NEVER)
    closing = np.where(end[window] >= runs.end[run], np.inf, end[window])
    starts[nth, seat, run] = (start + presence.late).T[window]
    comes_on_time = start + presence.late < end
    ends[nth, seat, run] = np.where((presence.comes & comes_on_time).T[window], closing[:, None], -NEVER)
    flat = (shape[0], shape[1], -1)
    return starts.reshape(flat), ends.reshape(flat)
