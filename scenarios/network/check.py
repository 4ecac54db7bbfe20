"""All checks of a network's tables, in order: settings, columns, names, then what tables say together."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from quarterhour.grid import TimeGrid
from scenarios.network import (
    check_budgets,
    check_cover,
    check_history,
    check_hours,
    check_people,
    check_places,
    check_rotations,
    check_rule_names,
    check_rules,
    check_services,
    rule_levels,
    rules_off,
)
from scenarios.network.check_columns import check_columns, hint
from scenarios.network.check_keys import check_references, check_unique
from scenarios.network.check_settings import check_settings, default_settings
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings
from scenarios.network.parts import Located, Part, in_memory
from scenarios.network.problems import NetworkProblemsError
from scenarios.network.schema import schema
from scenarios.network.settings import Settings

NEEDED = ("settings", "outlets")
"""The tables without which there is no network at all."""

RULES: tuple[Rule, ...] = (
    *check_hours.RULES,
    *check_services.RULES,
    *check_history.RULES,
    *check_people.RULES,
    *check_places.RULES,
    *check_rules.RULES,
    *check_rule_names.RULES,
    *check_rotations.RULES,
    *check_cover.RULES,
    *check_budgets.RULES,
    *rules_off.RULES,
    *rule_levels.RULES,
)


def checked(parts: Mapping[str, list[Part]]) -> tuple[dict[str, pd.DataFrame], Settings, TimeGrid]:
    """Typed tables, settings and grid.

    Raises
    ------
    NetworkProblemsError
        With everything that is wrong.
    """
    findings = Findings()
    context = gather(parts, findings)
    if findings.problems:
        raise NetworkProblemsError(findings.problems)
    return _frames(context), context.settings, context.grid


def gather(parts: Mapping[str, list[Part]], findings: Findings, unread: Collection[str] = ()) -> Context:
    """Typed tables with whatever could be read; everything that is wrong is added to `findings`.

    `unread` are tables whose files are there and could not be read, which has been said already.
    """
    _check_names(parts, findings)
    lost = set(unread)
    tables: dict[str, Located] = {}
    settings, grid = default_settings()
    for name in schema():
        if name == "settings" and parts.get(name):
            tables[name], settings, grid = check_settings(parts[name][0], findings)
        elif parts.get(name):
            typed = _typed(name, parts[name], grid, findings)
            if typed is None:
                lost.add(name)
            elif len(typed.frame):
                tables[name] = typed
        if name in NEEDED and name not in tables and name not in lost:
            kind = "empty_table" if parts.get(name) else "missing_table"
            findings.add(kind, parts[name][0].file if parts.get(name) else name, table=name)
    context = Context(tables, settings, grid, frozenset(lost))
    _check(context, set(tables), findings)
    return context


def replaced(
    old: Mapping[str, pd.DataFrame], frames: Mapping[str, pd.DataFrame], settings: Settings, grid: TimeGrid
) -> tuple[dict[str, pd.DataFrame], Settings, TimeGrid]:
    """`old` with some tables replaced; these, and what refers to them, are checked.

    Raises
    ------
    NetworkProblemsError
        With everything that is wrong in them.
    """
    findings = Findings()
    _check_names(frames, findings)
    tables = {name: _kept(name, frame) for name, frame in old.items() if name not in frames}
    for name in (name for name in schema() if name in frames):
        part = in_memory(name, frames[name])
        if name == "settings":
            tables[name], settings, new_grid = check_settings(part, findings)
            if new_grid != grid:
                return checked({name: [in_memory(name, frame)] for name, frame in {**old, **frames}.items()})
        else:
            typed = _typed(name, [part], grid, findings) if len(part.frame) else None
            if typed is not None:
                tables[name] = typed
    if "outlets" not in tables:
        findings.add("missing_table", "outlets", table="outlets")
    context = Context({name: tables[name] for name in schema() if name in tables}, settings, grid)
    _check(context, set(frames), findings)
    if findings.problems:
        raise NetworkProblemsError(findings.problems)
    return _frames(context), settings, grid


def _check_names(tables: Collection[str], findings: Findings) -> None:
    """Tables given in memory are called like tables; files have been asked when they were read."""
    for name in tables:
        if name not in schema():
            findings.add("unknown_table", name, hint=hint(name, list(schema())))


def _kept(name: str, frame: pd.DataFrame) -> Located:
    return Located.of_part(name, in_memory(name, frame), frame)


def _typed(name: str, parts: list[Part], grid: TimeGrid, findings: Findings) -> Located | None:
    located = [check_columns(schema()[name], part, grid, findings) for part in parts]
    complete = [part for part in located if part is not None]
    return Located.joined(complete) if len(complete) == len(located) else None


def _check(context: Context, changed: set[str], findings: Findings) -> None:
    """Names within changed tables and between them and others; then every check that reads a changed table."""
    for name in context.tables:
        table = schema()[name]
        parents = {column.references.split(".")[0] for column in table.columns.values() if column.references}
        if name in changed and not table.vertical:
            check_unique(table, context.tables[name], findings)
        if name in changed or parents & changed:
            check_references(context, name, findings)
    for rule in RULES:
        if set(rule.needs) <= set(context.tables) and {*rule.needs, *rule.also} & changed:
            rule.check(context, findings)


def _frames(context: Context) -> dict[str, pd.DataFrame]:
    return {name: located.frame for name, located in context.tables.items()}
