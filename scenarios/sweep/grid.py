"""A sweep: a scenario whose changes take the values of axes; every point of the grid is a scenario of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from quarterhour.messages import Message
from scenarios.changes import ChangeProblemsError, Scenario, applied, scenario_from
from scenarios.changes.source import Source, content_of, text_of
from scenarios.network.problems import Problem
from scenarios.premises import Premises
from scenarios.sweep.axis import Axis, Value, axes_in, label, too_many
from scenarios.sweep.filling import filled, used


@dataclass(frozen=True)
class Point:
    """One point of the grid.

    Attributes
    ----------
    number
        From 1, in the order of the grid: the last axis runs fastest.
    where
        The value of each axis.
    scenario
        Its name says the values.
    """

    number: int
    where: Mapping[str, Value]
    scenario: Scenario

    @property
    def label(self) -> str:
        """The values alone, such as `demand=0.8 absent=0.1`."""
        return label(self.where)


@dataclass(frozen=True)
class Sweep:
    """Axes in the order of the file, and all points of their grid."""

    name: str
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]


def read_sweep(path: Path) -> Sweep:
    """The sweep in a YAML file.

    Raises
    ------
    ChangeProblemsError
        With file, line, key and value of everything that does not fit.
    """
    return sweep_in(*text_of(path))


def sweep_in(text: str, file: str) -> Sweep:
    """The sweep in YAML text; `file` is what problems call it.

    Raises
    ------
    ChangeProblemsError
        With line, key and value of everything that does not fit; what is wrong at several points comes once.
    """
    content, source = content_of(text, file)
    axes, problems = axes_in(content.pop("sweep", None), source)
    problems += [*_misused(axes, content.get("changes"), source), *too_many(axes, source)]
    if problems:
        raise ChangeProblemsError(problems)
    points: list[Point] = []
    for number, values in enumerate(_grid(axes), start=1):
        try:
            points.append(Point(number, values, _scenario(content, values, source)))
        except ChangeProblemsError as error:
            problems += error.problems
    if problems:
        raise ChangeProblemsError(_once(problems))
    return Sweep(str(content["name"]), tuple(axes), tuple(points))


def left_out(base: Premises, points: Sequence[Point]) -> list[Message]:
    """What the points leave out over a base: the network's premises after what was decided.

    Raises
    ------
    ChangeProblemsError
        With everything that a change of any point asks for and the base lacks.
    """
    problems: list[Problem] = []
    told: list[Message] = []
    for point in points:
        scenario = point.scenario
        try:
            told += applied(base, scenario.changes, scenario.source).left_out
        except ChangeProblemsError as error:
            problems += error.problems
    if problems:
        raise ChangeProblemsError(_once(problems))
    return told


def _grid(axes: Sequence[Axis]) -> Iterator[dict[str, Value]]:
    names = [axis.name for axis in axes]
    for values in product(*(axis.values for axis in axes)):
        yield dict(zip(names, values, strict=True))


def _scenario(content: dict[str, Any], values: Mapping[str, Value], source: Source) -> Scenario:
    name = content.get("name")
    named = {"name": f"{name} {label(values)}"} if isinstance(name, str) and name else {}
    return scenario_from({**content, **named, "changes": filled(content.get("changes", []), values)}, source)


def _misused(axes: Sequence[Axis], changes: object, source: Source) -> Iterator[Problem]:
    """Axes that changes use and the sweep does not have, and axes that no change uses."""
    names = [axis.name for axis in axes]
    told = {"known": ", ".join(f"${name}" for name in names)}
    found = list(used(changes, ("changes",)))
    for place, name in found:
        if name not in names:
            message = Message("change.sweep_unknown_axis", {"name": name})
            yield source.problem(place, f"${name}", message, Message("change.sweep_unknown_axis.fix", told))
    for name in names:
        if name not in {asked for _, asked in found}:
            message = Message("change.sweep_unused_axis", {"name": name})
            fix = Message("change.sweep_unused_axis.fix", {"name": name})
            yield source.problem(("sweep", name), "", message, fix)


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Each problem once, however many points have it."""
    each: dict[tuple[object, ...], Problem] = {}
    for one in problems:
        each.setdefault((one.row, one.column, one.value, one.code), one)
    return list(each.values())
