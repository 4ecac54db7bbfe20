"""Hours lent and owed: what each partner and each outlet gave to others, and what it had from them.

An hour counts for the lender while a lent person is paid in full: work, the way, paid breaks. Standby is told
beside it, for it costs another price. A partner borrows nobody, so all that it lends is owed to it; between
outlets the balance is lent less borrowed, and adds up to nothing over all outlets and partners.
"""

from __future__ import annotations

import pandas as pd

from quarterhour.grid import hours_between
from scenarios.plan.values import Plan
from scenarios.roster.lists import is_slot
from scenarios.roster.values import roster_of

FIGURES = ["people", "days", "hours", "travel", "standby"]


def statement(plan: Plan) -> pd.DataFrame:
    """kind (partner, outlet), party, outlet (that was helped), month, people, days, hours, travel, standby.

    `travel` is part of `hours`; people and days are counted once a month and outlet.
    """
    lent = _lent(plan)
    keys = ["kind", "party", "outlet", "month"]
    sums = lent.groupby(keys, as_index=False).agg(
        people=("employee", "nunique"),
        days=("day", "nunique"),
        hours=("hours", "sum"),
        travel=("travel", "sum"),
        standby=("standby", "sum"),
    )
    return sums[[*keys, *FIGURES]]


def balance(plan: Plan) -> pd.DataFrame:
    """kind, party, lent, borrowed, owed (hours; negative: the party owes them): who gave or had anything."""
    lent = _lent(plan)
    gave = lent.groupby(["kind", "party"])["hours"].sum().rename("lent")
    had = lent.groupby("outlet")["hours"].sum().rename("borrowed")
    had.index = pd.MultiIndex.from_product([["outlet"], had.index], names=["kind", "party"])
    both = pd.concat([gave, had], axis=1).fillna(0.0).sort_index()
    return both.assign(owed=both["lent"] - both["borrowed"]).reset_index()


def _lent(plan: Plan) -> pd.DataFrame:
    """Segments of lent people: kind, party, outlet, month, employee, day, hours, travel, standby."""
    segments = roster_of(plan).segments
    lent = segments[segments["source"].isin(["lent", "partner"])]
    hours = hours_between(lent["start"], lent["end"])
    standby = lent["activity"] == "standby"
    full = hours.where(lent["paid"] & ~standby, 0.0)
    partner = lent["source"] == "partner"
    month = lent["start"].dt.tz_convert(plan.timezone).dt.tz_localize(None).dt.to_period("M").dt.start_time
    return lent[["outlet", "employee", "day"]].assign(
        kind=partner.map({True: "partner", False: "outlet"}).astype("str"),
        party=_parties(plan, lent),
        month=month.astype("datetime64[us]"),
        hours=full,
        travel=full.where(lent["activity"] == "travel", 0.0),
        standby=hours.where(standby, 0.0),
    )


def _parties(plan: Plan, lent: pd.DataFrame) -> pd.Series:
    """Who lends: the partner of a slot, the lender of the planned duty, else the person's home."""
    planned: dict[str, str] = (
        {} if plan.staff is None else dict(plan.staff.duties[["duty", "lender"]].itertuples(index=False))
    )
    people = plan.layers.get("people")
    homes: dict[str, str] = {} if people is None else dict(people[["employee", "outlet"]].itertuples(index=False))

    def party(employee: str, duty: str) -> str:
        lender = employee if is_slot(employee) else planned.get(duty, "")
        return str(lender.partition("/")[0] or homes.get(employee, ""))

    found = [party(employee, duty) for employee, duty in zip(lent["employee"], lent["duty"], strict=True)]
    return pd.Series(found, index=lent.index, dtype="str")
