"""One axis of a sweep: its name and the values that it takes, from a range or a list."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeGuard

from quarterhour.messages import Message
from scenarios.changes.lines import Path as Place
from scenarios.changes.source import Source
from scenarios.network.problems import Problem
from scenarios.sweep.ranges import range_in

MOST_POINTS = 1000
"""Of one sweep: more are a mistake rather than a question."""

COLUMNS = ("number", "point", "indicator", "unit", "value", "low", "high", "difference")
"""Columns of a sweep's table beside its axes, whose names are others."""

Value = bool | int | float | str | date


@dataclass(frozen=True)
class Axis:
    """A name that changes may use as `$name`, and its values in their order."""

    name: str
    values: tuple[Value, ...]


def shown(value: Value) -> str:
    """A value as a planner would write it: 1, 0.85, true, 2026-10-01, ST01."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        plain = f"{Decimal(repr(value)):f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)


def numeric(values: Iterable[Value]) -> bool:
    """Whether all of some values are numbers."""
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)


def label(values: Mapping[str, Value]) -> str:
    """Values with their axes, such as `demand=0.8 absent=0.1`."""
    return " ".join(f"{name}={shown(value)}" for name, value in values.items())


def axes_in(asked: object, source: Source) -> tuple[list[Axis], list[Problem]]:
    """The axes of a file in their order, and everything wrong with them."""
    if not isinstance(asked, Mapping) or not asked:
        return [], [_wrong(source, ("sweep",), asked if asked is not None else "", "change.sweep_no_axis")]
    axes: list[Axis] = []
    problems: list[Problem] = []
    for name, given in asked.items():
        place: Place = ("sweep", str(name))
        if not str(name).isidentifier():
            problems.append(_wrong(source, place, name, "change.sweep_bad_name"))
        elif name in COLUMNS:
            problems.append(_wrong(source, place, name, "change.sweep_taken_name"))
        values, wrong = _values(given, place, source)
        problems += wrong
        axes.append(Axis(str(name), values))
    return axes, problems


def too_many(axes: list[Axis], source: Source) -> list[Problem]:
    """One entry where the grid has more points than a sweep may have."""
    points = math.prod(len(axis.values) for axis in axes)
    return [_too_many(source, ("sweep",), points)] if points > MOST_POINTS else []


def _values(given: object, place: Place, source: Source) -> tuple[tuple[Value, ...], list[Problem]]:
    """The values of an axis, and what is wrong with them."""
    if isinstance(given, list):
        return _listed(given, place, source)
    steps = range_in(given) if isinstance(given, str) else None
    if steps is None:
        return (), [_wrong(source, place, given, "change.sweep_no_range")]
    if not steps.leads:
        return (), [_wrong(source, place, given, "change.sweep_no_end")]
    if steps.count > MOST_POINTS:
        return (), [_too_many(source, place, steps.count)]
    return tuple(steps.values()), []


def _listed(given: list[object], place: Place, source: Source) -> tuple[tuple[Value, ...], list[Problem]]:
    """The values of a list: each a single one, and no two that read the same."""
    problems = [] if given else [_wrong(source, place, "", "change.sweep_no_value")]
    values: list[Value] = []
    for number, value in enumerate(given):
        if not _single(value):
            problems.append(_wrong(source, (*place, number), value, "change.sweep_not_a_value"))
        elif shown(value) in map(shown, values):
            problems.append(_wrong(source, (*place, number), value, "change.sweep_twice"))
        else:
            values.append(value)
    return tuple(values), problems


def _single(value: object) -> TypeGuard[Value]:
    return type(value) in (bool, int, str, date) or (isinstance(value, float) and math.isfinite(value))


def _too_many(source: Source, place: Place, points: int) -> Problem:
    values = {"points": points, "most": MOST_POINTS}
    return source.problem(
        place, "", Message("change.sweep_too_many", values), Message("change.sweep_too_many.fix", values)
    )


def _wrong(source: Source, place: Place, value: object, code: str) -> Problem:
    """A problem that needs no words beside its own."""
    return source.problem(place, value, Message(code), Message(f"{code}.fix"))
