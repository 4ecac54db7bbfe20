"""A plan of which only some outlets are told: their people, holes and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api import shifts
from scenarios.plan.values import Plan
from scenarios.roster.values import roster_of


def only(plan: Plan, outlets: Sequence[str] | None) -> Plan:
    """People at home at `outlets` or coming to them keep all their segments; without `outlets` nothing changes.

    Raises
    ------
    ValueError
        When the plan has no roster.
    """
    roster = roster_of(plan)
    if outlets is None:
        return plan
    chosen, everybody = list(outlets), shifts.people(plan)
    there = set(everybody.loc[everybody["home"].isin(chosen), "employee"])
    there |= set(roster.segments.loc[roster.segments["outlet"].isin(chosen), "employee"])
    told = replace(
        roster,
        segments=roster.segments[roster.segments["employee"].isin(there)].reset_index(drop=True),
        holes=roster.holes[roster.holes["outlet"].isin(chosen)].reset_index(drop=True),
        hours=roster.hours[roster.hours["employee"].isin(there)].reset_index(drop=True),
    )
    staff = plan.staff and replace(plan.staff, holes=plan.staff.holes[plan.staff.holes["outlet"].isin(chosen)])
    warnings = plan.warnings[plan.warnings["outlet"].isin(chosen)]
    return replace(plan, roster=told, staff=staff, warnings=warnings.reset_index(drop=True))
