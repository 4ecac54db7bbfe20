"""Two opinions on every day ahead, by gradient boosting over all series at once.

"calendar" corrects what regression and profile expect; "plain" starts from the weeks before alone and is told of
the calendar what holidays did, and so errs in other ways. Both are direct: a row is a pair of an origin in the
past and a cell ahead of it (Januschowski et al. 2022, IJF 38). Loss: absolute error. How much each counts is found
by playing back (`forecast.blend`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from forecast.arrays import Flags, Ints, Single
from forecast.boosting.cells import Cells, cells, fine
from forecast.boosting.features import Asked, Features
from forecast.calendar import Calendar
from forecast.combine import ORDINARY
from forecast.ground import Ground
from forecast.measures.near_holidays import near
from forecast.models.panel import Panel
from forecast.outlook import Outlook
from forecast.profile import Profile
from quarterhour.seeds import generator

OPINIONS = ("calendar", "plain")
ROWS_A_SERIES, FEWEST_DRAWN, MOST_DRAWN = 1_500, 40_000, 80_000
"""Rows learnt from, drawn evenly over series, origins and cells: more in larger panels, within bounds."""
FEWEST_ROWS = 200
EARLIEST = 56
"""Days before the first origin that is learnt from, or a third of a short history."""
LEAST_TIMES = (1, 2)
"""How often a holiday must have been shown for each opinion to speak on it and near it: "calendar" starts from the
regression's effect, which one time shows; "plain" has to learn it.
"""
TREES = 100
BLOCK = 200_000
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


def look_ahead(ground: Ground, panel: Panel, profile: Profile, outlook: Outlook) -> Opinions:
    """Opinions on the horizon of the panel, from nothing after its last known day."""
    history = ground.history.until(panel.levels.shape[1])
    by_interval = fine(history, outlook)
    able = outlook.rung == ORDINARY
    tasks = [
        (number, rows, interval)
        for number in range(len(OPINIONS))
        for interval in (True, False)
        if len(rows := np.flatnonzero(able & (by_interval == interval)))
    ]

    def foretold(number: int, rows: Ints, interval: bool) -> Single:
        part = cells(ground, panel, profile, outlook, rows, interval, OPINIONS[number] == "plain")
        return _foretold(Features.of(part, panel, ground.calendar), panel.horizon, OPINIONS[number])

    answers = Parallel(n_jobs=len(OPINIONS), prefer="threads")(delayed(foretold)(*task) for task in tasks)
    medians = np.full((len(OPINIONS), *outlook.shares.shape), np.nan, dtype=np.float32)
    for (number, rows, interval), ahead in zip(tasks, answers, strict=True):
        # Slots that have no share of a day have none in anybody's opinion.
        own = outlook.shares[rows]
        medians[number, rows] = np.where(own > 0, ahead, np.nan) if interval else ahead * own
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


def _foretold(features: Features, horizon: int, name: str) -> Single:
    """Counts of the cells ahead, shape (series, horizon, places); NaN without an opinion."""
    # slow to import, and whoever reads a plan needs none
    from sklearn.ensemble import HistGradientBoostingRegressor

    part = features.cells
    shape = (len(part.counts), horizon, part.counts.shape[2])
    answer = np.full(shape, np.nan, dtype=np.float32)
    learnt = _examples(part, horizon, name)
    target = part.residual(learnt.series, learnt.day, learnt.place) - features.base(learnt)
    known = np.isfinite(target)
    if known.sum() < FEWEST_ROWS:
        return answer
    learnt = Asked(*(column[known] for column in (learnt.series, learnt.origin, learnt.step, learnt.place)))
    table = features.table(learnt)
    there = np.isfinite(table)
    telling = np.flatnonzero(np.where(there, table, -np.inf).max(0) > np.where(there, table, np.inf).min(0))
    trees = HistGradientBoostingRegressor(
        loss="absolute_error",
        learning_rate=0.1,
        max_iter=TREES,
        max_leaf_nodes=31,
        min_samples_leaf=40,
        max_features=0.8,
        early_stopping=False,
        random_state=0,
    ).fit(table[:, telling], target[known])
    step = max(1, BLOCK // (horizon * shape[2]))
    for first in range(0, shape[0], step):
        rows = np.arange(first, min(first + step, shape[0]))
        ahead = _ahead(rows, part.known_days, horizon, shape[2])
        base = features.base(ahead)
        residual = np.clip(trees.predict(features.table(ahead)[:, telling]) + base, -5.0, 5.0)
        answer[rows] = part.counted(residual, ahead.series, ahead.day, ahead.place).reshape(len(rows), *shape[1:])
    return answer


def _examples(part: Cells, horizon: int, name: str) -> Asked:
    """Cells of past origins whose horizon had passed, a bounded number of them, drawn evenly."""
    series, days, places = part.counts.shape
    first = _earliest(days)
    origins = max(0, days - horizon - first + 1)
    shape = (series, origins, horizon, places)
    total = int(np.prod(shape, dtype=np.int64))
    rows = int(np.clip(ROWS_A_SERIES * series, FEWEST_DRAWN, MOST_DRAWN))
    draw = generator(0, "boosting", name, days)
    chosen = np.arange(total) if total <= rows else np.sort(draw.integers(0, total, rows))
    row, origin, step, place = np.unravel_index(chosen, shape) if total else np.zeros((4, 0), dtype=np.int64)
    return Asked(row, origin + first, step, place)


def _ahead(rows: Ints, known_days: int, horizon: int, places: int) -> Asked:
    """All cells ahead of some series."""
    row, step, place = (
        part.ravel() for part in np.meshgrid(rows, np.arange(horizon), np.arange(places), indexing="ij")
    )
    return Asked(row, np.full(len(row), known_days), step, place)
