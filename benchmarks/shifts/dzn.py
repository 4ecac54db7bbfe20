"""Shift-design instances in MiniZinc data form, in two readings.

Fields: `interval` minutes a slot; `days`; `demand`, people by slot of the days; by shift type `minStart`,
`maxStart`, `minLength`, `maxLength` in slots; `minDuties`, `maxDuties` a week for a person who works `avgMinutes`;
`weightUnderCover`, `weightOverCover` a minute; `weightShiftInstances` a distinct shift (start and length, on
whatever days); `weightDutiesPerWeek` a duty a week outside the bounds. The days repeat: what lasts past the end of
the last day covers the first.

**classic** (Musliu, Schaerf and Slany 2004): every deviation has its weight; a weight of 0 leaves the term out.

**bounded** (what the files' collection asks for): nobody may be missing, and no more than `maxDuties` a week are
allowed, so duties last at least avgMinutes / maxDuties minutes in the mean; `weightOverCover` and
`weightShiftInstances` are left. The toys, where nobody missing costs nothing, and the `_mod` instances, which
differ from their originals in bounds of weight 0, have a meaning in this reading only.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from optimize.shifts.design import DesignPrices, DesignProblem, DutyRule

CLASSIC, BOUNDED = "classic", "bounded"
FIELD = re.compile(r"(\w+)\s*=\s*(\[[^\]]*\]|[^;]+);")


def read_dzn(path: Path, reading: str) -> DesignProblem:
    """One instance in one reading."""
    found = dict(FIELD.findall(path.read_text(encoding="utf-8")))
    lists = {name: [float(part) for part in text.strip("[] \n").split(",")] for name, text in found.items()}
    one = {name: values[0] for name, values in lists.items()}
    grain, days = int(one["interval"]), int(one["days"])
    slots = 1440 // grain
    demand = np.array(lists["demand"], dtype=np.int64)
    if len(demand) != days * slots:
        raise ValueError(f"{path}: {len(demand)} slots of demand.\nMaybe interval or days are others.")
    shifts = _shifts(lists)
    fits = pd.DataFrame({"day": range(days)}).merge(shifts[["shift"]], how="cross").assign(place="")
    classic = reading == CLASSIC
    bounds = (one["minDuties"] if classic else 0.0, one["maxDuties"], one["avgMinutes"])
    price = one["weightDutiesPerWeek"] if classic else None
    return DesignProblem(
        need=pd.DataFrame({"place": "", "slot": np.arange(len(demand)), "people": demand}),
        shifts=shifts,
        fits=fits,
        slots=slots,
        days=days,
        prices=DesignPrices(
            over=one["weightOverCover"] * grain,
            under=one["weightUnderCover"] * grain if classic else None,
            shift=one["weightShiftInstances"],
        ),
        duties=None if price == 0 else DutyRule(*bounds, price),
    )


def _shifts(lists: dict[str, list[float]]) -> pd.DataFrame:
    """Every start and length of the types, each once."""
    bounds = zip(*(lists[name] for name in ("minStart", "maxStart", "minLength", "maxLength")), strict=True)
    pairs = {
        (start, length)
        for first, last, least, most in bounds
        for start in range(int(first), int(last) + 1)
        for length in range(int(least), int(most) + 1)
    }
    rows = [(f"{start}+{length}", start, length, length) for start, length in sorted(pairs)]
    return pd.DataFrame(rows, columns=["shift", "start", "length", "paid"])
