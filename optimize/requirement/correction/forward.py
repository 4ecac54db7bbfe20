"""The least people interval by interval, each chosen for the queue that the intervals before it leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.queueing.transient import Crowding, pass_interval, still_serving
from optimize.requirement.correction.days import Days
from optimize.requirement.correction.evidence import Shift
from quarterhour.arrays import Floats, Ints

MINUTES_A_STEP = 7.5
"""Steps of the line's equations: queues of people served by people do not change faster."""

TOLERANCE = 1e-9

ROOM = 12
"""States beyond those that are expected."""


@dataclass(frozen=True)
class Course:
    """Days staffed.

    Attributes
    ----------
    people
        At the post, (step, piece).
    beyond
        Log odds by which each promise stands beyond its limit, as the transient line says, (promise, step, piece).
    """

    people: Ints
    beyond: Floats


def staff(days: Days, guess: Ints, least: Ints, shift: Shift | None, grain: int) -> Course:
    """Forward in time, the least people with which every promise made in an interval is kept in it.

    Parameters
    ----------
    guess
        Where to begin the search, (step, piece).
    least
        People who are there anyway, (step, piece).
    shift
        Log odds that are added to what the transient line says; none at first.
    """
    size, live = states(days, guess, least), np.arange(guess.shape[1])
    crowding, serving = Crowding.empty(size[0]), np.zeros(len(live))
    people = np.zeros_like(guess)
    beyond = np.full((len(days.limit), *guess.shape), -np.inf)
    for step in range(len(guess)):
        goes_on = days.span[live] > step
        live, serving = live[goes_on], serving[goes_on]
        crowding = with_room(crowding.take(goes_on), size[:, live], step)
        floor = np.maximum(least[step, live], days.rate[step, live] > 0)
        added = None if shift is None else shift.at(step, live)
        search = _Search(days, step, live, crowding, serving, added, grain)
        people[step, live] = search.least(np.maximum(guess[step, live], floor), floor)
        beyond[:, step, live] = search.beyond
        crowding = Crowding(crowding.size, search.chance)
        serving = days.serving(step, live, people[step, live]) + search.finishing
    return Course(people, beyond)


class _Search:
    """The search for one interval's people in all pieces at once; keeps what came of the people chosen."""

    def __init__(
        self,
        days: Days,
        step: int,
        live: Ints,
        crowding: Crowding,
        serving: Floats,
        shift: Shift | None,
        grain: int,
    ) -> None:
        self.days, self.step, self.live = days, step, live
        self.before, self.serving, self.shift, self.grain = crowding, serving, shift, grain
        self.mean_share, self.end_share = days.fading(step, live, grain)
        self.chance, self.finishing = crowding.chance.copy(), np.zeros(len(live))
        self.beyond = np.full((len(days.limit), len(live)), -np.inf)

    def least(self, people: Ints, floor: Ints) -> Ints:
        """Up from `people` where promises break, by a sixteenth, then down one by one as long as they hold.

        With as many people as a line has states nobody ever waits: more would not help any promise.
        """
        people, floor = people.copy(), floor.copy()
        failing = np.arange(len(people))
        while len(failing):
            failing = failing[~self._try(failing, people, keep_always=True)]
            failing = failing[people[failing] < self.before.size[failing]]
            floor[failing] = people[failing] + 1
            people[failing] += np.maximum(people[failing] // 16, 1)
        trying = np.flatnonzero(people > floor)
        while len(trying):
            fewer = people.copy()
            fewer[trying] -= 1
            trying = trying[self._try(trying, fewer, keep_always=False)]
            people[trying] -= 1
            trying = trying[people[trying] > floor[trying]]
        return people

    def _try(self, some: Ints, people: Ints, *, keep_always: bool) -> np.ndarray:
        """Whether the promises of some pieces hold; what came of it is kept where they do, or always."""
        pieces = self.live[some]
        chosen = np.zeros(len(self.before.size), dtype=bool)
        chosen[some] = True
        steps = steps_of(self.grain)
        before, there = self.before.take(chosen), self.days.serving(self.step, pieces, people[some])
        leaving = still_serving(before, self.serving[some], there)
        flow = self.days.flow(self.step, pieces, leaving * self.mean_share[some])
        after, during = pass_interval(before, flow, there, float(self.grain), steps)
        beyond = self.days.beyond(self.step, pieces, flow, during, there)
        added = 0.0 if self.shift is None else self.shift.of(some, people[some])
        holds = np.asarray((beyond + added <= TOLERANCE).all(axis=0))
        kept = np.ones_like(holds) if keep_always else holds
        self.beyond[:, some[kept]] = beyond[:, kept]
        self.finishing[some[kept]] = (leaving * self.end_share[some])[kept]
        target = chosen.copy()
        target[some] = kept
        self.chance[np.repeat(target, self.before.size)] = after.take(kept).chance
        return holds


def states(days: Days, guess: Ints, least: Ints) -> Ints:
    """Numbers in each line, (step, piece): people busy, and a queue several times as long as promised."""
    wait = np.maximum(days.minutes.max(axis=0, initial=0.0), days.handling.max(axis=0) / 2)
    queue = days.rate * np.minimum(4.0 * wait + days.handling, 360.0)
    found: Ints = np.ceil(1.25 * np.maximum(guess, least) + queue + ROOM).astype(np.int64)
    return found


def with_room(crowding: Crowding, size: Ints, step: int) -> Crowding:
    """With so many states as one step asks for, (step, piece), or more where more are in the line already.

    They are never more than the busiest step asks for: a line that is too long by far may be cut.
    """
    needed = np.maximum(size[step], crowding.reached() + ROOM)
    return crowding.resized(np.minimum(needed, size.max(axis=0)))


def steps_of(grain: int) -> int:
    """Steps of an interval."""
    return max(round(grain / MINUTES_A_STEP), 4)
