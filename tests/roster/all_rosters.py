"""Two people, six duties: all 729 rosters there are, their rules by hand, and what may be asked of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from optimize.roster import RosterProblem
from optimize.roster.explain import Efforts, Filled, Group, Question, Served, Wished
from tests.roster.cases import day, duty, person, problem

EVERY = list(itertools.product(["", "a", "b"], repeat=6))
"""Who has which of the six duties."""
HOURS = [(8, 14), (12, 20), (20, 27)]
Pick = tuple[int, int, int]
MOST = {"a": 16.0, "b": 13.0}
RUN = {"a": 6, "b": 2}


def kept(names: tuple[str, ...], picks: list[Pick], groups: Collection[Group], *, same_day: bool = False) -> bool:
    """Whether a roster (a name or "" a duty) keeps these rules of these people; all hours by hand.

    The model's constraints of rest forbid some pairs of duties on one day too, as the rule does (`same_day`), and
    leave others to `one_duty_a_day`.
    """
    for group in groups:
        if group.rule == "hole":
            if not names[int(group.place.removeprefix("d"))]:
                return False
            continue
        mine = sorted(pick for name, pick in zip(names, picks, strict=True) if name == group.people[0])
        days = [pick[0] for pick in mine]
        pairs = [(one, two) for one, two in itertools.combinations(mine, 2) if same_day or one[0] < two[0]]
        breaks = {
            "one_duty_a_day": len(days) > len(set(days)),
            "rest": any(24 * two[0] + two[1] - 24 * one[0] - one[2] < 11 for one, two in pairs),
            "hours_week": sum(end - begin for _, begin, end in mine) > MOST[group.people[0]],
            "consecutive_days": len(set(days)) > RUN[group.people[0]],
        }
        if breaks[group.rule]:
            return False
    return True


def small(seed: int) -> tuple[RosterProblem, list[Pick]]:
    """Two people and six different duties on three days."""
    draw = np.random.default_rng(seed)
    every = [(number, *hours) for number in range(3) for hours in HOURS]
    picks = [every[index] for index in sorted(draw.permutation(9)[:6].tolist())]
    staff = [person(name, hours_week_most=MOST[name], consecutive_days=RUN[name]) for name in "ab"]
    return problem(staff, [duty(f"d{number}", *pick) for number, pick in enumerate(picks)], days=3), picks


def questions(names: tuple[str, ...], picks: list[Pick]) -> Iterator[tuple[Question, Any]]:
    """Every hole, a day off for everybody on duty, and one other name a duty, each with its test of a roster."""
    for number, name in enumerate(names):
        if not name:
            yield Filled(f"d{number}"), lambda other, number=number: bool(other[number])
        else:
            when = picks[number][0]
            days = [index for index, pick in enumerate(picks) if pick[0] == when]
            off = lambda other, name=name, days=days: all(other[index] != name for index in days)  # noqa: E731
            yield Wished(name, day(when), "off"), off
        swapped = "b" if name == "a" else "a"
        yield Served(swapped, f"d{number}"), lambda other, number=number, who=swapped: other[number] == who


def effort(
    names: tuple[str, ...], picks: list[Pick], rules: list[Group], empty: frozenset[int], hole: int
) -> float:
    """The least effort with which a roster may stand: hours more a week, and one place for somebody new."""
    if not kept(names, picks, [rule for rule in rules if rule.rule != "hours_week"]):
        return np.inf
    left = sum(not name for index, name in enumerate(names) if index not in empty - {hole})
    more = 0
    for who, limit in MOST.items():
        hours = sum(end - begin for name, (_, begin, end) in zip(names, picks, strict=True) if name == who)
        more += max(0, math.ceil(hours - limit))
    return np.inf if left > 1 else Efforts().hours_week * more + Efforts().hire * left
