"""Three opinions on every day ahead, learnt over all series at once.

"calendar" corrects what regression and profile expect; "plain" starts from the weeks before alone and is told of
the calendar what holidays did, and so errs in other ways: both are boosted trees. "network" learns what "plain"
does, from the same rows, smoothly. All are direct: a row is a pair of an origin in the past and a cell ahead of it
(Januschowski et al. 2022, IJF 38). Loss: absolute error. How much each counts is found by playing back
(`forecast.blend`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from forecast.arrays import Array, Flags, Ints, Single
from forecast.calendar import Calendar
from forecast.combine import ORDINARY
from forecast.ground import Ground
from forecast.learners.cells import Cells, cells, fine
from forecast.learners.features import LAST_WEEKS, Asked, Features
from forecast.learners.learner import Foretell
from forecast.learners.network import train
from forecast.learners.spelling import spelled_out
from forecast.learners.trees import grow, leaf_size
from forecast.measures.near_holidays import near
from forecast.models.panel import Panel
from forecast.outlook import Outlook
from forecast.profile import Profile
from forecast.threads import in_threads
from quarterhour.seeds import generator

NETWORK = "network"
OPINIONS = ("calendar", "plain", NETWORK)
BASES = {"calendar": ("calendar",), "plain": ("plain", NETWORK)}
"""Opinions by what they start from."""
ROWS_A_SERIES, FEWEST_DRAWN, MOST_DRAWN = 4_000, 40_000, 80_000
"""Rows learnt from, drawn evenly over series, origins and cells: more in larger panels, within bounds."""
BY_DAY = ("calendar", "plain")
"""Opinions on series that are learnt by day; there the network says nothing that trees do not say better."""
FEWEST_ROWS = 200
EARLIEST = 56
"""Days before the first origin that is learnt from, or a third of a short history."""
LEAST_TIMES = (1, 2, 2)
"""How often a holiday must have been shown for each opinion to speak on it and near it: "calendar" starts from the
regression's effect, which one time shows; the others have to learn it.
"""
BLOCK = 100_000
"""Cells foretold together, to bound the memory."""


@dataclass(frozen=True)
class Opinions:
    """Medians of the slots of the horizon.

    Attributes
    ----------
    medians
        Shape (opinions, series, horizon, slots), arrivals of one interval; NaN without an opinion.
    fine
        Series that were learnt by interval; the slots of the others follow the outlook's profile.
    """

    medians: Single
    fine: Flags

    @classmethod
    def none(cls, shape: tuple[int, ...]) -> Opinions:
        """No opinion at all on that many series, days and slots."""
        silence = np.broadcast_to(np.float32(np.nan), (len(OPINIONS), *shape))
        return cls(silence, np.zeros(shape[0], dtype=bool))


def look_ahead(ground: Ground, panel: Panel, profile: Profile, outlook: Outlook) -> Opinions:
    """Opinions on the horizon of the panel, from nothing after its last known day."""
    history = ground.history.until(panel.levels.shape[1])
    by_interval = fine(history, outlook)
    able = outlook.rung == ORDINARY
    tasks = [
        (base, rows, interval)
        for base in BASES
        for interval in (True, False)
        if len(rows := np.flatnonzero(able & (by_interval == interval)))
    ]

    def foretold(base: str, rows: Ints, interval: bool) -> dict[str, Single]:
        part = cells(ground, panel, profile, outlook, rows, interval, base == "plain")
        names = tuple(name for name in BASES[base] if interval or name in BY_DAY)
        return _foretold(Features.of(part, panel, ground.calendar), panel.horizon, base, names)

    answers = in_threads(partial(foretold, *task) for task in tasks)
    medians = np.full((len(OPINIONS), *outlook.shares.shape), np.nan, dtype=np.float32)
    for (_, rows, interval), answer in zip(tasks, answers, strict=True):
        # Slots that have no share of a day have none in anybody's opinion.
        own = outlook.shares[rows]
        for name, ahead in answer.items():
            medians[OPINIONS.index(name), rows] = np.where(own > 0, ahead, np.nan) if interval else ahead * own
    for number, times in enumerate(LEAST_TIMES):
        medians[number, :, _near_rare_holidays(ground.calendar, panel, times)] = np.nan
    return Opinions(medians, by_interval)


def _near_rare_holidays(calendar: Calendar, panel: Panel, times: int) -> Flags:
    """Days of the horizon near a holiday that the days learnt from have shown fewer than so many times."""
    place, known = calendar.place(panel.design.days), panel.levels.shape[1]
    shown = slice(place.start + _earliest(known), place.start + known)
    return near(calendar.rare(shown, times))[place][known:]


def _earliest(days: int) -> int:
    """The first origin that is learnt from."""
    return min(EARLIEST, days // 3)


def _foretold(features: Features, horizon: int, base: str, names: tuple[str, ...]) -> dict[str, Single]:
    """Counts ahead by opinion, shape (series, horizon, places); none where there is too little to learn from."""
    part = features.cells
    learnt = _examples(part, horizon, base)
    target = part.residual(learnt.series, learnt.day, learnt.place) - features.base(learnt)
    known = np.isfinite(target)
    if known.sum() < FEWEST_ROWS:
        return {}
    learners = _learnt(features, learnt.of(known), target[known], names)
    shape = (len(part.counts), horizon, part.counts.shape[2])
    answers = {name: np.empty(shape, dtype=np.float32) for name in learners}
    step = max(1, BLOCK // (horizon * shape[2]))
    for first in range(0, shape[0], step):
        rows = np.arange(first, min(first + step, shape[0]))
        ahead = _ahead(rows, part.known_days, horizon, shape[2])
        level, table = features.base(ahead), features.table(ahead)
        for name, foretell in learners.items():
            residual = np.clip(foretell(_told(name, features, ahead, table)) + level, -5.0, 5.0)
            counts = part.counted(residual, ahead.series, ahead.day, ahead.place)
            answers[name][rows] = counts.reshape(len(rows), *shape[1:])
    return answers


def _learnt(features: Features, rows: Asked, target: Array, names: tuple[str, ...]) -> dict[str, Foretell]:
    """What each opinion has learnt from the same rows."""
    table = features.table(rows)
    told = {name: _told(name, features, rows, table) for name in names}
    leaf = leaf_size(target - table[:, LAST_WEEKS], rows.repeats)
    return {
        name: train(told[name], target) if name == NETWORK else grow(told[name], target, leaf) for name in names
    }


def _told(name: str, features: Features, asked: Asked, table: Single) -> Single:
    """What an opinion is told of the cells asked for."""
    return spelled_out(features, asked, table) if name == NETWORK else table


def _examples(part: Cells, horizon: int, base: str) -> Asked:
    """Cells of past origins whose horizon had passed, a bounded number of them, drawn evenly."""
    series, days, places = part.counts.shape
    first = _earliest(days)
    origins = max(0, days - horizon - first + 1)
    shape = (series, origins, horizon, places)
    total = int(np.prod(shape, dtype=np.int64))
    rows = int(np.clip(ROWS_A_SERIES * series, FEWEST_DRAWN, MOST_DRAWN))
    draw = generator(0, "boosting", base, days)
    chosen = np.arange(total) if total <= rows else np.sort(draw.integers(0, total, rows))
    row, origin, step, place = np.unravel_index(chosen, shape) if total else np.zeros((4, 0), dtype=np.int64)
    return Asked(row, origin + first, step, place)


def _ahead(rows: Ints, known_days: int, horizon: int, places: int) -> Asked:
    """All cells ahead of some series."""
    row, step, place = (
        part.ravel() for part in np.meshgrid(rows, np.arange(horizon), np.arange(places), indexing="ij")
    )
    return Asked(row, np.full(len(row), known_days), step, place)
