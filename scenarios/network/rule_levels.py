"""Priority levels of soft roster rules (`settings.rule_levels`): which there are, and what others lack."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from optimize.roster.levels import FIRST, LAST
from scenarios.network.check_columns import hint
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings
from scenarios.network.labour_law import is_law
from scenarios.network.rules_off import NAMED, NEVER, OF_CONTRACTS, PAIRS, ROWS, SOFT, named_rules


def rule_levels(entries: Iterable[str]) -> dict[str, int]:
    """Level by rule of entries such as `wishes=2`, each of which `check_levels` has passed."""
    return {rule: int(level) for rule, level in (_parts(entry) for entry in entries)}


def check_levels(context: Context, findings: Findings) -> None:
    """Every entry names one soft rule, once, and a level from the first to the last."""
    located = context.tables["settings"]
    tables = [context.frame(name) for name in NAMED if name in context.tables]
    hard = {name for table in tables for name in table.loc[_is_hard(table), "name"]}
    may = ["hole", *SOFT, *PAIRS, *ROWS, *sorted(named_rules(tables) - hard)]
    entries = context.settings.rule_levels
    rules = [_parts(entry)[0] for entry in entries]
    for position in (located.frame["key"] == "rule_levels").to_numpy().nonzero()[0].tolist():
        file, row = located.files[located.file[position]], int(located.rows[position])
        for number, entry in enumerate(entries):
            kind = _wrong(entry, may, hard) or ("rule_level_twice" if rules[number] in rules[:number] else "")
            if kind:
                near = hint(rules[number], may)
                findings.add(kind, file, row=row, column="rule_levels", value=entry, hint=near)


def _is_hard(table: pd.DataFrame) -> pd.Series:
    """Rows without a weight; but a least of cover is always priced."""
    blank: pd.Series = table["weight"].isna()
    return blank & table["least"].isna() if "from" in table else blank


def _wrong(entry: str, may: list[str], hard: set[str]) -> str:
    """The kind of problem of one entry, "" where there is none."""
    rule, level = _parts(entry)
    if not (level.isdecimal() and FIRST <= int(level) <= LAST):
        return "rule_level_form"
    if rule in may:
        return ""
    is_hard = is_law(rule) or rule in hard or rule in (*OF_CONTRACTS, *NEVER)
    return "rule_level_hard" if is_hard else "rule_level_unknown"


def _parts(entry: str) -> tuple[str, str]:
    rule, _, level = entry.partition("=")
    return rule.strip(), level.strip()


RULES: tuple[Rule, ...] = (Rule(check_levels, ("settings",), also=NAMED),)
