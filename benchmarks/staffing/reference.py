"""A staffing with few hours, found by greedy removal: the yardstick for staffed hours.

From a staffing that keeps the promise in every cell (ours, raised where it does not), one person is taken out of
one interval wherever the promise still holds in every cell of the spell, the interval with most room first, until
no single removal is left. It is played on replications of its own and judged on fresh ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.staffing import cells as merging
from benchmarks.staffing.cells import Served
from benchmarks.staffing.customers import Customers
from benchmarks.staffing.playing import Day, Played
from benchmarks.staffing.services import Service
from quarterhour.arrays import Floats, Ints, Mask

MINIMUM = 1
"""People while open."""


@dataclass(frozen=True)
class Trial:
    """Slots played again after a change: customers' new waits, and the new states.

    Attributes
    ----------
    states
        (slot at whose beginning, lanes, ready, next row) of each step.
    """

    rows: Ints
    waits: Floats
    states: list[tuple[Ints, Ints, Floats, Ints]]


def remove(customers: Customers, grain: int, cells: Ints, start: Ints, service: Service) -> Ints:
    """Greedy removal from `start`, raised first; `start` and the slots' cells have shape (spells, slots)."""
    opened = cells >= 0
    last = opened.shape[1] - 1 - opened[:, ::-1].argmax(axis=1)
    least = np.where(opened, np.maximum(start, MINIMUM), 0)
    people, day, played = _raised(customers, grain, last, least, cells, service)
    number = customers.per_slot()
    value = customers.per_slot(service.value(played.wait))
    total = merging.totals(cells, number)
    refused = ~opened
    removed = True
    while True:
        room = Served(total, merging.totals(cells, value)).above(service)[cells]
        free = opened & ~refused & (people > MINIMUM)
        if not free.any():
            if not removed:
                return people
            refused, removed = ~opened, False
            continue
        slot = np.where(free.any(axis=1), np.where(free, room, -np.inf).argmax(axis=1), -1)
        spell = np.flatnonzero(slot >= 0)
        fewer = people.copy()
        fewer[spell, slot[spell]] -= 1
        trial = again(day, played, fewer, slot)
        change = service.value(trial.waits) - service.value(played.wait[trial.rows])
        by_bin = np.bincount(customers.bin[trial.rows], change, minlength=value.size)
        changed = value + by_bin.reshape(value.shape)
        holds = Served(total, merging.totals(cells, changed)).kept(service)
        broken: Mask = np.any(opened & ~holds[cells], axis=1)
        good = (slot >= 0) & ~broken
        people[good], value[good] = fewer[good], changed[good]
        refused[spell, slot[spell]] = broken[spell]
        removed |= bool(good.any())
        _accept(day, played, trial, good)


def _raised(
    customers: Customers, grain: int, last: Ints, people: Ints, cells: Ints, service: Service
) -> tuple[Ints, Day, Played]:
    """One person more in every slot of each cell that breaks the promise, until none does."""
    total = merging.totals(cells, customers.per_slot())
    while True:
        day = Day(customers, grain, last, int(people.max()))
        played = day.play(people)
        value = customers.per_slot(service.value(played.wait))
        kept = Served(total, merging.totals(cells, value)).kept(service)
        if kept.all():
            return people, day, played
        people = people + np.where(cells >= 0, ~kept[cells], 0)


def again(day: Day, played: Played, people: Ints, changed: Ints) -> Trial:
    """Play each spell from its changed slot (-1: not at all) until all is as it was before the change."""
    spells = np.repeat(np.arange(len(people)), day.customers.replications)
    lane = np.flatnonzero(changed[spells] >= 0)
    slot = changed[spells[lane]]
    ready, queue = played.ready[slot, :, lane].T, played.next[slot, lane]
    rows, waits, states = [], [], []
    while len(lane):
        ready, queue, row, wait = day.slot(lane, slot, people[spells[lane], slot], ready, queue)
        rows.append(row)
        waits.append(wait)
        slot = slot + 1
        states.append((slot, lane, ready, queue))
        differs = (ready != played.ready[slot, :, lane].T).any(axis=0) | (queue != played.next[slot, lane])
        on = differs & (slot <= day.last[spells[lane]])
        lane, slot, ready, queue = lane[on], slot[on], ready[:, on], queue[on]
    return Trial(np.concatenate(rows), np.concatenate(waits), states)


def _accept(day: Day, played: Played, trial: Trial, good: Mask) -> None:
    """Make the trial of the `good` spells the state of things; changes `played`."""
    replications = day.customers.replications
    mine = good[day.customers.bin[trial.rows] // day.customers.shape[1]]
    played.wait[trial.rows[mine]] = trial.waits[mine]
    for slot, lane, ready, queue in trial.states:
        kept = good[lane // replications]
        played.ready[slot[kept], :, lane[kept]] = ready[:, kept].T
        played.next[slot[kept], lane[kept]] = queue[kept]
