"""Hard rules of the table `work_rules` and of labour law, counted again from the segments.

What locked and published duties break by themselves is nobody's choice: only what goes beyond that is a finding.
A roster may be unable to keep `TOLD`; it then has to say so. Leasts by period, averages and training need to know
what is not published, and are the roster's own to tell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from scenarios.evaluate import rule_counts, rule_patterns
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding
from scenarios.evaluate.people import SLACK
from scenarios.evaluate.rule_counts import Beyond, Worked
from scenarios.evaluate.rule_periods import WorkRule
from scenarios.evaluate.stints import Stint, stints
from scenarios.network.cells import names
from scenarios.network.labour_law import articles

Counted = Callable[[WorkRule, Worked], Iterator[Beyond]]
KEPT: Mapping[str, Counted] = {
    "hours_in_period": rule_counts.hours_in_period,
    "overtime_in_period": rule_counts.overtime_in_period,
    "days_in_period": rule_counts.days_in_period,
    "duties_in_period": rule_counts.duties_in_period,
    "nights_in_period": rule_counts.nights_in_period,
    "days_off_in_period": rule_counts.days_off_in_period,
    "weekends_in_period": rule_counts.weekends_in_period,
    "weekly_rest": rule_counts.weekly_rest,
    "nights_in_row": rule_patterns.nights_in_row,
    "weekends_in_row": rule_patterns.weekends_in_row,
    "no_succession": rule_patterns.no_succession,
}
TOLD: Mapping[str, Counted] = {
    "days_off_in_row": rule_patterns.days_off_in_row,
    "whole_weekends": rule_patterns.whole_weekends,
}


def check_work_rules(facts: Facts) -> Iterator[Finding]:
    """Every hard rule for everybody whom it concerns; rules that the plan left out are not looked at."""
    every: dict[str, list[Stint]] = {}
    for stint in stints(facts):
        every.setdefault(stint.employee, []).append(stint)
    people = facts.network.table("employees")
    week = facts.network.table("contracts").set_index("contract")["hours_week"].astype(float)
    hours_week = people["contract"].map(week).fillna(0.0).set_axis(people["employee"])
    told = broken_and_told(facts)
    for row in _rules(facts):
        rule = WorkRule.of(row)
        for employee in people.loc[concerned(row, people), "employee"]:
            worked = _worked(facts, every.get(employee, []), float(hours_week[employee]))
            for day, amount in _beyond(rule, worked):
                if rule.rule in KEPT or (rule.name, employee, day) not in told:
                    where = f"{rule.name} {employee} {day:%Y-%m-%d}"
                    yield Finding(rule.rule, where, _limit(rule), f"{amount:g} beyond")


def broken_and_told(facts: Facts) -> set[tuple[str, str, pd.Timestamp]]:
    """limit, employee and day of the hard rules that the plan itself says are broken."""
    rules = facts.table("roster_rules")
    hard = rules[rules["hard"]]
    return set(zip(hard["limit"], hard["employee"], hard["day"], strict=True))


def concerned(row: Mapping[Any, Any], people: pd.DataFrame) -> pd.Series:
    """Whom a row with `who` and `value` is about."""
    if row["who"] == "all":
        return pd.Series(True, index=people.index)
    if row["who"] == "tag":
        return people["tags"].map(lambda text: row["value"] in names(text)).astype(bool)
    chosen: pd.Series = people[str(row["who"])] == row["value"]
    return chosen


def _rules(facts: Facts) -> list[dict[Any, Any]]:
    """Rows of the law, and the hard ones of the network that the plan did not leave out."""
    settings = facts.network.settings
    off = list(settings.rules_off)
    own = facts.network.table("work_rules")
    own = own[own["weight"].isna() & ~own["name"].isin(off) & ~own["rule"].isin(off)]
    law = articles(settings.labour_law).assign(who="all", value="")
    return [row for table in (law, own) for row in table.to_dict("records") if _counts(row)]


def _counts(row: Mapping[Any, Any]) -> bool:
    """Whether a row limits something that is counted here: a least of a sum has no most."""
    return row["rule"] in TOLD or (row["rule"] in KEPT and not (row["rule"] in SUMS and pd.isna(row["most"])))


SUMS = ("hours_in_period", "days_in_period", "duties_in_period", "nights_in_period")


def _worked(facts: Facts, mine: list[Stint], hours_week: float) -> Worked:
    last = facts.first_day + pd.Timedelta(days=facts.days - 1)
    cut = pd.Timedelta(minutes=int(facts.plan["day_cut"]))
    return Worked(tuple(mine), facts.first_day, last, hours_week, str(facts.plan["timezone"]), cut)


def _beyond(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """What is beyond the rule, and was not before anybody was given a duty."""
    count = KEPT[rule.rule] if rule.rule in KEPT else TOLD[rule.rule]
    held = replace(worked, stints=tuple(stint for stint in worked.stints if stint.held))
    before = dict(count(rule, held))
    for day, amount in count(rule, worked):
        if amount > max(before.get(day, 0.0), 0.0) + SLACK:
            yield day, amount


def _limit(rule: WorkRule) -> str:
    if not math.isnan(rule.most):
        return f"at most {rule.most:g}"
    return "kept" if math.isnan(rule.least) else f"at least {rule.least:g}"
