"""Each way to begin a duty: where it is present, and how many people are worth having on it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Numbers
from optimize.shifts.design.values import DesignProblem
from quarterhour.arrays import spread


def starts_of(problem: DesignProblem, places: pd.Index) -> pd.DataFrame:
    """Each way to begin: p, day, s, way, row after row."""
    ways = problem.away[["shift", "way"]].drop_duplicates()
    ways = problem.shifts[["shift"]].merge(ways, on="shift", how="left").fillna({"way": 0})
    rows = problem.fits.merge(ways, on="shift")
    rows = rows.assign(
        p=places.get_indexer(pd.Index(rows["place"])),
        s=pd.Index(problem.shifts["shift"]).get_indexer(pd.Index(rows["shift"])),
        way=rows["way"].astype("int64"),
        day=rows["day"].astype("int64"),
    )
    return rows[["p", "day", "s", "way"]].sort_values(["p", "day", "s", "way"], ignore_index=True)


def presence_of(problem: DesignProblem, starts: pd.DataFrame) -> pd.DataFrame:
    """row (of `starts`), p, slot, share: where somebody is at the post, breaks taken out."""
    length = problem.shifts["length"].to_numpy(np.int64)[starts["s"]]
    row, offset = spread(np.zeros(len(starts), np.int64), length)
    there = pd.DataFrame({"row": row, "offset": offset, "s": starts["s"].to_numpy()[row]})
    there["way"] = starts["way"].to_numpy()[row]
    away = problem.away.assign(s=pd.Index(problem.shifts["shift"]).get_indexer(pd.Index(problem.away["shift"])))
    away = away[["s", "way", "offset", "share"]].astype({"way": "int64", "offset": "int64", "share": "float64"})
    there = there.merge(away, on=["s", "way", "offset"], how="left")
    begin = starts["day"].to_numpy() * problem.slots + problem.shifts["start"].to_numpy(np.int64)[starts["s"]]
    there["slot"] = (begin[row] + offset) % problem.week
    there["share"] = 1.0 - there["share"].fillna(0.0)
    there["p"] = starts["p"].to_numpy()[row]
    return there.loc[there["share"] > 0, ["row", "p", "slot", "share"]].reset_index(drop=True)


def least_presence(problem: DesignProblem) -> float:
    """The least share of its length that any duty is at the post."""
    away = problem.away.groupby(["shift", "way"], as_index=False)[["share"]].sum()
    length = away["shift"].map(problem.shifts.set_index("shift")["length"]).to_numpy(float)
    return float(1.0 - np.max(away["share"].to_numpy(float) / length, initial=0.0))


def most_useful(problem: DesignProblem, need: Numbers, starts: pd.DataFrame) -> Numbers:
    """The highest need that each duty meets."""
    s = starts["s"].to_numpy()
    begin = starts["day"].to_numpy() * problem.slots + problem.shifts["start"].to_numpy(np.int64)[s]
    row, offset = spread(np.zeros(len(s), np.int64), problem.shifts["length"].to_numpy(np.int64)[s])
    most = np.zeros(len(s))
    np.maximum.at(most, row, need[starts["p"].to_numpy()[row], (begin[row] + offset) % problem.week])
    return most


def beyond_need(problem: DesignProblem, most: Numbers, starts: pd.DataFrame, worst: float) -> Numbers:
    """People beyond the highest need that a rule on duties may want of each duty.

    Each of them is beyond need all along, which a plan of at most the `worst` cost can pay for so often; without
    such a plan, all that could balance.
    """
    presence = presence_of(problem, starts)
    lasting = np.bincount(presence.loc[presence["share"] == 1.0, "row"], minlength=len(starts))
    all_ = np.full(len(most), float(most.sum()))
    if not np.isfinite(worst) or problem.prices.over <= 0 or not lasting.all():
        return all_
    return np.asarray(np.minimum(np.floor(worst / (problem.prices.over * lasting) + 1e-6), all_), float)
