"""The design problem of one group of outlets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shifts.design import DesignPrices, DesignProblem
from quarterhour.grid import TimeGrid
from scenarios.plan.designing.candidates import as_slots, away
from scenarios.plan.designing.typical import present_span

APART = "\t"
"""Between outlet and pool in the name of a place; no identifier has it."""


def group_problem(
    week: pd.DataFrame, shifts: pd.DataFrame, prices: DesignPrices, grid: TimeGrid, most: int | None
) -> DesignProblem:
    """`week` is the group's outlet, pool, slot, people; shifts that fit nowhere are left out."""
    need = week.assign(place=week["outlet"] + APART + week["pool"])[["place", "slot", "people"]]
    slots = as_slots(shifts, grid.grain)
    fits = _fits(need, slots, grid.slots_a_day)
    used = shifts[shifts["shift"].isin(fits["shift"])]
    return DesignProblem(
        need=need.reset_index(drop=True),
        shifts=slots[slots["shift"].isin(fits["shift"])].reset_index(drop=True),
        fits=fits,
        slots=grid.slots_a_day,
        days=7,
        prices=prices,
        away=away(used, grid.grain),
        most_shifts=most,
    )


def _fits(need: pd.DataFrame, shifts: pd.DataFrame, slots_a_day: int) -> pd.DataFrame:
    """place, day, shift: shifts that lie inside the hours in which somebody may be there."""
    week = 7 * slots_a_day
    start, length = shifts["start"].to_numpy(np.int64), shifts["length"].to_numpy(np.int64)
    found = []
    for place, own in need.groupby("place"):
        open_ = present_span(own["slot"].to_numpy(np.int64), slots_a_day)
        closed = np.concatenate([[0], np.cumsum(~np.concatenate([open_, open_]))])
        begin = np.arange(7)[:, None] * slots_a_day + start[None, :]
        begin %= week
        day, shift = np.nonzero(closed[begin + length] == closed[begin])
        found.append(pd.DataFrame({"place": place, "day": day, "shift": shifts["shift"].to_numpy()[shift]}))
    return pd.concat(found, ignore_index=True)


def unreached(problem: DesignProblem) -> float:
    """Needed person-slots at which no shift of the problem may be."""
    rows = problem.fits.merge(problem.shifts, on="shift")
    reached = {
        (one["place"], (one["day"] * problem.slots + one["start"] + offset) % problem.week)
        for one in rows.to_dict("records")
        for offset in range(int(one["length"]))
    }
    needed = problem.need.to_dict("records")
    return float(sum(one["people"] for one in needed if (one["place"], one["slot"]) not in reached))
