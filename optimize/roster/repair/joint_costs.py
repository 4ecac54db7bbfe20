"""What one more duty changes in weighted rules that look at several people: pairs, cover by time of day, budgets.

All that stands is bound in the facts; the kinds are duties that might be taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.money import STEP, budgets
from optimize.roster.pairs import Pair, Places, locked_places, new_places, shared_minutes, tied
from optimize.roster.rules.cover import least_weight, spans
from optimize.roster.weights import Weights
from quarterhour.arrays import Ints


class Change(NamedTuple):
    """One person's (row of `Facts.people`) change in one rule; more is worse. `weight` is points a unit."""

    person: int
    rule: str
    amount: float
    unit: str
    weight: float


def joint_costs(facts: Facts, kind: int, weights: Weights) -> list[Change]:
    """Changes of everybody in all of these rules, hard ones left out: they forbid."""
    return [
        *(change for rule in TIES for change in rule(facts, kind)),
        *cover(facts, kind, weights),
        *budget(facts, kind),
    ]


def apart(facts: Facts, kind: int) -> Iterator[Change]:
    """Hours at one outlet with somebody who is to be kept apart."""
    for pair, taken in _weighted(facts, "apart", kind):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            there = locked_places(facts, other)
            holds = _holds(pair, taken.day)[:, None] if one == pair.first else _holds(pair, there.day)
            shared = shared_minutes(taken, there) * holds
            yield _hours(one, "apart", int(shared.sum()), pair)


def together(facts: Facts, kind: int) -> Iterator[Change]:
    """The day, where it makes two people's times differ, or no longer."""
    for pair, taken in _weighted(facts, "together", kind):
        both, day = [pair.first, pair.second], int(taken.day[0])
        shut = facts.absent[both, day] | ~facts.present[both, day]
        if not pair.days[day] or shut.any() or _bound(facts, both, day):
            continue
        for one, other in (both, both[::-1]):
            there = locked_places(facts, other)
            today = there.day == day
            change = float(_times(there, today) != _times(taken)) - float(today.any())
            yield Change(one, "together", change, "days", float(pair.weight or 0))


def mentor(facts: Facts, kind: int) -> Iterator[Change]:
    """Hours of a trainee without the mentor: those of this duty, or those that the mentor's being there saves."""
    for pair, taken in _weighted(facts, "mentor", kind):
        trainee, there = locked_places(facts, pair.first), locked_places(facts, pair.second)
        alone = int((taken.ends - taken.begins).sum() - shared_minutes(taken, there).sum())
        yield _hours(pair.first, "mentor", alone * int(_holds(pair, taken.day)[0]), pair)
        saved = shared_minutes(trainee, taken).sum(axis=1) * _holds(pair, trainee.day)
        yield _hours(pair.second, "mentor", -int(saved.sum()), pair)


def cover(facts: Facts, kind: int, weights: Weights) -> Iterator[Change]:
    """Hours of people missing to a least or beyond a most, by weight; the same for everybody."""
    for span, minutes in spans(facts).items():
        if kind not in span.kinds:
            continue
        lacks = span.least is not None and span.there < span.least
        over = span.most is not None and span.there >= span.most and span.weight is not None
        for rule, amount, weight in (
            ("cover_least", -minutes * lacks, least_weight(span.weight, weights)),
            ("cover_most", minutes * over, span.weight or 0),
        ):
            for person in range(len(facts.people)) if amount else ():
                yield Change(person, rule, amount / 60, "hours", float(weight))


def budget(facts: Facts, kind: int) -> Iterator[Change]:
    """Units of money begun beyond a ceiling."""
    nothing = np.zeros((len(facts.people), len(facts.kinds)), dtype=bool)
    for one in budgets(facts):
        if one.weight is None:
            continue
        before = one.least() - one.most
        after = before + one.more(nothing)[:, kind]
        beyond = np.maximum(-(-after // STEP), 0) - max(-(-before // STEP), 0)
        for person, amount in enumerate(beyond.tolist()):
            yield Change(person, "budget", float(amount), "money", float(one.weight))


TIES: tuple[Callable[[Facts, int], Iterator[Change]], ...] = (apart, together, mentor)
"""One a kind of pair."""


def _weighted(facts: Facts, tie: str, kind: int) -> Iterator[tuple[Pair, Places]]:
    """Weighted pairs, and the duty as places (two where it is split), where it is work."""
    pairs = [pair for pair in tied(facts, tie) if pair.weight is not None]
    if not pairs:
        return
    places = new_places(facts)
    row = places.kind == kind
    if row.any():
        taken = Places(
            *(column[row] for column in (places.kind, places.outlet, places.begins, places.ends, places.day))
        )
        yield from ((pair, taken) for pair in pairs)


def _times(places: Places, rows: Flags | slice = slice(None)) -> list[tuple[int, int]]:
    """When stretches begin and end, in order."""
    return sorted(zip(places.begins[rows].tolist(), places.ends[rows].tolist(), strict=True))


def _holds(pair: Pair, days: Ints) -> Flags:
    """Whether the pair holds on each day; outside the horizon it does not count."""
    inside = (days >= 0) & (days < len(pair.days))
    holds: Flags = inside & pair.days[np.where(inside, days, 0)]
    return holds


def _bound(facts: Facts, people: list[int], day: int) -> bool:
    """Whether one of them has a locked duty or training on that day, which no wish to be together moves."""
    standing = facts.unit.locked
    mine = standing["employee"].isin(facts.people["employee"].iloc[people])
    today = standing[mine & (facts.calendar.day(standing["day"]) == day)]
    return bool((today["locked"].astype(bool) | (today["activity"] == "training")).any())


def _hours(person: int, rule: str, minutes: int, pair: Pair) -> Change:
    return Change(person, rule, minutes / 60, "hours", float(pair.weight or 0))
