"""A plan without any search: whoever is missing is met by the longest duty that is there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shifts.design.model import Model, duties_of
from optimize.shifts.design.starts import presence_of
from optimize.shifts.design.values import DesignProblem


def covering(problem: DesignProblem, model: Model) -> pd.DataFrame:
    """Duties that cover all that can be covered, slot after slot, each by the longest duty at the post there.

    Long duties keep most rules on duties; what else may be broken the evaluator tells.
    """
    presence = presence_of(problem, model.starts)
    length = presence.groupby("row")["share"].sum()
    presence = presence.assign(length=length.loc[presence["row"]].to_numpy())
    longest = (
        presence[presence["share"] == 1.0]
        .sort_values(["length", "row"])
        .drop_duplicates(["p", "slot"], keep="last")
    )
    rows = dict(zip(zip(longest["p"], longest["slot"], strict=True), longest["row"], strict=True))
    there = dict(list(presence[presence["row"].isin(set(rows.values()))].groupby("row")))
    missing, people = model.need.copy(), np.zeros(len(model.starts))
    for p, slot in np.argwhere(model.need > 0).tolist():
        row = rows.get((p, slot))
        count = int(np.ceil(missing[p, slot] - 1e-9))
        if row is not None and count > 0:
            people[row] += count
            missing[p, there[row]["slot"].to_numpy()] -= count * there[row]["share"].to_numpy()
    values = np.zeros(len(model.program.cost))
    values[model.starts["column"]] = people
    return duties_of(problem, model, values)
