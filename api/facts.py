"""The few figures that say what a plan is: used by the summary of the command line and the page's headline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from api.duty import on_duty
from quarterhour.result import Proof
from scenarios.plan.values import Plan


@dataclass(frozen=True)
class Range:
    """A mean with the 5% and 95% quantiles of the sample paths."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Facts:
    """Headline figures; None where the stage behind one was not run.

    Attributes
    ----------
    customers
        Expected over the horizon.
    needed_hours, short_hours, lent_hours, partner_hours
        Hours of people at the post over the horizon: needed, missing, given by other outlets, by partners.
    people, paid_hours
        Own people with a duty; their paid hours.
    holes
        Rows of holes in the staff plan and the roster.
    promises, kept
        Promises rehearsed, and how many of them hold on the mean.
    covered_now, covered_planned
        Share of residents within their service circle.
    reviewed, changed
        Outlets under review, and those for which something other than keeping is chosen.
    """

    customers: Range | None
    needed_hours: float | None
    short_hours: float | None
    lent_hours: float | None
    partner_hours: float | None
    people: int | None
    paid_hours: float | None
    holes: int
    promises: int | None
    kept: int | None
    covered_now: float | None
    covered_planned: float | None
    reviewed: int | None
    changed: int | None


def facts(plan: Plan) -> Facts:
    """The figures of one plan."""
    duty = on_duty(plan)
    hours = plan.grain / 60
    roster, rehearsal, coverage = plan.roster, plan.rehearsal, plan.coverage
    working = roster.segments[roster.segments["source"] != "partner"] if roster is not None else None
    return Facts(
        customers=_customers(plan),
        needed_hours=None if duty is None else hours * float(duty["needed"].sum()),
        short_hours=None if duty is None else hours * float(duty["short"].sum()),
        lent_hours=None if duty is None else hours * float(duty["lent"].sum()),
        partner_hours=None if duty is None else hours * float(duty["partner"].sum()),
        people=None if working is None else int(working["employee"].nunique()),
        paid_hours=None if roster is None else float(roster.hours["paid"].sum()),
        holes=sum(len(stage.holes) for stage in (plan.staff, roster) if stage is not None),
        promises=None if rehearsal is None else len(rehearsal.services),
        kept=None if rehearsal is None else int(rehearsal.services["kept"].sum()),
        covered_now=None if coverage is None else _covered(coverage.summary, "now"),
        covered_planned=None if coverage is None else _covered(coverage.summary, "planned"),
        reviewed=None if coverage is None else int((coverage.review["verdict"] == "review").sum()),
        changed=None if coverage is None else _changed(coverage.options),
    )


def last_day(plan: Plan) -> pd.Timestamp:
    """Last business day of the horizon."""
    return plan.first_day + pd.Timedelta(days=plan.days - 1)


def proofs(plan: Plan) -> list[Proof]:
    """Every proof of the plan, in the order of the stages."""
    stages = (plan.staff, plan.roster, plan.coverage)
    return [proof for stage in stages if stage is not None for proof in stage.proofs]


def statuses(plan: Plan) -> Counter[str]:
    """How many proofs ended with which status."""
    return Counter(str(proof.status) for proof in proofs(plan))


def largest_gap(plan: Plan) -> float | None:
    """The worst gap among the proofs that have one."""
    gaps = [proof.gap for proof in proofs(plan) if proof.gap is not None]
    return max(gaps) if gaps else None


def _customers(plan: Plan) -> Range | None:
    if plan.forecast is None:
        return None
    totals = plan.forecast.paths.counts.sum(axis=(1, 2), dtype=np.int64)
    low, high = np.quantile(totals, [0.05, 0.95]) if len(totals) else (np.nan, np.nan)
    return Range(float(plan.forecast.intervals["mean"].sum()), float(low), float(high))


def _covered(summary: pd.DataFrame, measure: str) -> float | None:
    found = summary.loc[(summary["scope"] == "all") & (summary["measure"] == measure), "share"]
    return float(found.iloc[0]) if len(found) else None


def _changed(options: pd.DataFrame) -> int:
    return int((options["chosen"].astype(bool) & (options["option"] != "keep")).sum())
