"""The few figures by which a plan is judged and compared. Each has one key in code, files and page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.values import Forecast
from optimize.coverage.values import CoveragePlan
from optimize.requirement.values import Requirement
from optimize.roster.values import Roster
from optimize.shifts.values import StaffPlan
from quarterhour.grid import hours_between
from scenarios.rehearsal.values import Rehearsal

NONE = float("nan")


@dataclass(frozen=True)
class Figure:
    """One indicator, with its confidence interval where it has one."""

    indicator: str
    value: float
    unit: str
    scope: str = ""
    low: float = NONE
    high: float = NONE


def indicators(
    *,
    grain: int,
    forecast: Forecast | None,
    requirement: Requirement | None,
    staff: StaffPlan | None,
    roster: Roster | None,
    rehearsal: Rehearsal | None,
    coverage: CoveragePlan | None,
    costs: pd.DataFrame,
) -> pd.DataFrame:
    """indicator, scope, value, unit, low, high of every stage that was run."""
    figures: list[Figure] = []
    if forecast is not None:
        figures += _demand(forecast)
    if requirement is not None:
        figures += _requirement(requirement, grain)
    if staff is not None:
        figures += _staff(staff, grain)
    if roster is not None:
        figures += _roster(roster)
    if rehearsal is not None:
        figures += _rehearsal(rehearsal)
    if coverage is not None:
        figures += _coverage(coverage)
    figures.append(Figure("cost_total", float(costs["money"].sum()), "money"))
    frame = pd.DataFrame(figures)[["indicator", "scope", "value", "unit", "low", "high"]]
    return frame.astype({"indicator": "str", "scope": "str", "unit": "str"})


def _demand(forecast: Forecast) -> Iterator[Figure]:
    yield Figure("demand", float(forecast.intervals["mean"].sum()), "customers")
    scored = forecast.evidence.groupby("model")[["error", "actual"]].sum()
    for model, score in scored.iterrows():
        if score["actual"] > 0:
            yield Figure(f"wape_{model}", float(score["error"] / score["actual"]), "share")


def _requirement(requirement: Requirement, grain: int) -> Iterator[Figure]:
    yield Figure("need_hours", float(requirement.pools["people"].sum()) * grain / 60, "hours")
    told = requirement.backlog.dropna(subset="in_time")
    if told["arrived"].sum() > 0:
        share = float((told["in_time"] * told["arrived"]).sum() / told["arrived"].sum())
        yield Figure("work_in_time", share, "share")
        yield Figure("work_oldest", float(requirement.backlog["oldest_minutes"].max()), "minutes")


def _staff(staff: StaffPlan, grain: int) -> Iterator[Figure]:
    cover = staff.cover
    for name, column in (("lent_hours", "lent"), ("partner_hours", "partner"), ("short_hours", "short")):
        yield Figure(name, float(cover[column].sum()) * grain / 60, "hours")
    yield Figure("reserve_wanted_hours", float(staff.reserve["wanted"].sum()) * grain / 60, "hours")
    yield Figure("reserve_short_hours", float(staff.reserve["short"].sum()) * grain / 60, "hours")


def _roster(roster: Roster) -> Iterator[Figure]:
    hours, holes = roster.hours, roster.holes
    yield Figure("people", float(hours["employee"].nunique()), "people")
    for column in ("work", "travel", "training", "leave", "standby", "paid", "overtime"):
        yield Figure(f"{column}_hours", float(hours[column].sum()), "hours")
    lengths = hours_between(holes["start"], holes["end"])
    yield Figure("hole_hours", float((lengths * holes["people"]).sum()), "hours")
    wishes = roster.wishes
    if len(wishes):
        weight = wishes["weight"].astype(float)
        granted = float((weight * wishes["granted"]).sum() / weight.sum()) if weight.sum() else 1.0
        yield Figure("wishes_granted", granted, "share")


def _rehearsal(rehearsal: Rehearsal) -> Iterator[Figure]:
    served = rehearsal.services
    yield Figure("promises_kept", float(served["kept"].mean()) if len(served) else NONE, "share")
    yield Figure("promise_days_kept", float(served["periods_kept"].mean()) if len(served) else NONE, "share")
    by_run = rehearsal.replications.groupby("replication")[["arrivals", "served", "immediate"]].sum()
    yield _over_runs("served_share", by_run["served"] / by_run["arrivals"].where(by_run["arrivals"] > 0), "share")
    runs = rehearsal.replications
    waited = (runs["wait_minutes"] * runs["immediate"]).groupby(runs["replication"]).sum()
    yield _over_runs("wait_minutes", waited / by_run["immediate"].where(by_run["immediate"] > 0), "minutes")
    if served["oldest_worst"].notna().any():
        yield Figure("work_oldest_rehearsed", float(served["oldest_worst"].max()), "minutes")
    if len(rehearsal.calls):
        yield Figure("called_hours", float(rehearsal.calls["hours"].sum()), "hours")


def _over_runs(indicator: str, values: pd.Series, unit: str) -> Figure:
    """Mean over replications with its 95% interval (normal; 30 replications or so)."""
    known = values.dropna().to_numpy(dtype=float)
    if not len(known):
        return Figure(indicator, NONE, unit)
    half = 1.96 * float(known.std(ddof=1)) / np.sqrt(len(known)) if len(known) > 1 else NONE
    mean = float(known.mean())
    return Figure(indicator, mean, unit, low=mean - half, high=mean + half)


def _coverage(coverage: CoveragePlan) -> Iterator[Figure]:
    summary = coverage.summary
    whole = summary[summary["scope"] == "all"]
    for measure, share in zip(whole["measure"], whole["share"].astype(float), strict=True):
        yield Figure(f"covered_{measure}", share, "share")
    yield Figure("blind_residents", float(coverage.blind_spots["residents"].sum()), "residents")
    yield Figure("outlets_to_review", float((coverage.review["verdict"] == "review").sum()), "outlets")
    chosen = coverage.options[coverage.options["chosen"].astype(bool)]
    yield Figure("monthly_saving", float(chosen["monthly_saving"].sum()), "money_month")
