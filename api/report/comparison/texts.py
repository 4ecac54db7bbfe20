"""Differences, intervals and the choice in words, for the page and the command line."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from api.records import records
from api.words import NOTHING, Words
from scenarios.compare import Comparison


def amount(value: float, unit: str, words: Words) -> str:
    """A value in its unit; customers without it, as the names of their indicators say it."""
    return words.number(value, 1) if unit == "customers" else words.amount(value, unit)


def signed(value: float, unit: str, words: Words) -> str:
    """A difference in its unit, with its sign; of shares in percentage points."""
    if math.isnan(value):
        return NOTHING
    if unit == "share":
        return words("report.percentage_points", points=words.signed(100 * value, 1))
    if unit == "customers":
        return words.signed(value, 1)
    told = words.amount(value, unit)
    return f"+{told}" if value > 0 and any(digit in told for digit in "123456789") else told


def span(low: float, high: float, unit: str, words: Words) -> str:
    """From one difference to another in their unit, which their indicator names; nothing where not known."""
    if math.isnan(low) or math.isnan(high):
        return NOTHING
    factor = 100 if unit == "share" else 1
    ends = {name: words.signed(factor * end, 1) for name, end in (("low", low), ("high", high))}
    return words("report.range", **ends)


def told_choice(comparison: Comparison, words: Words) -> str:
    """The cheapest plan that meets all targets; else the plan that misses least, and by how much."""
    first = comparison.choice.iloc[0]
    of_first = comparison.verdicts[comparison.verdicts["plan"] == first["plan"]]
    listed = words("report.list_join")
    targets = listed.join(target_text(row, words) for row in records(of_first))
    if first["meets"]:
        money = words.money(first["cost"])
        return words("report.cheapest_plan", plan=first["plan"], targets=targets, money=money)
    misses = listed.join(_misses(comparison, str(first["plan"]), words))
    return words("report.no_plan_meets", plan=first["plan"], targets=targets, misses=misses)


def target_text(row: Any, words: Words) -> str:
    """A target of the verdicts by the name of its indicator."""
    written, sign = (">=", "≥") if ">=" in row.target else ("<=", "≤")
    limit = words.amount(float(row.target.split(written)[1]), row.unit)
    return f"{words.label('indicator', row.indicator)} {sign} {limit}"


def _misses(comparison: Comparison, plan: str, words: Words) -> Iterator[str]:
    rows = comparison.verdicts[comparison.verdicts["plan"] == plan]
    for row in records(rows[rows["verdict"].isin(["missed", "untold"])]):
        name = words.label("indicator", row.indicator)
        if row.verdict == "untold":
            yield words("report.untold_target", indicator=name)
            continue
        value = words.amount(row.value, row.unit)
        missed = signed(row.missed_by, row.unit, words).removeprefix("+")
        yield words("report.missed_target", indicator=name, value=value, missed=missed)
