"""A first roster, day by day: each day's places go to the people with the most hours still to fill."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.model import SCALE, Band
from optimize.roster.money import budgets
from optimize.roster.openings import OPENINGS
from optimize.roster.pairs import free_of, tied
from optimize.roster.rules.cover import room

STEADY = 3.0
"""Weight of a start a whole day away against all regular hours of the horizon (measured: a third fewer holes)."""

EVEN = 3.0
"""The same of one night, weekend day or holiday more than whoever comparable has least (measured, 53 people: first
rosters within three nights of each other that were up to 17 apart, and 15 open places in place of 24 in a year at
whose end all groups are within one)."""


def first_roster(facts: Facts, allowed: Flags, begun: Flags | None = None, bands: Sequence[Band] = ()) -> Flags:
    """(P, G) a roster that keeps every hard rule, of trained people only.

    Each day is an assignment problem between people and places: as many hours filled as possible (work
    before standby), then by share of regular hours used so far, wishes for the day off, and starts like those of
    the day before, which spare rest, and who has least of what comparable people share (`bands`). Duties that are
    `begun` with (P, G) stay; their hours do not count as used.
    """
    kinds = facts.kinds
    numbers, places = kinds["day_number"].to_numpy(), kinds["people"].to_numpy()
    taken = np.zeros(allowed.shape, dtype=bool) if begun is None else begun.copy()
    regular = np.maximum(facts.regular_minutes().sum(axis=1), 60)
    used = facts.bound_minutes((facts.bound["day"] >= 0).to_numpy().astype(np.int64), 1) + facts.credited.sum(
        axis=1
    )
    worked = kinds["worked"].to_numpy()
    length = (kinds["ends"] - kinds["begins"]).to_numpy() / 60
    value = np.where(kinds["activity"] == "standby", 1.0, 10.0) * length
    clock = kinds["begins"].to_numpy() - facts.calendar.edges[numbers]
    last = np.full(len(facts.people), np.nan)
    wishes = _off(facts)
    usable = allowed & facts.people["trained"].to_numpy(bool)[:, None]
    for day in facts.days:
        today = np.flatnonzero(numbers == day)
        if not len(today):
            continue
        free = usable[:, today] & np.logical_and.reduce([opens(facts, taken)[:, today] for _, opens in OPENINGS])
        moved = np.abs(clock[today][None, :] - last[:, None]) / 1440
        costs = (
            (used / regular + wishes[:, day])[:, None]
            + STEADY * np.nan_to_num(moved)
            - 100 * value[today][None, :]
        )
        for band in bands:
            costs[band.members] += EVEN * np.outer(_ahead(band, taken), band.counts[today])
        costs = np.where(free, costs, 0.0)
        copies = np.repeat(np.arange(len(today)), np.maximum(places[today] - taken[:, today].sum(axis=0), 0))
        person, place = linear_sum_assignment(costs[:, copies])
        kind = copies[place]
        given = free[person, kind]
        taken[person[given], today[kind[given]]] = True
        used[person[given]] += worked[today[kind[given]]]
        last[person[given]] = clock[today[kind[given]]]
        keep_joint_rules(facts, taken, day)
    return taken


def _ahead(band: Band, taken: Flags) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """(M,) how much more each member of a band has than the one who has least."""
    stands = band.reached(taken[band.members] @ band.counts)
    ahead: np.ndarray[tuple[int], np.dtype[np.float64]] = (stands - stands.min()) / SCALE
    return ahead


def keep_joint_rules(facts: Facts, taken: Flags, day: int) -> None:
    """Take back what people were given at once on a day that hard rules allow to each alone, but not to all."""
    _part(facts, taken)
    _thin(facts, taken)
    _afford(facts, taken, day)


def _thin(facts: Facts, taken: Flags) -> None:
    """Take duties off people where more are at a post than may be."""
    for kind in np.flatnonzero(room(facts, taken) < 0).tolist():
        beyond = -min(int(room(facts, taken)[kind]), 0)
        taken[np.flatnonzero(taken[:, kind])[:beyond], kind] = False


def _afford(facts: Facts, taken: Flags, day: int) -> None:
    """Take duties of a day off people, one after the other, where the roster costs more than it may."""
    today = np.argwhere(taken & (facts.kinds["day_number"].to_numpy() == day)[None, :])
    for one in budgets(facts):
        most = max(one.most, one.least())
        for person, kind in today[::-1] if one.weight is None else ():
            if one.cost(taken) <= most:
                break
            taken[person, kind] = False


def _part(facts: Facts, taken: Flags) -> None:
    """Take duties off those who were given them on one day with somebody they must be kept apart from."""
    for pair in tied(facts, "apart"):
        if pair.weight is None:
            taken[pair.first] &= free_of(facts, pair, taken[pair.second])


def _off(facts: Facts) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(P, D): weights of wishes for a day off."""
    requests = facts.unit.problem.requests
    asked = requests[requests["kind"] == "off"]
    day = facts.calendar.day(asked["day"])
    inside = (day >= 0) & (day < facts.calendar.days)
    row = {employee: number for number, employee in enumerate(facts.people["employee"])}
    who = np.asarray([row[employee] for employee in asked["employee"]], dtype=np.int64)
    weights = np.zeros((len(facts.people), facts.calendar.days))
    weights[who[inside], day[inside]] = asked["weight"].to_numpy(float)[inside]
    return weights
