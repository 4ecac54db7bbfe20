"""The ledger of fairness that a plan's roster leaves to the next one: rows of the table `roster_ledger`."""

from __future__ import annotations

import pandas as pd

from optimize.roster import ledger_after
from optimize.roster.values import LEDGER
from scenarios.network.model import Network
from scenarios.plan.rostering import roster_problem
from scenarios.plan.values import Plan
from scenarios.premises.people import people
from scenarios.roster.check import under
from scenarios.roster.values import roster_of


def next_ledger(network: Network, plan: Plan) -> pd.DataFrame:
    """Balances at the beginning of the day after the plan: employee, day, hours, nights, weekend_days, holidays.

    Raises
    ------
    ValueError
        When the plan has no roster.
    """
    roster = roster_of(plan)
    changed = under(network, plan)
    staff = people(changed, plan.first_day, plan.days)
    duties = plan.staff.duties if plan.staff is not None else pd.DataFrame()
    problem = roster_problem(changed, staff, duties, plan.first_day, plan.days, changed.grid)
    after = ledger_after(problem, roster.segments)
    day = (plan.first_day + pd.Timedelta(days=plan.days)).as_unit("us")
    return after.assign(day=day)[["employee", "day", *LEDGER]]
