"""Every limit recomputed from the segments alone, one function a rule. Shares no code with the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from optimize.roster.checker import rotations, runs, sums
from optimize.roster.checker.breaks import rows
from optimize.roster.checker.diary import SMALL, Asked, Diary, Table, diary
from optimize.roster.checker.evidence import View
from optimize.roster.checker.runs import Broken
from optimize.roster.checker.sums import Judged
from optimize.roster.weights import MUST

ASKS = ("days_off_in_row", "whole_weekends", "training_in_period")
"""Rules that ask for something which no roster may be able to give."""


def check_limits(view: View) -> pd.DataFrame:
    """Breaks of all limits, as `checker.check` tells them."""
    frame = view.problem.limits
    same = [name for name in frame.columns if name not in ("employee", "law", "weight")]
    found = [rows("", pd.DataFrame(_NOTHING), "days")]
    for _, group in frame.groupby([*same, "weight"], dropna=False, sort=False):
        row = group.iloc[0]
        asked = Asked(view, group["employee"].tolist(), **{name: row[name] for name in same})
        broken = _broken(asked)
        if len(broken):
            weight = None if np.isnan(row["weight"]) else float(row["weight"])
            told = rows(asked.rule, broken, UNITS[asked.rule], weight).assign(limit=asked.limit)
            if weight is None:
                told["weight"] = np.where(broken["lack"], float(MUST), 0.0)
            found.append(told)
    return pd.concat(found, ignore_index=True)


_NOTHING: dict[str, pd.Series] = {
    "employee": pd.Series(dtype="str"),
    "day": pd.Series(dtype="datetime64[us]"),
    "amount": pd.Series(dtype=float),
}


def _broken(asked: Asked) -> pd.DataFrame:
    """employee, day, amount, lack (whether it is missing to a least): amounts above nothing."""
    people, days, amounts, lacks = [], [], [], []
    for day, over, lack in _breaks(asked):
        for values, is_lack in ((over, False), (lack, True)):
            for person in np.flatnonzero(values > SMALL).tolist():
                people.append(asked.people[person])
                days.append(day)
                amounts.append(float(values[person]))
                lacks.append(is_lack)
    return pd.DataFrame({"employee": people, "day": days, "amount": amounts, "lack": lacks})


def _breaks(asked: Asked) -> Iterator[tuple[pd.Timestamp, Table, Table]]:
    """Day, what is beyond the most and what is missing to the least."""
    none = np.zeros(len(asked.people))
    if asked.rule in BETWEEN:
        yield from BETWEEN[asked.rule](asked, diary(asked))
        return
    for day, amounts in CHECKS[asked.rule](asked, diary(asked)):
        yield (day, none, amounts) if asked.rule in ASKS else (day, amounts, none)


BETWEEN: dict[str, Callable[[Asked, Diary], Iterator[Judged]]] = {
    "hours_in_period": sums.hours_in_period,
    "days_in_period": sums.days_in_period,
    "duties_in_period": sums.duties_in_period,
    "nights_in_period": sums.nights_in_period,
    "rotation": rotations.rotation,
}
CHECKS: dict[str, Callable[[Asked, Diary], Iterator[Broken]]] = {
    "overtime_in_period": sums.overtime_in_period,
    "average_hours": sums.average_hours,
    "weekly_rest": runs.weekly_rest,
    "days_off_in_period": sums.days_off_in_period,
    "days_off_in_row": runs.days_off_in_row,
    "nights_in_row": runs.nights_in_row,
    "weekends_in_period": runs.weekends_in_period,
    "weekends_in_row": runs.weekends_in_row,
    "whole_weekends": runs.whole_weekends,
    "no_succession": runs.no_succession,
    "training_in_period": sums.training_in_period,
}
UNITS = {
    "hours_in_period": "hours",
    "overtime_in_period": "hours",
    "average_hours": "hours",
    "training_in_period": "hours",
    "weekly_rest": "rests",
    "days_in_period": "days",
    "days_off_in_period": "days",
    "days_off_in_row": "days",
    "nights_in_period": "nights",
    "nights_in_row": "nights",
    "duties_in_period": "duties",
    "no_succession": "duties",
    "weekends_in_period": "weekends",
    "weekends_in_row": "weekends",
    "whole_weekends": "weekends",
    "rotation": "days",
}
