"""The best plan of a tiny problem by trying everything: each person's every duty and break, at home or lent."""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from typing import Any

import pandas as pd

from optimize.shifts.values import StaffProblem
from tests.shifts.evaluator import Duty, Evaluator

NOWHERE: Duty | None = None


def shapes(problem: StaffProblem, outlet: str, day: pd.Timestamp) -> list[dict[str, Any]]:
    """Every duty with every break that fits one open day of an outlet."""
    grain, at_day = problem.grid.grain, problem.grid.day_start(day)
    open_ = problem.need.loc[problem.need["outlet"] == outlet, "start"]
    open_ = open_[problem.grid.business_day(pd.DatetimeIndex(open_)) == day]
    found = []
    for row in problem.shift_types[problem.shift_types["outlet"] == outlet].itertuples():
        for minute in range(row.earliest_start, row.latest_start + 1, row.start_step):
            start = at_day + pd.Timedelta(minutes=minute)
            end = start + pd.Timedelta(minutes=row.minutes)
            if start < open_.min() or end > open_.max() + pd.Timedelta(minutes=grain):
                continue
            base = {"outlet": outlet, "day": day, "start": start, "end": end, "break_paid": row.break_paid}
            rests = range(row.break_after, row.break_before + 1, grain) if row.break_minutes else [None]
            for rest in rests:
                at = pd.NaT if rest is None else start + pd.Timedelta(minutes=rest)
                until = at if rest is None else at + pd.Timedelta(minutes=row.break_minutes)
                found.append({**base, "break_start": at, "break_end": until})
    return found


def cheapest(problem: StaffProblem, day: pd.Timestamp) -> float:
    """The least cost over all plans of one day that break no rule."""
    judge = Evaluator(problem)
    groups = []
    for row in problem.staff.itertuples():
        place = {"pool": row.pool, "post": row.post, "people": 1, "activity": "work", "travel_minutes": 0}
        own = {**place, "source": "own", "lender": "", "link": "", "duty": "own"}
        choices = [NOWHERE, *({**own, **shape} for shape in shapes(problem, row.outlet, day))]
        choices += _standby(problem, own, row.outlet, day)
        for link in problem.links[problem.links["lender"] == row.outlet].itertuples():
            choices += _linked(problem, link, day)
        groups.append(list(combinations_with_replacement(choices, row.people)))
    for _, links in problem.links[problem.links["kind"] == "partner"].groupby("lender"):
        choices = [NOWHERE, *(duty for link in links.itertuples() for duty in _linked(problem, link, day))]
        groups.append(list(combinations_with_replacement(choices, int(links["people"].max()))))
    best = float("inf")
    for chosen in product(*groups):
        verdict = judge.judge([duty for group in chosen for duty in group if duty is not NOWHERE])
        if not verdict.broken:
            best = min(best, verdict.cost)
    return best


def _standby(problem: StaffProblem, place: dict[str, Any], outlet: str, day: pd.Timestamp) -> list[Duty]:
    wanted = problem.reserve[problem.reserve["outlet"] == outlet]
    if wanted.empty:
        return []
    spans = {(shape["start"], shape["end"]): shape for shape in shapes(problem, outlet, day)}
    none = {"break_start": pd.NaT, "break_end": pd.NaT, "break_paid": False, "travel_minutes": 0}
    return [{**place, **shape, **none, "activity": "standby"} for shape in spans.values()]


def _linked(problem: StaffProblem, link: Any, day: pd.Timestamp) -> list[Duty]:
    place = {"pool": link.pool, "post": link.post, "people": 1, "activity": "work", "duty": "lent"}
    lent = {**place, "source": link.kind, "lender": link.lender, "link": link.link, "travel_minutes": link.minutes}
    duties = [{**lent, **shape} for shape in shapes(problem, link.outlet, day)]
    duties += _standby(problem, lent, link.outlet, day) if link.standby else []
    least = pd.Timedelta(minutes=link.least_minutes)
    return [duty for duty in duties if duty["end"] - duty["start"] >= least]
