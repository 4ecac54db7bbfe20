"""Staffings played side by side on the same fresh customers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.staffing import cells as merging
from benchmarks.staffing.cells import Served
from benchmarks.staffing.customers import Customers, from_counts, from_rates
from benchmarks.staffing.places import Place
from benchmarks.staffing.playing import Day
from benchmarks.staffing.reference import remove
from benchmarks.staffing.services import Service
from benchmarks.staffing.spells import Spells
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.seeds import generator

REPLICATIONS = 1000
"""Of each spell, in the search for a reference and, fresh ones, in judging: equally many, for equal cells, which
are merged by the customers expected."""
REAL_LANES = 400
"""At least so many replications of what really came."""
AT_ONCE = 4_000_000
"""Customers played at once, about; for the sake of memory."""


@dataclass(frozen=True)
class Figures:
    """How a staffing did.

    Attributes
    ----------
    hours
        Staffed hours of all spells.
    cells
        How many there are.
    reached
        Share of them in which the promise is reached within the tolerance.
    worst
        By how much the worst cell lies above the promise: points (percent) or minutes; negative if below.
    overall
        What all customers together met: share in percent, or mean wait in minutes.
    """

    hours: float
    cells: int
    reached: float
    worst: float
    overall: float

    @classmethod
    def of(cls, served: Served, service: Service, hours: float) -> Figures:
        """From the cells."""
        unit = 100.0 if service.promise == "share_within" else 1.0
        overall = abs(float(served.value.sum() / served.customers.sum()))
        return cls(
            hours,
            len(served.value),
            served.within(service),
            unit * float(served.above(service).min()),
            unit * overall,
        )


def from_own_rates(
    spells: Spells, staffings: Mapping[str, Ints], service: Service, seed: int, replications: int = REPLICATIONS
) -> dict[str, Served]:
    """Every staffing on the same customers, drawn from the rates that were staffed to."""
    found: dict[str, list[Served]] = {name: [] for name in staffings}
    for mine in _batches(spells.rate, replications):
        draw = generator(seed, "staffing", "judged", int(mine[0]))
        customers = from_rates(spells.rate[mine], spells.grain, replications, service, draw)
        cells = merging.merge(spells.rate[mine] * replications, spells.open[mine])
        _play(customers, spells, mine, cells, staffings, service, found)
    return {name: _joined(parts) for name, parts in found.items()}


def from_what_came(
    spells: Spells, places: list[Place], staffings: Mapping[str, Ints], service: Service, seed: int
) -> dict[str, Served]:
    """Every staffing on real counts; few weeks are repeated, with other minutes and handling times."""
    found: dict[str, list[Served]] = {name: [] for name in staffings}
    for at, place in enumerate(places):
        if len(place.came):
            repeats = -(-REAL_LANES // len(place.came))
            counts = spells.counts(np.tile(place.came, (repeats, 1)), at).astype(np.int64)
            mine = np.flatnonzero(spells.only(at))
            customers = from_counts(counts, spells.grain, service, generator(seed, "staffing", "came", at))
            cells = merging.merge(customers.per_slot(), spells.open[mine])
            _play(customers, spells, mine, cells, staffings, service, found)
    return {name: _joined(parts) for name, parts in found.items() if parts}


def reference(spells: Spells, start: Ints, service: Service, seed: int) -> Ints:
    """Greedy removal from `start` on replications of its own."""
    people = start.copy()
    for mine in _batches(spells.rate, REPLICATIONS):
        draw = generator(seed, "staffing", "searched", int(mine[0]))
        customers = from_rates(spells.rate[mine], spells.grain, REPLICATIONS, service, draw)
        cells = merging.merge(spells.rate[mine] * REPLICATIONS, spells.open[mine])
        people[mine] = remove(customers, spells.grain, cells, start[mine], service)
    return people


def hours(spells: Spells, people: Ints) -> float:
    """Staffed hours."""
    return float(people[spells.open].sum()) * spells.grain / 60


def _batches(rate: Floats, replications: int) -> Iterator[Ints]:
    """Spells, as many at once as memory allows."""
    part = (np.cumsum(rate.sum(axis=1)) * replications // AT_ONCE).astype(np.int64)
    for number in np.unique(part):
        yield np.flatnonzero(part == number)


def _play(
    customers: Customers,
    spells: Spells,
    mine: Ints,
    cells: Ints,
    staffings: Mapping[str, Ints],
    service: Service,
    found: dict[str, list[Served]],
) -> None:
    opened: Mask = spells.open[mine]
    last = opened.shape[1] - 1 - opened[:, ::-1].argmax(axis=1)
    number = customers.per_slot()
    for name, people in staffings.items():
        day = Day(customers, spells.grain, last, max(1, int(people[mine].max())))
        value = customers.per_slot(service.value(day.play(people[mine]).wait))
        found[name].append(Served(merging.totals(cells, number), merging.totals(cells, value)))


def _joined(parts: list[Served]) -> Served:
    return Served(
        np.concatenate([part.customers for part in parts]), np.concatenate([part.value for part in parts])
    )
