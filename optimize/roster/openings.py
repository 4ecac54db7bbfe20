"""Which duties each person could still take beside those of a roster, rule by rule."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.known import remembered
from optimize.roster.pairs import as_other, beside, free_of, tied
from optimize.roster.rules import LIMITS
from optimize.roster.rules.budget import affordable
from optimize.roster.rules.consecutive_days import LOOK_BACK, stands
from optimize.roster.rules.cover import room
from optimize.roster.rules.split_days import split_days_left
from optimize.roster.rules.weekends_off import least_weekends_off, saturdays
from quarterhour.arrays import Ints


def _on_duty(facts: Facts, taken: Flags) -> Flags:
    """(P, D): a new duty begins on that day."""
    given = np.zeros((len(facts.people), facts.calendar.days), dtype=bool)
    person, kind = np.nonzero(taken)
    given[person, facts.kinds["day_number"].to_numpy()[kind]] = True
    return given


def _free_that_day(facts: Facts, taken: Flags) -> Flags:
    free: Flags = ~_on_duty(facts, taken)[:, facts.kinds["day_number"].to_numpy()]
    return free


def _rested(facts: Facts, taken: Flags) -> Flags:
    rest = np.rint(facts.people["rest_hours"].to_numpy(float) * 60).astype(np.int64)
    leaves, returns = facts.kinds["leaves"].to_numpy(), facts.kinds["returns"].to_numpy()
    rested = np.ones(taken.shape, dtype=bool)
    for person, kind in zip(*np.nonzero(taken), strict=True):
        rested[person] &= (leaves >= returns[kind] + rest[person]) | (returns <= leaves[kind] - rest[person])
    return rested


def _within(facts: Facts, taken: Flags, limit: str, period_of: Callable[[Ints], Ints]) -> Flags:
    """Whether the duty's minutes still fit into its period, which `period_of` tells by day numbers."""
    periods, bound = remembered(facts, ("periods", limit), lambda: _periods(facts, period_of))
    worked = facts.kinds["worked"].to_numpy()
    most = facts.people[limit].to_numpy(float)[:, None] * 60
    fits = np.ones(taken.shape, dtype=bool)
    for period, already in bound.items():
        here = periods == period
        used = taken[:, here] @ worked[here] + already
        fits[:, here] = used[:, None] + worked[here][None, :] <= most + 1e-6
    return fits


def _periods(facts: Facts, period_of: Callable[[Ints], Ints]) -> tuple[Ints, dict[int, Ints]]:
    """(G,) the period of each duty, and by period the minutes (P,) of commitments."""
    periods = period_of(facts.kinds["day_number"].to_numpy(np.int64))
    of_bound = period_of(facts.bound["day"].to_numpy(np.int64))
    return periods, {period: facts.bound_minutes(of_bound, period) for period in np.unique(periods).tolist()}


def _within_week(facts: Facts, taken: Flags) -> Flags:
    return _within(facts, taken, "hours_week_most", facts.calendar.week)


def _within_month(facts: Facts, taken: Flags) -> Flags:
    return _within(facts, taken, "hours_month_most", facts.calendar.month)


def _run_short_enough(facts: Facts, taken: Flags) -> Flags:
    """Whether a duty on that day would keep the run of days within the limit."""
    standing = stands(facts)
    standing[:, LOOK_BACK:] |= _on_duty(facts, taken)
    before, after = np.zeros(standing.shape, dtype=np.int64), np.zeros(standing.shape, dtype=np.int64)
    for day in range(1, standing.shape[1]):
        before[:, day] = np.where(standing[:, day - 1], before[:, day - 1] + 1, 0)
        after[:, -day - 1] = np.where(standing[:, -day], after[:, -day] + 1, 0)
    run = (before + after + 1)[:, LOOK_BACK:][:, facts.kinds["day_number"].to_numpy()]
    short: Flags = run <= facts.people["consecutive_days"].to_numpy()[:, None]
    return short


def _weekend_open(facts: Facts, taken: Flags) -> Flags:
    """Whether a duty on that weekend would leave enough weekends off."""
    on_duty = stands(facts)
    on_duty[:, LOOK_BACK:] |= _on_duty(facts, taken)
    opens = np.ones(taken.shape, dtype=bool)
    weekends = saturdays(facts)
    worked = on_duty[:, weekends + LOOK_BACK] | on_duty[:, weekends + LOOK_BACK + 1]
    day = facts.kinds["day_number"].to_numpy()
    for window, needed in least_weekends_off(facts):
        room = (~worked[:, window]).sum(axis=1) > needed
        for weekend in window:
            here = (day == weekends[weekend]) | (day == weekends[weekend] + 1)
            opens[:, here] &= (room | worked[:, weekend])[:, None]
    return opens


def _within_limits(rule: str, facts: Facts, taken: Flags) -> Flags:
    """Whether the duty would keep a person's hard limits of one rule."""
    opens = np.ones(taken.shape, dtype=bool)
    for limit in facts.limits:
        if limit.rule == rule and limit.weight is None:
            opens[limit.person] &= LIMITS[rule].opens(facts, limit, taken[limit.person])
    return opens


def _pairs_kept(facts: Facts, taken: Flags) -> Flags:
    """Whether a duty keeps to what must hold of pairs: apart, together, beside the mentor."""
    kept = np.ones(taken.shape, dtype=bool)
    for kind, allows in (("apart", free_of), ("together", as_other), ("mentor", beside)):
        for pair in tied(facts, kind):
            if pair.weight is None:
                kept[pair.first] &= allows(facts, pair, taken[pair.second])
                if kind != "mentor":
                    kept[pair.second] &= allows(facts, pair, taken[pair.first])
    return kept


def _within_cover(facts: Facts, taken: Flags) -> Flags:
    """Whether one more person at the post keeps to the most of every interval."""
    opens: Flags = np.broadcast_to(room(facts, taken) > 0, taken.shape).copy()
    return opens


OPENINGS: tuple[tuple[str, Callable[[Facts, Flags], Flags]], ...] = (
    ("cover_most", _within_cover),
    ("one_duty_a_day", _free_that_day),
    ("rest", _rested),
    ("hours_week", _within_week),
    ("hours_month", _within_month),
    ("consecutive_days", _run_short_enough),
    ("weekends_off", _weekend_open),
    ("split_days", split_days_left),
    *((rule, partial(_within_limits, rule)) for rule in LIMITS),
    ("pairs", _pairs_kept),
    ("budget", affordable),
)
"""The hard rules that look at the other duties of a roster, by key: (P, G) whether one more duty keeps them."""
