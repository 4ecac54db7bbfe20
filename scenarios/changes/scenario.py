"""A scenario: a name and an ordered list of changes, read from YAML and refused with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from quarterhour.messages import Message
from scenarios.changes.kinds import Change
from scenarios.network.model import Network
from scenarios.network.problems import Problem
from scenarios.premises import Premises


class ChangeProblemsError(ValueError):
    """A scenario that cannot be planned, with every problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.message.text() for problem in problems))
        self.problems = list(problems)


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    changes: list[Any] = []


_CHANGES: TypeAdapter[Change] = TypeAdapter(Change)


@dataclass(frozen=True)
class Scenario:
    """A named list of changes over a base."""

    name: str
    changes: tuple[Change, ...]


def read_scenario(path: Path) -> Scenario:
    """The scenario in a YAML file.

    Raises
    ------
    ChangeProblemsError
        With file, line, key and value of everything that does not fit.
    """
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ChangeProblemsError([_problem(path.name, None, "", "", "change.unreadable", str(error))]) from None
    if not isinstance(content, dict):
        raise ChangeProblemsError([_problem(path.name, 1, "", str(content)[:80], "change.no_scenario", "")])
    return scenario_from(content, path.name, _lines(tree))


def scenario_from(content: dict[str, Any], file: str = "scenario", lines: Sequence[int] = ()) -> Scenario:
    """The scenario in plain data: `name` and `changes`.

    Raises
    ------
    ChangeProblemsError
        With everything that does not fit.
    """
    try:
        document = _Document.model_validate(content)
    except ValidationError as error:
        raise ChangeProblemsError(_problems(error, file, None)) from None
    changes: list[Change] = []
    problems: list[Problem] = []
    for number, raw in enumerate(document.changes):
        try:
            changes.append(_CHANGES.validate_python(raw))
        except ValidationError as error:
            problems += _problems(error, file, lines[number] if number < len(lines) else number + 1)
    if problems:
        raise ChangeProblemsError(problems)
    return Scenario(document.name, tuple(changes))


def to_premises(network: Network, changes: Sequence[Change]) -> Premises:
    """The premises after all changes in order; the base stays as it is.

    Raises
    ------
    ChangeProblemsError
        When a change names what the network does not have.
    """
    problems = [
        Problem(
            "scenario", number, change.change, str(message.values["name"]), message, Message("change.fix_name")
        )
        for number, change in enumerate(changes, start=1)
        for message in change.unknown(network)
    ]
    if problems:
        raise ChangeProblemsError(problems)
    premises = Premises.of(network)
    for change in changes:
        premises = change.apply(premises)
    return premises


def _lines(tree: yaml.Node | None) -> list[int]:
    """The line of each change."""
    if not isinstance(tree, yaml.MappingNode):
        return []
    for key, value in tree.value:
        if key.value == "changes" and isinstance(value, yaml.SequenceNode):
            return [node.start_mark.line + 1 for node in value.value]
    return []


def _problem(file: str, row: int | None, column: str, value: str, code: str, detail: str) -> Problem:
    return Problem(file, row, column, value, Message(code, {"detail": detail}), Message("change.fix_form"))


def _problems(error: ValidationError, file: str, line: int | None) -> list[Problem]:
    return [
        _problem(
            file,
            line,
            ".".join(str(part) for part in issue["loc"]),
            str(issue.get("input", ""))[:80],
            "change.not_valid",
            issue["msg"],
        )
        for issue in error.errors()
    ]
