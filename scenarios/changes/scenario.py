"""A scenario: a name and an ordered list of changes, read from YAML; a misfit is refused with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from quarterhour.messages import Message
from scenarios.changes.change import Unfit
from scenarios.changes.forms import CHANGES, misfit
from scenarios.changes.kinds import Change
from scenarios.changes.lines import Path as Place
from scenarios.changes.source import ChangeProblemsError, Source, content_of, text_of
from scenarios.network.model import Network
from scenarios.network.problems import NetworkProblemsError, Problem
from scenarios.premises import Premises


class Document(BaseModel):
    """A scenario's file: its name, what it is about, and its changes in order."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, description="Name of the scenario and of its plan")
    description: str = Field("", description="What it is about, in a sentence")
    description_zh: str = Field("", description="The same in Chinese")
    changes: list[Any] = Field([], description="Changes in their order")


@dataclass(frozen=True)
class Scenario:
    """A named list of changes over a base.

    Attributes
    ----------
    description
        What it is about, by language.
    source
        Where it was read.
    """

    name: str
    changes: tuple[Change, ...]
    description: Mapping[str, str] = field(default_factory=dict, compare=False)
    source: Source = field(default_factory=Source, compare=False)


def read_scenario(path: Path) -> Scenario:
    """The scenario in a YAML file.

    Raises
    ------
    ChangeProblemsError
        With file, line, key and value of everything that does not fit.
    """
    return scenario_in(*text_of(path))


def scenario_in(text: str, file: str) -> Scenario:
    """The scenario in YAML text; `file` is what problems call it.

    Raises
    ------
    ChangeProblemsError
        With line, key and value of everything that does not fit.
    """
    return scenario_from(*content_of(text, file))


def scenario_from(content: dict[str, Any], source: Source | None = None) -> Scenario:
    """The scenario in plain data: `name` and `changes`.

    Raises
    ------
    ChangeProblemsError
        With everything that does not fit.
    """
    source = source or Source()
    problems: list[Problem] = []
    changes: list[Change] = []
    try:
        document = Document.model_validate(content)
    except ValidationError as error:
        problems = [_misfit(source, issue, (), "") for issue in error.errors()]
        document = None
    listed = content.get("changes", [])
    for number, raw in enumerate(listed if isinstance(listed, list) else []):
        try:
            changes.append(CHANGES.validate_python(raw))
        except ValidationError as error:
            kind = str(raw.get("change", "")) if isinstance(raw, dict) else ""
            found = [_misfit(source, issue, ("changes", number), kind) for issue in error.errors()]
            problems += _deepest(found)
    if problems or document is None:
        raise ChangeProblemsError(problems)
    words = {"en": document.description, "zh_Hans": document.description_zh or document.description}
    return Scenario(document.name, tuple(changes), words, source)


def to_premises(network: Network, changes: Sequence[Change], source: Source | None = None) -> Premises:
    """The premises after all changes in order; the base stays as it is.

    Raises
    ------
    ChangeProblemsError
        When a change names what the network does not have, or asks for what can not be.
    """
    return applied(Premises.of(network), changes, source)


def applied(premises: Premises, changes: Sequence[Change], source: Source | None = None) -> Premises:
    """Premises after further changes in order; those given stay as they are.

    Raises
    ------
    ChangeProblemsError
        When a change names what the premises do not have, or asks for what can not be.
    """
    source = source or Source()
    problems: list[Problem] = []
    for number, change in enumerate(changes):
        wrong = change.unknown(premises)
        if wrong and change.skip_if_unknown:
            premises = replace(premises, left_out=(*premises.left_out, *(one.message for one in wrong)))
            continue
        if not wrong:
            try:
                premises = change.apply(premises)
            except NetworkProblemsError as error:
                wrong = [
                    Unfit(
                        "",
                        "",
                        Message(
                            "change.breaks_network", {"detail": problem.text(), "detail_zh": problem.text("zh")}
                        ),
                    )
                    for problem in error.problems
                ]
        place = ("changes", number)
        problems += [
            source.problem((*place, one.key) if one.key else (*place, "change"), one.value, one.message, one.fix)
            for one in wrong
        ]
    if problems:
        raise ChangeProblemsError(problems)
    return premises


def _misfit(source: Source, issue: ErrorDetails, place: Place, kind: str) -> Problem:
    """One misfit; pydantic puts the names of unions and of the change itself into the path, the file has none."""
    path = tuple(part for part in issue["loc"] if part != kind and not _is_type(part))
    message, fix = misfit(issue, kind)
    value = "" if issue["type"] == "missing" else issue.get("input", "")
    if issue["type"] in ("union_tag_invalid", "union_tag_not_found"):
        value, path = kind, ("change",)
    return source.problem((*place, *path), value, message, fix)


def _deepest(problems: Sequence[Problem]) -> list[Problem]:
    """One problem a place, and none where one within it is told: of several forms, the nearest."""
    each = {(one.row, one.column): one for one in reversed(problems)}
    inner = [column for _, column in each]
    return [
        one for (_, column), one in reversed(each.items()) if not any(c.startswith(f"{column}.") for c in inner)
    ]


def _is_type(part: str | int) -> bool:
    """Whether a part of a path is pydantic's name of a type in a union."""
    if isinstance(part, int):
        return False
    return part in ("str", "int", "float", "bool") or part[:1].isupper() or "[" in part or "-" in part
