"""What must hold of a problem before anything is planned on it."""

from __future__ import annotations

import pandas as pd

from optimize.roster.values import LIMITS, RosterProblem
from quarterhour.labels import LabelError, require_columns, require_unique

COLUMNS = {
    "duties": "duty outlet pool post day start end break_start break_end break_paid people activity source lender "
    "travel_minutes",
    "employees": "employee name outlet hours_day hours_week hours_week_most hours_month_most rest_hours "
    "consecutive_days weekends_off night_work shift_hours_least shift_hours_most split_days_week "
    "split_spread_most split_break_least split_break_most hourly_rate overtime_factor standby_factor standby "
    "travel_limit trained training_left first_day last_day partner",
    "able": "employee outlet post until since",
    "absences": "employee day kind hours",
    "requests": "employee day kind weight",
    "past": "employee start end activity",
    "fixed": "employee start end outlet post activity source",
    "limits": " ".join(LIMITS),
    "ledger": "employee hours nights weekend_days holidays",
    "holidays": "day",
    "later_absences": "employee day",
    "pairs": "employee other kind weight first_day last_day",
    "budgets": "limit outlet first_day last_day most weight",
    "cover": "limit outlet post day start end least most weight borrowed",
}


def check_labels(problem: RosterProblem) -> None:
    """Columns are there, duties and employees stand once, and everybody named is an employee.

    Raises
    ------
    LabelError
        Naming what is missing, doubled or unknown.
    """
    frames: dict[str, pd.DataFrame] = {
        "duties": problem.duties,
        "employees": problem.employees,
        "able": problem.able,
        "absences": problem.absences,
        "requests": problem.requests,
        "past": problem.past,
        "fixed": problem.fixed,
        "limits": problem.limits,
        "ledger": problem.ledger,
        "holidays": problem.holidays,
        "later_absences": problem.later_absences,
        "pairs": problem.pairs,
        "cover": problem.cover,
        "budgets": problem.budgets,
    }
    for name, frame in frames.items():
        require_columns(frame, COLUMNS[name].split(), f"roster {name}")
    require_unique(problem.duties, ["duty"], "roster duties")
    require_unique(problem.employees, ["employee"], "roster employees")
    require_unique(problem.requests, ["employee", "day"], "roster requests")
    require_unique(problem.ledger, ["employee"], "roster ledger")
    known = problem.employees["employee"]
    for name in ("able", "absences", "requests", "past", "fixed", "limits", "ledger", "later_absences", "pairs"):
        frame = frames[name]
        named = frame if name != "fixed" else frame[frame["source"] != "partner"]
        unknown = named.loc[~named["employee"].isin(known), "employee"].unique()
        if len(unknown):
            shown = ", ".join(map(str, unknown[:5]))
            raise LabelError(f"roster {name}: unknown employee {shown}.\nMaybe it is missing among the employees.")
