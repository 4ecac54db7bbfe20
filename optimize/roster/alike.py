"""Who is comparable with whom, and what each had before: the ground of all rules of fairness."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimize.roster.calendar import Flags
from optimize.roster.values import RosterProblem
from quarterhour.arrays import Ints

CONTRACT = [
    "hours_day",
    "hours_week",
    "hours_week_most",
    "hours_month_most",
    "rest_hours",
    "consecutive_days",
    "weekends_off",
    "night_work",
    "shift_hours_least",
    "shift_hours_most",
    "split_days_week",
    "trained",
]
PLACE = ["outlet", "post", "activity"]
FINEST, ROUNDING = 60, 1e-4
"""Balances are kept in sixtieths (hours: in minutes); what lies half-way is rounded up."""
MUCH = 0.1
"""Share of a unit's duties that lie at a place from which on it matters who can be given them."""


def alike(problem: RosterProblem) -> Ints:
    """(P,) the number of each person's group of comparable people in the problem of one unit.

    Comparable are people of one home (or partner) who have the same contract and the same hard rules of their own,
    are trained or not, hold the same posts at home, and can be given the same of what the unit does elsewhere or
    on standby, as far as much of its duties lie there. Dates (of certificates, absences) part nobody.
    """
    people = problem.employees
    home = people["outlet"].where(people["partner"] == "", people["partner"])
    own = problem.limits[problem.limits["weight"].isna()]
    same = np.hstack([_held(problem), _sent(problem), _marked(people, own["employee"], own["limit"])])
    keys = people[CONTRACT].assign(home=home, same=[row.tobytes() for row in same])
    groups = keys.groupby(list(keys.columns), sort=False, dropna=False).ngroup()
    return np.asarray(groups, dtype=np.int64)


def _held(problem: RosterProblem) -> Flags:
    """(P, posts): who holds which at home."""
    able, people = problem.able, problem.employees
    at_home = able["outlet"] == able["employee"].map(people.set_index("employee")["outlet"])
    return _marked(people, able.loc[at_home, "employee"], able.loc[at_home, "post"])


def _sent(problem: RosterProblem) -> Flags:
    """(P, places): who can be given duties elsewhere or on standby, of places at which much is to be done."""
    able, people, duties = problem.able, problem.employees, problem.duties
    away = duties[(duties["source"] != "own") | (duties["activity"] == "standby")]
    places = away.groupby(PLACE, as_index=False).agg(duties=("duty", "size"), way=("travel_minutes", "min"))
    places = places[places["duties"] >= MUCH * len(duties)]
    sent = [np.zeros((len(people), 0), dtype=bool)]
    for outlet, post, activity, way in zip(*(places[name] for name in [*PLACE, "way"]), strict=True):
        holders = able.loc[(able["outlet"] == outlet) & (able["post"] == post), "employee"]
        may = people["employee"].isin(holders) & (people["travel_limit"] >= way - 1e-9)
        may &= people["standby"] | (activity != "standby")
        sent.append(may.to_numpy(bool)[:, None])
    return np.hstack(sent)


def _marked(people: pd.DataFrame, employees: pd.Series, what: pd.Series) -> Flags:
    """(P, kinds of `what`): whether an employee has it."""
    kinds, known = pd.factorize(what)
    marked = np.zeros((len(people), len(known)), dtype=bool)
    marked[pd.Index(people["employee"]).get_indexer(employees), kinds] = True
    return marked


def before(people: pd.DataFrame, groups: Ints, ledger: pd.DataFrame, what: str) -> NDArray[np.float64]:
    """(P,) what each had more (+) or less (-) than their share; newcomers as much as comparable people on average.

    In sixtieths, as the ledger is kept. Where nobody comparable is in it, newcomers stand at the average of all of
    them, or at 0.
    """
    known = people["employee"].map(ledger.set_index("employee")[what]).astype(float)
    of_group = known.groupby(groups).transform("mean")
    had = known.fillna(of_group).fillna(known.mean()).fillna(0.0).to_numpy(np.float64)
    kept: NDArray[np.float64] = np.floor(had * FINEST + 0.5 + ROUNDING) / FINEST
    return kept
