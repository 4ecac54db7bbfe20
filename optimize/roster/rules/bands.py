"""Even: comparable people within one of each other, as far as they were there.

For each group of comparable people c with d_p days present there is a level L_c with

    L_c <= x_p + b_p - T_c (d_p - d_c) / D_c <= L_c + 1        for all p in c,

x_p what p has, b_p the ledger's balance, T_c = sum x_p, D_c = sum d_p, d_c = min d_p; what lies outside the band
of one is priced. The share T_c d_p / D_c is that of the ledger; what is due from everybody is left out of it, as
the level is free, so that a group which must do more than others is still even among itself. A roster without cost
here is one in which no two comparable people are further than one apart, whole years along; both directions count,
as a limit from above alone lets a few fall behind without end.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimize.roster.model import SCALE, Band, RosterModel
from optimize.roster.rules.burdens import Burden
from optimize.solve import cp_model
from quarterhour.arrays import Ints

ROUNDING = 1e-6
"""Lifts what lies half-way between two steps, so that nobody's arithmetic decides about it."""


def bands(burden: Burden) -> Iterator[Band]:
    """One for each group of two or more comparable people of whom somebody is there."""
    had = np.asarray(np.rint((burden.already + burden.before) * SCALE + ROUNDING), dtype=np.int64)
    for group in np.unique(burden.groups):
        members = np.flatnonzero(burden.groups == group)
        days = burden.there[members]
        if len(members) > 1 and days.any():
            parts = np.append(days - days.min(), days.sum())
            parts //= np.gcd.reduce(parts)
            already = int(burden.already[members].sum())
            yield Band(members, burden.counts, had[members], parts[:-1], int(parts[-1]), already)


def even(model: RosterModel, burden: Burden, weight: int) -> None:
    """Price what lies outside a band of one in each group of comparable people; 1/`SCALE` is the finest step."""
    total = burden.total(model.facts)
    if total and weight:
        for band in bands(burden):
            model.bands.append(band)
            _price(model, band, total, weight)


def _price(model: RosterModel, band: Band, total: int, weight: int) -> None:
    """`total` is the most that the group may have."""
    most: Ints = np.asarray([SCALE * len(model.weighed(p, band.counts)[0]) for p in band.members.tolist()])
    lowest = int(band.had.min()) - SCALE * (total + 1)
    highest = int((band.had + most).max())
    level = model.cp.new_int_var(lowest, highest, "level")
    taken = [_taken(model, band, person, apart=bool(band.shares.any())) for person in band.members.tolist()]
    everything = _everything(model, band, taken, total)
    for own, had, share in zip(taken, band.had.tolist(), band.shares.tolist(), strict=True):
        reached = own * (SCALE * band.whole) - everything * (SCALE * share)
        above = reached + band.whole * had - band.whole * level
        outside = model.cp.new_int_var(0, highest - lowest, "out")
        model.cp.add(band.whole * outside >= above - band.whole * SCALE)
        model.cp.add(band.whole * outside >= -above)
        model.price(outside, weight)


def _taken(model: RosterModel, band: Band, person: int, *, apart: bool) -> cp_model.LinearExprT:
    """What a person takes of it; `apart` as a variable of its own, so that what the group has is no dense row."""
    literals = model.weighed(person, band.counts)[0]
    own = cp_model.LinearExpr.sum(literals)
    if not (apart and literals):
        return own
    taken = model.cp.new_int_var(0, len(literals), "taken")
    model.cp.add(taken == own)
    return taken


def _everything(
    model: RosterModel, band: Band, taken: list[cp_model.LinearExprT], total: int
) -> cp_model.LinearExprT:
    """What the group has, where it matters."""
    if not band.shares.any():
        return 0
    everything = model.cp.new_int_var(0, total, "group")
    model.cp.add(everything == sum(taken) + band.already)
    return everything
