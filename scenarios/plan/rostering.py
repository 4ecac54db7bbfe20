"""The rostering problem of a network: duties to fill, and the people who may fill them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from optimize.roster.switching import switched_off
from optimize.roster.values import AHEAD, LEDGER, RosterProblem
from quarterhour.grid import TimeGrid
from scenarios.network.calendar import statutory_days
from scenarios.network.model import Network
from scenarios.network.rule_levels import rule_levels
from scenarios.network.schema import contract_terms
from scenarios.plan import work_rules
from scenarios.plan.budgets import budgets, days_back
from scenarios.plan.cover import cover
from scenarios.premises.people import People, absence_days

PERSON = ["employee", "name", "outlet", "standby", "travel_limit", "first_day", "last_day", "partner"]
STATUS = ["trained", "training_left"]


def roster_problem(
    network: Network, staff: People, duties: pd.DataFrame, first_day: pd.Timestamp, days: int, grid: TimeGrid
) -> RosterProblem:
    """What `optimize.roster` needs to know: duties as `StaffPlan.duties` has them, and everybody's terms.

    Rules of the setting `rules_off` are left out; the law is not, so that terms let pass no more than it does.
    """
    begin, end = grid.day_start(first_day), grid.day_start(first_day + pd.Timedelta(days=days))
    limits = work_rules.limits(network, staff.employees)
    ceilings = budgets(network, first_day, days)
    back = pd.Timedelta(days=max(work_rules.days_back(limits, first_day), days_back(ceilings, first_day)))
    segments = network.table("segments")
    own = segments[segments["employee"].isin(staff.employees["employee"])]
    recent = (own["start"] < begin) & (own["end"] >= begin - back)
    inside = own["locked"].astype(bool) & (own["start"] >= begin) & (own["start"] < end)
    requests = network.table("requests")
    wished = requests["day"].between(first_day, first_day + pd.Timedelta(days=days - 1))
    problem = RosterProblem(
        duties=duties,
        employees=staff.employees[[*PERSON, *STATUS, *contract_terms()]],
        able=_able(staff, duties),
        absences=absence_days(network, first_day, days),
        requests=requests.loc[wished, ["employee", "day", "kind", "weight"]].reset_index(drop=True),
        past=own.loc[recent, ["employee", "start", "end", "activity", "post"]].reset_index(drop=True),
        fixed=own.loc[inside, ["employee", "start", "end", "outlet", "post", "activity", "source"]].reset_index(
            drop=True
        ),
        grid=grid,
        first_day=first_day,
        days=days,
        seed=network.settings.seed,
        limits=limits,
        ledger=_ledger(network, staff, first_day),
        holidays=statutory_holidays(network, first_day, days),
        later_absences=_later_absences(network, staff, first_day, days),
        pairs=_pairs(network, staff),
        cover=cover(network, duties, first_day, days, grid),
        budgets=ceilings,
        levels=rule_levels(network.settings.rule_levels),
    )
    problem = switched_off(problem, frozenset(network.settings.rules_off))
    return replace(problem, employees=work_rules.under_law(network, problem.employees))


def _pairs(network: Network, staff: People) -> pd.DataFrame:
    """Pairs of people who are rostered together."""
    pairs = network.table("pairs")
    own = staff.employees["employee"]
    pairs = pairs[pairs["employee"].isin(own) & pairs["other"].isin(own)]
    pairs = pairs.assign(weight=pairs["weight"].astype("float64"))
    return pairs[["employee", "other", "kind", "weight", "first_day", "last_day"]].reset_index(drop=True)


def _ledger(network: Network, staff: People, first_day: pd.Timestamp) -> pd.DataFrame:
    """The latest balance of each employee that is not after the first day."""
    told = network.table("roster_ledger")
    told = told[told["employee"].isin(staff.employees["employee"]) & (told["day"] <= first_day)]
    latest = told.sort_values("day", kind="stable").drop_duplicates("employee", keep="last")
    return latest[["employee", *LEDGER]].reset_index(drop=True)


def statutory_holidays(network: Network, first_day: pd.Timestamp, days: int) -> pd.DataFrame:
    """day: statutory holidays by civil date, with the organisation's own, without those it made ordinary.

    Those soon after the horizon are among them, so that whoever will be off then can be first for one before.
    """
    last_day = first_day + pd.Timedelta(days=days + AHEAD)
    country, subdivision = network.settings.country, network.settings.subdivision or ""
    free = statutory_days(country, subdivision, first_day, last_day) if country else frozenset[pd.Timestamp]()
    own = network.table("holidays")
    own = own[own["day"].between(first_day, last_day)]
    free = (free - set(own["day"])) | set(own.loc[own["kind"] == "holiday", "day"])
    return pd.DataFrame({"day": pd.Series(sorted(free), dtype="datetime64[us]")})


def _later_absences(network: Network, staff: People, first_day: pd.Timestamp, days: int) -> pd.DataFrame:
    """employee, day: leave, illness and unpaid absence of the table `absences` soon after the horizon."""
    away = absence_days(network, first_day + pd.Timedelta(days=days), AHEAD)
    own = away["employee"].isin(staff.employees["employee"]) & (away["kind"] != "training")
    return away.loc[own, ["employee", "day"]].drop_duplicates(ignore_index=True)


def _able(staff: People, duties: pd.DataFrame) -> pd.DataFrame:
    """Posts at home, and those elsewhere to which the person's home outlet lends somebody."""
    lent = duties.loc[duties["source"] == "lent", ["lender", "outlet", "post"]].drop_duplicates()
    homes = staff.employees[["employee", "outlet"]].rename(columns={"outlet": "lender"})
    away = staff.elsewhere.merge(homes, on="employee", validate="many_to_one")
    away = away.merge(lent, on=["lender", "outlet", "post"], validate="many_to_one")
    both = pd.concat([staff.home, away[staff.home.columns]], ignore_index=True)
    return both[["employee", "outlet", "post", "since", "until"]]
