"""Which people and which days a search frees next."""

from __future__ import annotations

import numpy as np

from optimize.linear import Numbers
from optimize.roster.columns.problem import BANNED, Ids, Problem, Rosters, cover_costs


def people_to_free(
    problem: Problem,
    rosters: Rosters,
    there: Ids,
    dear: Numbers,
    size: int,
    span: range,
    generator: np.random.Generator,
) -> Ids:
    """About `size` people: some who could fill a cell that is short, and some whose rosters are dear.

    Parameters
    ----------
    dear
        Per person: how far the roster is from the cheapest at the bound's prices; zeros where there are none.
    span
        The days that will be free.
    """
    everybody = np.arange(len(problem.people))
    size = min(size, len(everybody))
    chosen: list[int] = []
    days = np.array(span)
    short = np.argwhere((there < problem.wanted)[days])
    if len(short) and generator.random() < 0.95:
        day, kind = short[generator.integers(len(short))]
        day = days[day]
        able = (problem.price[:, day, kind + 1] < BANNED) & (rosters[:, day] == 0)
        chosen = generator.permutation(np.flatnonzero(able))[: 2 * size // 3].tolist()
    rest = np.setdiff1d(everybody, chosen)
    weight = (1.0 + dear[rest]) ** (0.7 if generator.random() < 0.6 else 0.0)
    # the largest of u ** (1 / weight) is a draw without replacement by weight (Efraimidis and Spirakis 2006)
    order = np.argsort(-(generator.random(len(rest)) ** (1.0 / weight)))
    return np.sort(np.concatenate([np.array(chosen, dtype=np.int64), rest[order][: size - len(chosen)]]))


def days_to_free(problem: Problem, there: Ids, length: int, generator: np.random.Generator) -> range:
    """A stretch of days, more often where people are missing or too many."""
    if length >= problem.days:
        return range(problem.days)
    weight = 1.0 + cover_costs(problem, there)
    day = int(generator.choice(problem.days, p=weight / weight.sum()))
    begin = day - int(generator.integers(length))
    begin = min(max(0, begin), problem.days - length)
    return range(begin, begin + length)
