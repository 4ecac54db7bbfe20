"""Cover by post and interval: how many are on duty there at the beginning of an interval, whatever their shifts.

For an interval i of m_i minutes, b_i people who are there anyway (lent, partners' and locked ones), kinds g of
duty that are under way then (not in the long break of a split duty), n_g places and missing[g] of them open:

    on_i = b_i + sum_g (n_g - missing[g])
    short_i >= least_i - on_i              always priced, so that a lack stays visible
    on_i <= max(most_i, b_i)               or over_i >= on_i - most_i, priced

Amounts are hours of people. Lent duties and partners' count as planned: others answer for their holes.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.known import remembered
from optimize.roster.model import RosterModel
from optimize.roster.split import rested, stretches
from optimize.roster.weights import Weights
from quarterhour.arrays import Ints


class Span(NamedTuple):
    """Intervals with the same duties under way: kinds, people there anyway, least and most (None: no such).

    `limit` is the row's name where it has a level of its own.
    """

    kinds: tuple[int, ...]
    there: int
    least: int | None
    most: int | None
    weight: int | None
    limit: str


def spans(facts: Facts) -> dict[Span, int]:
    """All spans of the unit's cover limits, with their minutes."""
    return remembered(facts, ("cover",), lambda: _spans(facts))


def _spans(facts: Facts) -> dict[Span, int]:
    table, kinds = facts.unit.problem.cover, facts.kinds
    if table.empty:
        return {}
    starts, ends = facts.calendar.minutes(table["start"]), facts.calendar.minutes(table["end"])
    begins, finishes = kinds["begins"].to_numpy(np.int64), kinds["ends"].to_numpy(np.int64)
    works = (kinds["activity"] == "work").to_numpy(bool)
    outlet, post = kinds["outlet"].to_numpy(object), kinds["post"].to_numpy(object)
    locked, away = _locked(facts, starts), rested(kinds, starts)
    found: Counter[Span] = Counter()
    for row, limit in enumerate(table.to_dict("records")):
        there = works & (outlet == limit["outlet"]) & (post == limit["post"])
        there &= (begins <= starts[row]) & (finishes > starts[row]) & ~away[row]
        least, most, weight = (
            None if np.isnan(limit[name]) else int(limit[name]) for name in ("least", "most", "weight")
        )
        under_way = tuple(np.flatnonzero(there).tolist())
        own = limit["limit"] if limit["limit"] in facts.unit.problem.levels else ""
        span = Span(under_way, int(limit["borrowed"]) + int(locked[row]), least, most, weight, own)
        found[span] += int(ends[row] - starts[row])
    return dict(found)


def _locked(facts: Facts, starts: Ints) -> Ints:
    """For each interval the unit's people who are locked at the post then."""
    cover, there = facts.unit.problem.cover, stretches(facts.unit.locked)
    there = there[there["works"]]
    count = np.zeros(len(starts), dtype=np.int64)
    for outlet, post, begin, end in zip(
        there["outlet"],
        there["post"],
        facts.calendar.minutes(there["start"]),
        facts.calendar.minutes(there["end"]),
        strict=True,
    ):
        here = ((cover["outlet"] == outlet) & (cover["post"] == post)).to_numpy(bool)
        count += here & (begin <= starts) & (end > starts)
    return count


def cover_least(model: RosterModel) -> None:
    """Price hours of people missing to a least; at the price of a hole where it has no weight."""
    for span, minutes in spans(model.facts).items():
        lack = (span.least or 0) - span.there
        if lack <= 0:
            continue
        short = model.cp.new_int_var(0, lack, "short")
        model.cp.add(short >= lack - _on(model, span))
        model.price(short, minutes * least_weight(span.weight, model.weights), span.limit)


def least_weight(weight: int | None, weights: Weights) -> int:
    """Points an hour of somebody missing."""
    return weights.hole if weight is None else weight


def cover_most(model: RosterModel) -> None:
    """Forbid people beyond a most, or price their hours."""
    for span, minutes in spans(model.facts).items():
        places = sum(int(model.facts.kinds["people"].iloc[kind]) for kind in span.kinds)
        if span.most is None or span.there + places <= span.most:
            continue
        if span.weight is None:
            model.cp.add(_on(model, span) <= max(span.most - span.there, 0))
        else:
            over = model.cp.new_int_var(0, span.there + places - span.most, "over")
            model.cp.add(over >= _on(model, span) + (span.there - span.most))
            model.price(over, minutes * span.weight, span.limit)


def _on(model: RosterModel, span: Span) -> Any:
    """How many of the unit take a duty of these kinds."""
    places = model.facts.kinds["people"].tolist()
    return sum(places[kind] - model.missing[kind] for kind in span.kinds)


def room(facts: Facts, taken: Flags) -> Ints:
    """(G,) how many more may take each kind beside `taken` (P, G) by hard mosts; many where none speaks of it."""
    left = np.full(len(facts.kinds), len(facts.people) + 1, dtype=np.int64)
    used = taken.sum(axis=0)
    for span in spans(facts):
        if span.most is not None and span.weight is None:
            kinds = list(span.kinds)
            left[kinds] = np.minimum(left[kinds], span.most - span.there - int(used[kinds].sum()))
    return left
