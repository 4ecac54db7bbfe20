"""Which skills people with several count for: where they are missed most.

For each outlet, with n_k people needed of skill k and F_t full-time people who can hold the skills K_t:

    minimise  sum_k (n_k - sum_t a_tk)^2      over a_tk >= 0,  sum_{k in K_t} a_tk = F_t

solved by blocks: one type of people after the other takes the level that fills its skills' gaps from the top
(a_tk = max(0, gap_k - level)), which is exact for the block; the objective is convex, so the sweeps settle.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.arrays import Floats

SWEEPS = 60


def allot(people: pd.DataFrame, can: pd.DataFrame, need: pd.DataFrame) -> pd.DataFrame:
    """employee, outlet, skill, share: shares of a person add up to 1.

    Parameters
    ----------
    people
        employee, fte.
    can
        employee, outlet, skill: what each can hold at home, one row a skill.
    need
        outlet, skill, likely: full-time people needed.
    """
    pairs = can.merge(people[["employee", "fte"]], on="employee")
    kind = pairs.sort_values("skill").groupby(["outlet", "employee"])["skill"].agg("\n".join).rename("kind")
    pairs = pairs.merge(kind.reset_index(), on=["outlet", "employee"])
    frames = []
    for outlet, rows in pairs.groupby("outlet", sort=True):
        wanted = need[need["outlet"] == outlet].set_index("skill")["likely"]
        skills = sorted(set(rows["skill"]))
        size = rows.drop_duplicates("employee").groupby("kind")["fte"].sum()
        holds = np.array([[skill in kind.split("\n") for skill in skills] for kind in size.index], dtype=bool)
        gap = wanted.reindex(skills).fillna(0.0).to_numpy(dtype=float)
        taken = fill(gap, size.to_numpy(dtype=float), holds)
        whole = taken.sum(axis=1, keepdims=True)
        shares = np.divide(taken, whole, out=holds / holds.sum(axis=1, keepdims=True), where=whole > 0)
        labels = pd.MultiIndex.from_product([size.index, skills], names=["kind", "skill"])
        long = labels.to_frame(index=False).assign(share=shares.ravel())
        frames.append(rows[["employee", "outlet", "skill", "kind"]].merge(long, on=["kind", "skill"]))
    columns = ["employee", "outlet", "skill", "share"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def fill(need: Floats, size: Floats, holds: npt.NDArray[np.bool_]) -> Floats:
    """Full-time people of each type (rows) on each skill (columns); `size` by type, `holds` by type and skill."""
    taken = np.zeros(holds.shape)
    for _ in range(SWEEPS):
        for kind in np.argsort(holds.sum(1), kind="stable"):
            places = np.flatnonzero(holds[kind])
            others = taken.sum(0) - taken[kind]
            taken[kind, places] = _level(need[places] - others[places], float(size[kind]))
    return taken


def _level(gap: Floats, amount: float) -> Floats:
    """max(0, gap - level) with the level at which it adds up to `amount`."""
    ordered = np.sort(gap)[::-1]
    levels = (np.cumsum(ordered) - amount) / np.arange(1, len(gap) + 1)
    last = int(np.flatnonzero(ordered >= levels)[-1]) if amount > 0 else 0
    level = levels[last] if amount > 0 else ordered[0]
    result: Floats = np.maximum(gap - level, 0.0)
    return result
