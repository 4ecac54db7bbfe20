"""Pairs recomputed from the segments alone; shares no code with the model."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from optimize.roster.checker.breaks import rows
from optimize.roster.checker.elapsed import hours_between, seconds, uncovered
from optimize.roster.checker.evidence import View


def apart(view: View) -> pd.DataFrame:
    """Hours that two people who are kept apart are at one outlet."""
    both = (
        _pairs(view, "apart")
        .merge(_work(view), on="employee")
        .merge(_work(view), left_on=["other", "outlet"], right_on=["employee", "outlet"], suffixes=("", "_other"))
    )
    both = both[_holds(both)]
    begins = both["begins"].where(both["begins"] > both["begins_other"], both["begins_other"])
    ends = both["finishes"].where(both["finishes"] < both["finishes_other"], both["finishes_other"])
    both["amount"] = hours_between(begins, ends)
    return _told("apart", both[both["amount"] > 1e-9], "hours")


def together(view: View) -> pd.DataFrame:
    """Days on which only one of two is on duty, or at other times; not where one is away or has a locked duty."""
    times: dict[tuple[str, pd.Timestamp], list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    columns = ("employee", "day", "begins", "finishes")
    for employee, day, begins, finishes in zip(*(_work(view)[name] for name in columns), strict=True):
        times.setdefault((employee, day), []).append((begins, finishes))
    bound = view.duties[view.duties["named"] & (view.duties["locked"] | view.duties["training"])]
    shut = set(zip(bound["employee"], bound["day"], strict=True))
    shut |= set(zip(view.absences["employee"], view.absences["day"], strict=True))
    broken = []
    for pair in _pairs(view, "together").to_dict("records"):
        for day in view.days:
            held = not (day < pair["first_day"] or day > pair["last_day"])
            both = (pair["employee"], day), (pair["other"], day)
            away = any(one in shut or not _employed(view, *one) for one in both)
            if held and not away and times.get(both[0]) != times.get(both[1]):
                broken.append((pair["employee"], day, pair["weight"], 1.0))
    return _told("together", pd.DataFrame(broken, columns=["employee", "day", "weight", "amount"]), "days")


def mentor(view: View) -> pd.DataFrame:
    """Hours of a trainee's duty without the mentor at the outlet."""
    work = _work(view)
    lessons = _pairs(view, "mentor").merge(work, on="employee")
    lessons = lessons[_holds(lessons)]
    opens, closes = seconds(work["begins"]), seconds(work["finishes"])
    alone = []
    for other, outlet, begins, finishes in zip(
        lessons["other"], lessons["outlet"], seconds(lessons["begins"]), seconds(lessons["finishes"]), strict=True
    ):
        there = ((work["employee"] == other) & (work["outlet"] == outlet)).to_numpy()
        alone.append(uncovered(begins, finishes, opens[there], closes[there]))
    lessons = lessons.assign(amount=pd.Series(alone, index=lessons.index, dtype=float))
    return _told("mentor", lessons[lessons["amount"] > 1e-9], "hours")


TEAMS: tuple[Callable[[View], pd.DataFrame], ...] = (apart, together, mentor)
"""Hard where the pair has no weight."""


def _pairs(view: View, kind: str) -> pd.DataFrame:
    pairs = view.problem.pairs
    return pairs[pairs["kind"] == kind].drop(columns="kind")


def _work(view: View) -> pd.DataFrame:
    return view.at_post[["employee", "day", "outlet", "begins", "finishes"]]


def _holds(both: pd.DataFrame) -> pd.Series:
    holds: pd.Series = ~(both["day"] < both["first_day"]) & ~(both["day"] > both["last_day"])
    return holds


def _employed(view: View, employee: str, day: pd.Timestamp) -> bool:
    terms = view.terms.loc[employee]
    return not (day < terms["first_day"] or day > terms["last_day"])


def _told(rule: str, broken: pd.DataFrame, unit: str) -> pd.DataFrame:
    hard = broken["weight"].isna()
    parts = [rows(rule, broken[hard], unit), rows(rule, broken[~hard], unit, broken.loc[~hard, "weight"])]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
