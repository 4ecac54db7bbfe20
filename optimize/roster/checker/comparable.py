"""Who is comparable with whom, from the problem alone; shares no code with the model."""

from __future__ import annotations

from collections import Counter, defaultdict

import pandas as pd

from optimize.roster.values import RosterProblem

SAME_CONTRACT = ["hours_day", "hours_week", "hours_week_most", "hours_month_most", "rest_hours"]
SAME_CONTRACT += [
    "consecutive_days",
    "weekends_off",
    "night_work",
    "shift_hours_least",
    "shift_hours_most",
    "split_days_week",
    "trained",
]
Place = tuple[str, str, bool]
"""Outlet, post, whether on standby."""


def comparable(problem: RosterProblem) -> pd.Series:
    """For each employee, the first of those with the same home, contract, hard rules, posts and places away."""
    terms = problem.employees.set_index("employee")
    home, places = homes(problem), _places_away(problem)
    held, ruled = _held(problem), _ruled(problem)
    first: dict[object, str] = {}
    found = []
    columns = ["outlet", "travel_limit", "standby", *SAME_CONTRACT]
    for name, outlet, limit, consents, *contract in terms[columns].itertuples():
        at_home = frozenset(post for where, post in held[name] if where == outlet)
        away = frozenset(
            place
            for place, way in places[home[name]].items()
            if place[:2] in held[name] and way < limit + 1e-6 and (consents or not place[2])
        )
        key = (home[name], at_home, away, frozenset(ruled[name]), *contract)
        found.append(first.setdefault(key, name))
    return pd.Series(found, index=terms.index, dtype="str")


def homes(problem: RosterProblem) -> pd.Series:
    """The roster unit of each employee."""
    terms = problem.employees.set_index("employee")
    return terms["outlet"].where(terms["partner"] == "", terms["partner"])


def _places_away(problem: RosterProblem) -> dict[str, dict[Place, float]]:
    """By roster unit, where a tenth of its duties or more lie away or on standby, and the shortest way there."""
    duties, ways = Counter[str](), dict[str, dict[Place, list[float]]]()
    columns = ["source", "lender", "outlet", "post", "activity", "travel_minutes"]
    for source, lender, outlet, post, activity, minutes in problem.duties[columns].itertuples(index=False):
        unit, standby = outlet if source == "own" else lender, activity == "standby"
        duties[unit] += 1
        if source != "own" or standby:
            ways.setdefault(unit, {}).setdefault((outlet, post, standby), []).append(minutes)
    return defaultdict(
        dict[Place, float],
        {
            unit: {place: min(all_) for place, all_ in of_unit.items() if 10 * len(all_) >= duties[unit]}
            for unit, of_unit in ways.items()
        },
    )


def _held(problem: RosterProblem) -> dict[str, set[tuple[str, str]]]:
    """By employee, the outlets and posts held on any day."""
    held: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, outlet, post in problem.able[["employee", "outlet", "post"]].itertuples(index=False):
        held[name].add((outlet, post))
    return held


def _ruled(problem: RosterProblem) -> dict[str, set[str]]:
    """By employee, the names of hard rules beyond the contract."""
    ruled: dict[str, set[str]] = defaultdict(set)
    hard = problem.limits[problem.limits["weight"].isna()]
    for name, limit in zip(hard["employee"], hard["limit"], strict=True):
        ruled[name].add(limit)
    return ruled
