"""What a roster comes to by person and week: hours by activity, paid hours, overtime, money."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.calendar import Calendar, minutes_between
from optimize.roster.commitments import WORKING
from optimize.roster.values import RosterProblem

KINDS = ["work", "paid_break", "travel", "training", "standby", "leave"]


def account(problem: RosterProblem, segments: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """One row an employee and week of the horizon, zeros included.

    Paid hours are work + paid breaks + travel + training + leave, each once. Overtime is work + travel +
    training of the whole week, its part before the first day included, beyond the regular hours, less the
    overtime already reached before the first day. Partner slots have no row.
    """
    people = problem.employees
    weeks = int(calendar.week(np.asarray([calendar.days - 1]))[0]) + 1
    mondays = calendar.monday(np.arange(weeks, dtype=np.int64))
    rows = pd.MultiIndex.from_product([people["employee"], mondays], names=["employee", "week"])
    own = segments[segments["employee"].isin(people["employee"])]
    own = own[(own["activity"] != "break") | own["paid"]]
    spent = pd.DataFrame(
        {
            "employee": own["employee"],
            "week": calendar.monday(calendar.week(calendar.day(own["day"]))),
            "kind": own["activity"].replace("break", "paid_break"),
            "hours": minutes_between(own["start"], own["end"]) / 60,
        }
    )
    table = spent.pivot_table(index=["employee", "week"], columns="kind", values="hours", aggfunc="sum")
    hours = table.reindex(index=rows, columns=KINDS).astype(float).fillna(0.0).reset_index()
    terms = people[["employee", "hours_week", "hourly_rate", "overtime_factor", "standby_factor"]]
    hours = hours.merge(terms, on="employee", validate="many_to_one")
    before = _before(problem, calendar).reindex(rows).fillna(0.0).to_numpy()
    working = hours[list(WORKING)].sum(axis=1)
    over = (before + working - hours["hours_week"]).clip(lower=0) - (before - hours["hours_week"]).clip(lower=0)
    hours["paid"] = hours[["work", "paid_break", "travel", "training", "leave"]].sum(axis=1)
    hours["overtime"] = over
    rate = hours["hourly_rate"]
    hours["cost"] = rate * (
        hours["paid"] + over * (hours["overtime_factor"] - 1) + hours["standby"] * hours["standby_factor"]
    )
    return hours[["employee", "week", *KINDS, "paid", "overtime", "cost"]]


def _before(problem: RosterProblem, calendar: Calendar) -> pd.Series:
    """Working hours of published segments before the first day, by employee and Monday."""
    past = problem.past[problem.past["activity"].isin(WORKING)]
    weeks = calendar.monday(calendar.week(calendar.day_of(past["start"])))
    lasts = pd.Series(minutes_between(past["start"], past["end"]) / 60, index=past.index)
    return lasts.groupby([past["employee"], pd.Series(weeks, index=past.index, name="week")]).sum()
