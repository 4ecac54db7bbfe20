"""What a first stage comes to: the least-cost recourse on each path, a linear program that falls into paths.

With the first stage held nothing but the flexible pool ties outlets, and nothing ties paths or days. The same is
done for paths that the plan was not made for: out of the sample, or what really came.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Flags, Numbers
from optimize.shifts.uncertain.model import TwoStage
from optimize.shifts.uncertain.values import ITEMS, Outcome
from quarterhour.result import Limits

STAGE = "standby"
TOLERANCE = 1e-6
AT_ONCE = 20_000
"""Columns of paths that are solved side by side: paths are independent, but a call to the solver costs time."""


def recourse_of(model: TwoStage, first: Numbers, prices: Numbers | None = None, seed: int = 0) -> Numbers:
    """Values of all columns with the best recourse to first-stage values (`TwoStage.settled`).

    Rows of the measure are priced, at 0 where no `prices` are given: what counts more in a tail is recourse on the
    same path all the same, but a promise makes the first person missing dearer.
    """
    program, late = model.program, model.recourse.columns
    held = np.arange(model.width, dtype=np.int64)
    tied = model.flags(model.risk_rows, model.base.weeks)
    rest = program.priced(tied, np.zeros(len(tied)) if prices is None else prices)
    values = program.lower.copy()
    values[held] = first
    useful = late[_useful(model, first)]
    group = np.cumsum(np.bincount(useful["path"], minlength=len(model.given.weights))) // AT_ONCE
    for number in np.unique(group):
        columns = useful.loc[group[useful["path"]] == number, "column"].to_numpy()
        if len(columns):
            part = rest.within(columns, values).relaxed()
            answer, found = part.solve(stage=STAGE, partition="", limits=Limits(seed=seed))
            if not answer.found:
                raise ValueError(f"{STAGE}: no recourse was found.\nMaybe the solver was stopped.")
            values[columns] = found
    return values


def _useful(model: TwoStage, first: Numbers) -> Flags:
    """Recourse that can help: people missing or from the flexible pool where duties are not enough, extensions of
    duties that there are, and calls of people who are on call."""
    given, base, late = model.given, model.base, model.recourse.columns
    lacking = given.need > np.rint(first[base.on["column"]])
    path, slot = late["path"].to_numpy(), late["slot"].to_numpy()
    useful = np.where(slot >= 0, lacking[path, np.maximum(slot, 0)], True)
    window = late["window"].to_numpy()
    on_call = np.rint(first[base.standby["column"]]) > 0
    if len(on_call):
        useful &= np.where(window >= 0, on_call[np.maximum(window, 0)], True)
    stays = late["item"].to_numpy() == "overtime"
    ending = np.rint(first[late["ending"].to_numpy()]) > 0
    answer: Flags = np.where(stays, ending, useful)
    return answer


def outcome(model: TwoStage, values: Numbers) -> Outcome:
    """Money, shortage and cover of each path from the values of all columns."""
    given, columns = model.given, model.recourse.columns
    used = columns.assign(amount=values[columns["column"]])
    used = used[used["amount"] > TOLERANCE]
    used["money"] = used["amount"] * used["unit"]
    before = _before(model, values)
    late = used.groupby(["path", "item"])["money"].sum().unstack(fill_value=0.0)
    late = late.reindex(index=range(len(given.weights)), columns=list(ITEMS[len(before) :]), fill_value=0.0)
    costs = pd.concat([pd.DataFrame(before, index=late.index), late.fillna(0.0)], axis=1)[list(ITEMS)]
    short = used[used["item"] == "shortage"]
    hours = np.bincount(short["path"], short["amount"] * short["hours"], minlength=len(given.weights))
    missed = short.drop_duplicates(["path", "slot"])
    kept = 1 - np.bincount(missed["path"], minlength=len(given.weights)) / max(1, len(given.slots))
    paths = pd.DataFrame(
        {
            "path": given.paths,
            "weight": given.weights,
            "money": costs.sum(axis=1).to_numpy(),
            "short_hours": hours,
            "kept": kept,
        }
    )
    costs.index = pd.Index(given.paths, name="path")
    table = costs.rename_axis(columns="item").stack().rename("money").reset_index()
    return Outcome(paths, table, _cells(model, values, used))


def _before(model: TwoStage, values: Numbers) -> dict[str, float]:
    """Money of the first stage by item."""
    cost, base = model.program.cost, model.base
    spent = cost * values
    beyond = model.beyond
    return {
        "base": float(spent[base.own["column"]].sum()),
        "overtime_week": float(spent[beyond].sum()),
        "standby": float(spent[base.standby["column"]].sum()),
        "flexible_kept": float(spent[base.flexible["column"]].sum()),
    }


def _cells(model: TwoStage, values: Numbers, used: pd.DataFrame) -> pd.DataFrame:
    """Mean people by pool and interval."""
    given, weights = model.given, model.given.weights
    cells = given.slots[["outlet", "pool", "start"]].assign(
        needed=weights @ given.need, on_duty=values[model.base.on["column"]]
    )
    for item, name in (("overtime", "overtime"), ("flexible", "flexible"), ("shortage", "short")):
        part = used[(used["item"] == item) & (used["slot"] >= 0)]
        cells[name] = np.bincount(part["slot"], part["amount"] * weights[part["path"]], minlength=len(cells))
    return cells
