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
from quarterhour.arrays import spread
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
    count = len(given.weights)
    money = np.tile(_before(model, values), (count, 1))
    item = pd.Index(ITEMS).get_indexer(pd.Index(used["item"]))
    np.add.at(money, (used["path"].to_numpy(), item), used["money"].to_numpy())
    short = used[used["item"] == "shortage"]
    missed = short.drop_duplicates(["path", "slot"])
    paths = pd.DataFrame(
        {
            "path": given.paths,
            "weight": given.weights,
            "money": money.sum(axis=1),
            "short_hours": np.bincount(short["path"], short["amount"] * short["hours"], minlength=count),
            "kept": 1 - np.bincount(missed["path"], minlength=count) / max(1, len(given.slots)),
        }
    )
    costs = {"path": np.repeat(given.paths, len(ITEMS)), "item": np.tile(ITEMS, count), "money": money.ravel()}
    return Outcome(paths, pd.DataFrame(costs), _cells(model, values, used))


def _before(model: TwoStage, values: Numbers) -> Numbers:
    """Money by item, that of the first stage."""
    base, spent = model.base, model.program.cost * values
    columns = {
        "base": base.own["column"].to_numpy(),
        "overtime_week": model.beyond,
        "standby": base.standby["column"].to_numpy(),
        "flexible_kept": base.flexible["column"].to_numpy(),
    }
    return np.array([spent[columns[item]].sum() if item in columns else 0.0 for item in ITEMS])


def _cells(model: TwoStage, values: Numbers, used: pd.DataFrame) -> pd.DataFrame:
    """Mean people by pool and interval."""
    given, weights = model.given, model.given.weights
    slots = given.slots
    cells = slots[["outlet", "pool", "start"]].assign(
        needed=weights @ given.need, on_duty=values[model.base.on["column"]]
    )
    mean = used["amount"].to_numpy() * weights[used["path"].to_numpy()]
    for item, name in (("overtime", "overtime"), ("flexible", "flexible"), ("shortage", "short")):
        mine = (used["item"] == item).to_numpy()
        cells[name] = np.bincount(used["slot"].to_numpy()[mine], mean[mine], minlength=len(cells))
    mine = (used["item"] == "called").to_numpy()
    calls = used[mine]
    row, q = spread(calls["begin"].to_numpy(np.int64), calls["stop"].to_numpy(np.int64))
    pool = model.base.standby["p"].to_numpy()[calls["window"].to_numpy()][row]
    slot = pd.MultiIndex.from_frame(slots[["p", "q"]]).get_indexer(pd.MultiIndex.from_arrays([pool, q]))
    there = slot >= 0
    cells["called"] = np.bincount(slot[there], mean[mine][row[there]], minlength=len(cells))
    return cells
