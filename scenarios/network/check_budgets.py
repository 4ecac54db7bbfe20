"""Budgets: dates have a first and a last day, in their order."""

from __future__ import annotations

from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings


def check_budgets(context: Context, findings: Findings) -> None:
    """A period of dates has both of its days, and no last day lies before the first."""
    located = context.tables["budgets"]
    table = located.frame
    for name in ("first_day", "last_day"):
        lacks = (table["period"] == "dates") & table[name].isna()
        findings.add_rows("rule_lacks", located, lacks.to_numpy(bool), name, rule=table["name"])
    wrong = (table["first_day"] > table["last_day"]).to_numpy(bool)
    findings.add_rows(
        "limits_reversed", located, wrong, "first_day", upper="last_day", upper_value=table["last_day"]
    )


RULES: tuple[Rule, ...] = (Rule(check_budgets, ("budgets",)),)
