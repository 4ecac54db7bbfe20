"""Which roster rules may be left out (`settings.rules_off`), and why others may not."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from scenarios.network.check_columns import hint
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings
from scenarios.network.labour_law import is_law

OF_CONTRACTS = (
    "hours_day",
    "hours_week",
    "hours_month",
    "rest",
    "consecutive_days",
    "weekends_off",
    "night_work",
    "shift_length",
    "split_days",
    "split_spread",
    "split_break",
    "travel_limit",
    "standby_consent",
    "trained",
)
SOFT = (
    "overtime",
    "hours_short",
    "wishes",
    "fair_hours",
    "fair_weekends",
    "fair_nights",
    "fair_holidays",
    "even_weekends",
    "even_nights",
    "even_holidays",
    "even_holidays_ahead",
    "even_holidays_for_good",
    "steady_starts",
)
PAIRS = ("apart", "together", "mentor")
NEVER = ("as_planned", "able", "employed", "absent", "one_duty_a_day", "locked", "hole", "standby_hole")
"""Without these a roster says nothing any more."""

ROWS = ("rotation", "cover_least", "cover_most", "budget")
"""Rules that all rows of a table are of."""

NAMED = ("work_rules", "rotations", "cover_limits", "budgets")
"""Tables whose rows are rules with names."""


def may_be_off(names: Collection[str]) -> list[str]:
    """All rules that may be left out, where the rows of `NAMED` tables have these names."""
    return [*OF_CONTRACTS, *SOFT, *PAIRS, *ROWS, *sorted(names)]


def why_not(rule: str, names: Collection[str]) -> str:
    """The kind of problem (`rule_off_law`, `rule_off_never`, `rule_off_unknown`); "" where it may be left out."""
    if is_law(rule) or rule == "labour_law":
        return "rule_off_law"
    if rule in NEVER:
        return "rule_off_never"
    return "" if rule in may_be_off(names) else "rule_off_unknown"


def named_rules(tables: Collection[pd.DataFrame]) -> set[str]:
    """Names of the rows of these tables (of `NAMED`), and the rules that they are of."""
    return {
        str(name) for table in tables for key in ("name", "rule") if key in table for name in table[key].unique()
    }


def check_off(context: Context, findings: Findings) -> None:
    """Every rule that the settings leave out exists, and is no law."""
    located = context.tables["settings"]
    names = named_rules([context.frame(name) for name in NAMED if name in context.tables])
    for position in (located.frame["key"] == "rules_off").to_numpy().nonzero()[0].tolist():
        for rule in context.settings.rules_off:
            kind = why_not(rule, names)
            if kind:
                near = hint(rule, may_be_off(names))
                file, row = located.files[located.file[position]], int(located.rows[position])
                findings.add(kind, file, row=row, column="rules_off", value=rule, hint=near)


RULES: tuple[Rule, ...] = (Rule(check_off, ("settings",), also=NAMED),)
