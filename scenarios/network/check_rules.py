"""Rules of working time: each has the numbers and the period that it needs, and people and duties that exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from scenarios.network.cells import names
from scenarios.network.check_columns import hint
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings

CALENDAR = ("week", "month", "quarter", "year", "rolling", "dates")
ANY = ("day", *CALENDAR, "weekend")
KINDS_OF_DUTY = ("early", "late", "night", "standby", "split")
PARAMETERS = ("least", "most", "what", "then", "normal_day", "normal_week")


@dataclass(frozen=True)
class Form:
    """What a rule may be given, and what it must be given.

    Attributes
    ----------
    one_of
        Columns of which at least one must be filled.
    whole
        Whether its numbers count days, nights or weekends.
    """

    periods: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    whole: bool = True


BETWEEN = ("least", "most")
FORMS: Mapping[str, Form] = {
    "hours_in_period": Form(ANY, one_of=BETWEEN, takes=("what",), whole=False),
    "overtime_in_period": Form(("day", *CALENDAR), ("most",), takes=("normal_day", "normal_week"), whole=False),
    "average_hours": Form(("rolling",), ("most",), whole=False),
    "weekly_rest": Form(("week", "rolling"), ("least",), whole=False),
    "days_in_period": Form((*CALENDAR, "weekend"), one_of=BETWEEN),
    "days_off_in_period": Form((*CALENDAR, "weekend"), ("least",)),
    "days_off_in_row": Form(needs=("least",)),
    "nights_in_period": Form((*CALENDAR, "weekend"), one_of=BETWEEN),
    "nights_in_row": Form(needs=("most",)),
    "duties_in_period": Form((*CALENDAR, "weekend"), ("what",), one_of=BETWEEN),
    "weekends_in_period": Form(("month", "quarter", "year", "rolling", "dates"), ("most",)),
    "weekends_in_row": Form(needs=("most",)),
    "whole_weekends": Form(),
    "no_succession": Form(takes=("what", "then")),
    "training_in_period": Form(CALENDAR, ("least",), whole=False),
}


def check_periods(context: Context, findings: Findings) -> None:
    """The period is one in which the rule counts; rolling ones have a length, dates a first and a last day."""
    located = context.tables["work_rules"]
    rules = located.frame
    fits = [
        rule not in FORMS or period in (FORMS[rule].periods or ("",))
        for rule, period in zip(rules["rule"], rules["period"], strict=True)
    ]
    may = np.array([", ".join(FORMS[rule].periods) or "—" if rule in FORMS else "" for rule in rules["rule"]])
    findings.add_rows(
        "rule_period", located, ~np.array(fits, dtype=bool), "period", rule=rules["rule"], periods=may
    )
    rolling, dates = rules["period"] == "rolling", rules["period"] == "dates"
    for wrong, column in (
        (rolling & rules["days"].isna(), "days"),
        (dates & rules["first_day"].isna(), "first_day"),
        (dates & rules["last_day"].isna(), "last_day"),
    ):
        findings.add_rows("rule_lacks", located, wrong.to_numpy(bool), column, rule=rules["rule"])
    unused = (~rolling & rules["days"].notna()).to_numpy(bool)
    findings.add_rows("rule_ignores", located, unused, "days", rule=rules["rule"])


def check_numbers(context: Context, findings: Findings) -> None:
    """What a rule needs is there, what it does not take is blank, and counts are whole numbers."""
    located = context.tables["work_rules"]
    rules = located.frame
    filled = {name: _filled(rules[name]) for name in PARAMETERS}
    forms = [FORMS.get(rule, Form(takes=PARAMETERS)) for rule in rules["rule"]]
    for name in PARAMETERS:
        needed = np.array([name in form.needs for form in forms], dtype=bool)
        taken = np.array([name in (*form.needs, *form.one_of, *form.takes) for form in forms], dtype=bool)
        findings.add_rows("rule_lacks", located, needed & ~filled[name], name, rule=rules["rule"])
        findings.add_rows("rule_ignores", located, ~taken & filled[name], name, rule=rules["rule"])
    either = np.array([bool(form.one_of) for form in forms], dtype=bool)
    findings.add_rows(
        "rule_lacks", located, either & ~filled["least"] & ~filled["most"], "most", rule=rules["rule"]
    )
    both = np.array([form.takes == ("what", "then") for form in forms], dtype=bool)
    findings.add_rows("rule_lacks", located, both & ~filled["what"] & ~filled["then"], "what", rule=rules["rule"])
    counts = np.array([form.whole for form in forms], dtype=bool)
    for name in BETWEEN:
        part = (rules[name] % 1 > 0).to_numpy(bool)
        findings.add_rows("not_whole", located, counts & part, name)
    for lower, upper in (BETWEEN, ("first_day", "last_day")):
        wrong = (rules[lower] > rules[upper]).to_numpy(bool)
        findings.add_rows("limits_reversed", located, wrong, lower, upper=upper, upper_value=rules[upper])


def check_value(table: str, context: Context, findings: Findings) -> None:
    """The contract, employee, tag or outlet exists."""
    located = context.tables[table]
    rules, people = located.frame, context.frame("employees")
    known = {
        "contract": set(people["contract"]),
        "employee": set(people["employee"]),
        "outlet": set(context.frame("outlets")["outlet"]),
        "tag": {tag for text in people["tags"] for tag in names(text)},
    }
    wrong = [
        who in known and value not in known[who] for who, value in zip(rules["who"], rules["value"], strict=True)
    ]
    near = [
        hint(value, sorted(known.get(who, ()))) or "—"
        for who, value in zip(rules["who"], rules["value"], strict=True)
    ]
    findings.add_rows(
        "rule_nobody", located, np.array(wrong, dtype=bool), "value", who=rules["who"], hint=np.array(near)
    )


def check_all(context: Context, findings: Findings) -> None:
    """A rule for all names nobody."""
    located = context.tables["work_rules"]
    rules = located.frame
    unused = ((rules["who"] == "all") & (rules["value"] != "")).to_numpy(bool)
    findings.add_rows("rule_ignores", located, unused, "value", rule=rules["rule"])


def check_duties(context: Context, findings: Findings) -> None:
    """A kind of duty is early, late, night, standby, split, or a post somewhere."""
    located = context.tables["work_rules"]
    known = {"", *KINDS_OF_DUTY, *context.frame("posts")["post"]}
    for column in ("what", "then"):
        given = located.frame[column]
        near = np.array([hint(value, [*KINDS_OF_DUTY, *sorted(known)]) for value in given])
        findings.add_rows("rule_duty", located, ~given.isin(known).to_numpy(bool), column, hint=near)


def _filled(column: pd.Series) -> np.ndarray:
    return (column.notna() & (column != "")).to_numpy(bool)


RULES: tuple[Rule, ...] = (
    Rule(check_periods, ("work_rules",)),
    Rule(check_numbers, ("work_rules",)),
    Rule(partial(check_value, "work_rules"), ("work_rules", "employees", "outlets")),
    Rule(check_all, ("work_rules",)),
    Rule(check_duties, ("work_rules", "posts")),
)
