"""Even: comparable people within one of each other, as far as they were there.

For each group of comparable people c with d_p days present there is a level L_c with

    L_c - l_p <= x_p + b_p - T_c (d_p - d_c) / D_c <= L_c + u_p        for all p in c,

x_p what p has, b_p the ledger's balance, T_c = sum x_p, D_c = sum d_p, d_c = min d_p, l_p + u_p the band's width,
as a rule l_p = 0 and u_p = 1; what lies outside the band is priced, by steps begun: otherwise a wish would buy a
little more every month.
The share T_c d_p / D_c is that of the ledger; what is due from everybody is left out of it, as the level is free,
so that a group which must do more than others is still even among itself. A roster without cost here is one in
which no two comparable people are further than one apart, whole years along; both directions count, as a limit
from above alone lets a few fall behind without end. All is exact: balances are whole sixtieths (`alike.before`,
`ledger`), and the level is any fraction that shares can make, so that what is within one here is within one in the
ledger after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimize.roster.model import SCALE, Band, RosterModel
from optimize.roster.rules.burdens import Burden
from optimize.solve import cp_model
from quarterhour.arrays import Ints


@dataclass(frozen=True)
class Bounds:
    """How far comparable people may stand below and above their level, and by what steps begun the rest counts.

    All in 1/`SCALE`; `below` and `above` for everybody, or by person (P,). What is `late` is priced in the last
    part of a search alone, what is `eased` little until then; what is `settled` is settled with what is late where
    that has to be paid (`Late.start`).
    """

    below: Ints | int = 0
    above: Ints | int = SCALE
    step: int = SCALE // 4
    late: bool = False
    eased: bool = False
    settled: bool = False


ONE = Bounds()
"""Within one of each other; beyond it a quarter begun counts as a quarter."""

BY_WHOLE_ONES = Bounds(step=SCALE, eased=True)
"""The same, but one begun counts as one, and little as long as places are being filled."""


def bands(burden: Burden, bounds: Bounds) -> Iterator[Band]:
    """One for each group of two or more comparable people of whom somebody is there."""
    below, above = (np.broadcast_to(side, burden.there.shape) for side in (bounds.below, bounds.above))
    had = np.asarray(np.rint((burden.already + burden.before) * SCALE), dtype=np.int64)
    for group in np.unique(burden.groups):
        members = np.flatnonzero(burden.groups == group)
        days = burden.there[members]
        if len(members) > 1 and days.any():
            parts = np.append(days - days.min(), days.sum())
            parts //= np.gcd.reduce(parts)
            already = int(burden.already[members].sum())
            yield Band(
                members,
                burden.counts,
                had[members],
                parts[:-1],
                int(parts[-1]),
                already,
                below[members],
                above[members],
            )


def even(model: RosterModel, burden: Burden, weight: int, bounds: Bounds = ONE) -> None:
    """Price what lies outside the band of each group of comparable people: `weight` points a whole."""
    total = burden.total(model.facts)
    if total and weight:
        for band in bands(burden, bounds):
            steps = _price(model, band, total, weight, bounds.step)
            model.bands.append(band)
            model.outside.append(steps)
            if bounds.eased:
                model.eased += steps
            if bounds.settled:
                model.settled += steps
                model.settled_bands.append(band)
            if bounds.late:
                model.late += steps
                model.late_bands.append(band)


def _price(model: RosterModel, band: Band, total: int, weight: int, step: int) -> list[cp_model.IntVar]:
    """The steps that each lies outside; `total` is the most that the group may have."""
    most: Ints = np.asarray([SCALE * len(model.weighed(p, band.counts)[0]) for p in band.members.tolist()])
    lowest = int(band.had.min()) - SCALE * (total + 1)
    highest = int((band.had + most).max())
    level = model.cp.new_int_var(band.whole * lowest, band.whole * highest, "level")
    taken = [_taken(model, band, person, apart=bool(band.shares.any())) for person in band.members.tolist()]
    everything = _everything(model, band, taken, total)
    priced = []
    for own, had, share, below, above in zip(
        taken, *(column.tolist() for column in (band.had, band.shares, band.below, band.above)), strict=True
    ):
        reached = own * (SCALE * band.whole) - everything * (SCALE * share) + band.whole * had
        steps = model.cp.new_int_var(0, (highest - lowest) // step + 1, "out")
        outside = band.whole * step * steps
        model.cp.add(outside >= reached - level - band.whole * above)
        model.cp.add(outside >= level - reached - band.whole * below)
        model.price(steps, weight * step)
        priced.append(steps)
    return priced


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
