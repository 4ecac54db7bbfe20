"""Where a what-if was read: its YAML text, and every problem told with file, line, key and value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from quarterhour.messages import Message
from scenarios.changes.lines import Path as Place
from scenarios.changes.lines import line_of, lines, repeated
from scenarios.network.problems import Problem

SHOWN = 80
"""Characters of a value that are shown."""


class ChangeProblemsError(ValueError):
    """A scenario that cannot be planned, with every problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.text() for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Source:
    """Where a scenario was read: its file, and the line of everything in it."""

    file: str = "scenario"
    lines: Mapping[Place, int] = field(default_factory=dict)

    def problem(self, path: Place, value: object, message: Message, fix: Message) -> Problem:
        """Something wrong at a place of the file."""
        line = line_of(self.lines, path)
        number = path[1] + 1 if line is None and len(path) > 1 and isinstance(path[1], int) else line
        shown = "" if isinstance(value, dict) else str(value)[:SHOWN]
        column = (
            ".".join(str(part) for part in path[2:] if part)
            if path[:1] == ("changes",)
            else ".".join(map(str, path))
        )
        return Problem(self.file, number, column, shown, message, fix)


def text_of(path: Path) -> tuple[str, str]:
    """A file's text, and what problems call the file.

    Raises
    ------
    ChangeProblemsError
        When it can not be read.
    """
    try:
        return path.read_text(encoding="utf-8"), path.name
    except (OSError, UnicodeDecodeError) as error:
        raise ChangeProblemsError([_unreadable(path.name, str(error), None)]) from None


def content_of(text: str, file: str) -> tuple[dict[str, Any], Source]:
    """The plain data in YAML text, with the line of everything in it.

    Raises
    ------
    ChangeProblemsError
        When it is no YAML, no mapping, or has a key twice.
    """
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ChangeProblemsError(
            [_unreadable(file, str(error), None if mark is None else mark.line + 1)]
        ) from None
    wrong = [
        Problem(
            file, line, key, "", Message("change.repeated_key", {"key": key}), Message("change.repeated_key.fix")
        )
        for key, line in repeated(tree)
    ]
    if not isinstance(content, dict):
        shown = str(content)[:SHOWN]
        wrong.append(Problem(file, 1, "", shown, Message("change.no_scenario"), Message("change.fix_form")))
    if wrong:
        raise ChangeProblemsError(wrong)
    return content, Source(file, lines(tree))


def _unreadable(file: str, detail: str, line: int | None) -> Problem:
    message = Message("change.unreadable", {"detail": " ".join(detail.split())})
    return Problem(file, line, "", "", message, Message("change.unreadable.fix"))
