"""The record of decisions as a file beside a network's tables, which it never touches."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from quarterhour.messages import Message
from scenarios.changes.forms import misfit
from scenarios.changes.lines import Path as Place
from scenarios.changes.lines import lines, repeated
from scenarios.changes.scenario import scenario_from
from scenarios.changes.source import ChangeProblemsError, Source
from scenarios.decisions.forms import ENTRY, Promotion, Withdrawal
from scenarios.decisions.values import Decision, Decisions
from scenarios.network.problems import Problem

RECORD = "decisions.yaml"
KINDS = ("promote", "withdraw")
MISFITS = {
    "union_tag_invalid": "decision.no_kind",
    "union_tag_not_found": "decision.no_kind",
    "string_too_short": "decision.empty",
    "too_short": "decision.empty",
    "string_pattern_mismatch": "decision.no_digest",
}
"""By pydantic's kind of error; the others are told as those of changes are."""


def record_of(network: Path) -> Path:
    """Where the record of a network lies: in its folder, or beside its workbook under the workbook's name."""
    return network / RECORD if network.is_dir() else network.with_name(f"{network.stem}.{RECORD}")


def read_decisions(network: Path) -> Decisions:
    """The record of the network in a folder or workbook; nothing where there is none.

    Raises
    ------
    ChangeProblemsError
        With file, line, key and value of everything that does not fit.
    """
    path = record_of(network)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Decisions()
    except (OSError, UnicodeDecodeError) as error:
        raise ChangeProblemsError([_unreadable(path.name, str(error), None)]) from None
    return decisions_in(text, path.name)


def decisions_in(text: str, file: str) -> Decisions:
    """The record in YAML text; `file` is what problems call it.

    Raises
    ------
    ChangeProblemsError
        With line, key and value of everything that does not fit.
    """
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        raise ChangeProblemsError([_unreadable(file, str(error), line)]) from None
    source = Source(file, lines(tree))
    if twice := repeated(tree):
        message, fix = "change.repeated_key", Message("change.repeated_key.fix")
        raise ChangeProblemsError(
            [Problem(file, line, key, "", Message(message, {"key": key}), fix) for key, line in twice]
        )
    listed = content["decisions"] if isinstance(content, dict) and set(content) == {"decisions"} else None
    if not isinstance(listed, list):
        code = "decision.no_record"
        raise ChangeProblemsError([Problem(file, 1, "", "", Message(code), Message(f"{code}.fix"))])
    entries: list[Decision] = []
    problems: list[Problem] = []
    for index, raw in enumerate(listed):
        try:
            entries.append(_entry(raw, index, source, Decisions(entries)))
        except ChangeProblemsError as error:
            problems += error.problems
    if problems:
        raise ChangeProblemsError(problems)
    return Decisions(entries)


def _entry(raw: Any, index: int, source: Source, before: Decisions) -> Decision:
    """One entry after those before it."""
    place: Place = ("decisions", index)
    try:
        form = ENTRY.validate_python(raw)
    except ValidationError as error:
        raise ChangeProblemsError([_misfit(source, issue, place) for issue in error.errors()]) from None
    problems = []
    if form.number != index + 1:
        message = Message("decision.out_of_order", {"expected": index + 1})
        problems.append(_problem(source, (*place, "number"), form.number, message))
    at = _instant(form.at)
    if at is None:
        problems.append(_problem(source, (*place, "at"), form.at, Message("decision.no_instant")))
    if isinstance(form, Withdrawal) and form.withdraws not in {entry.number for entry in before.standing}:
        message = Message("decision.not_standing", {"number": form.withdraws})
        problems.append(_problem(source, (*place, "withdraws"), form.withdraws, message))
    if problems or at is None:
        raise ChangeProblemsError(problems)
    told = form.number, form.name, form.by, at, form.why
    if not isinstance(form, Promotion):
        return Decision(*told, withdraws=form.withdraws)
    own = Source(source.file, {key[2:]: line for key, line in source.lines.items() if key[:2] == place})
    changes = scenario_from({"name": form.name, "changes": form.changes}, own).changes
    return Decision(*told, changes=changes, digest=form.digest, source=own)


def _instant(value: object) -> datetime | None:
    """An instant with its offset; None for anything else."""
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.utcoffset() is not None else None


def _misfit(source: Source, issue: ErrorDetails, place: Place) -> Problem:
    """What does not fit the form of an entry; changes have forms of their own."""
    kind, path = issue["type"], tuple(part for part in issue["loc"] if part not in KINDS)
    value = "" if kind == "missing" else issue.get("input", "")
    if kind.startswith("union_tag"):
        path, value = ("decision",), issue.get("ctx", {}).get("tag", "")
    message = Message(MISFITS[kind]) if kind in MISFITS else misfit(issue, "")[0]
    return source.problem((*place, *path), value, message, Message("decision.fix_form"))


def _problem(source: Source, path: Place, value: object, message: Message) -> Problem:
    return source.problem(path, value, message, Message(f"{message.code}.fix"))


def _unreadable(file: str, detail: str, line: int | None) -> Problem:
    message = Message("decision.unreadable", {"detail": " ".join(detail.split())})
    return Problem(file, line, "", "", message, Message("decision.unreadable.fix"))
