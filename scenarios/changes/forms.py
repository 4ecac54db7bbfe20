"""What does not fit the form of a change, in users' words: one message for each kind of misfit."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import ErrorDetails

from quarterhour.messages import Message
from scenarios.changes.kinds import Change

CHANGES: TypeAdapter[Change] = TypeAdapter(Change)

LIMITS = {
    "greater_than_equal": ("change.form_below_least", "ge"),
    "greater_than": ("change.form_not_above", "gt"),
    "less_than_equal": ("change.form_above_most", "le"),
    "less_than": ("change.form_not_below", "lt"),
}
CODES = {
    "missing": "change.form_missing",
    "extra_forbidden": "change.form_unknown_key",
    "union_tag_invalid": "change.form_unknown_change",
    "union_tag_not_found": "change.form_no_change",
    "literal_error": "change.form_not_a_choice",
    "not_a_day": "change.form_not_a_day",
    "not_a_time": "change.form_not_a_time",
    "one_rank": "change.form_one_rank",
    "one_centre": "change.form_one_centre",
}
TYPES = {
    "float": "change.form_not_a_number",
    "int": "change.form_not_whole",
    "bool": "change.form_not_yes_no",
    "string": "change.form_not_text",
    "tuple": "change.form_not_a_list",
    "dict": "change.form_not_a_mapping",
    "model": "change.form_not_a_mapping",
    "finite": "change.form_not_a_number",
}
"""By the first word of pydantic's kind of error."""


def misfit(issue: ErrorDetails, kind: str) -> tuple[Message, Message]:
    """What does not fit, and what may fix it; `kind` is the change's own key, "" outside a change."""
    problem, context = str(issue["type"]), issue.get("ctx", {})
    if problem in LIMITS:
        code, key = LIMITS[problem]
        return Message(code, {"limit": _plain(context[key])}), Message(
            "change.fix_limit", {"limit": _plain(context[key])}
        )
    code = CODES.get(problem) or TYPES.get(problem.split("_")[0]) or "change.not_valid"
    key = str(issue["loc"][-1]) if issue["loc"] else ""
    known = _known(problem, key, kind, tuple(issue["loc"][:-1]), context)
    message = Message(code, {"detail": issue["msg"], "key": key, "known": known, "change": context.get("tag", "")})
    return message, Message("change.fix_known", {"known": known}) if known else Message("change.fix_form")


def kinds() -> list[str]:
    """The keys of all kinds of change."""
    mapping: Mapping[str, str] = CHANGES.json_schema()["discriminator"]["mapping"]
    return list(mapping)


def _known(problem: str, key: str, kind: str, place: tuple[str | int, ...], context: Mapping[str, Any]) -> str:
    """What may stand there: the nearest name first."""
    if problem == "literal_error":
        return str(context.get("expected", ""))
    if problem == "union_tag_invalid":
        return _nearest(str(context.get("tag", "")), kinds())
    if problem == "union_tag_not_found":
        return ", ".join(kinds())
    if problem == "extra_forbidden" and kind in kinds():
        return _nearest(key, _keys_at(kind, place))
    return ""


def _keys_at(kind: str, place: tuple[str | int, ...]) -> list[str]:
    """The keys that a change may have at a place within it."""
    schema = CHANGES.json_schema()
    names = [schema["discriminator"]["mapping"][kind]]
    for part in place:
        fields = [schema["$defs"][name.rsplit("/", 1)[-1]].get("properties", {}).get(str(part)) for name in names]
        deeper = [name for field in fields if field for name in _references(field)]
        names = deeper or names
    return [key for name in names for key in schema["$defs"][name.rsplit("/", 1)[-1]].get("properties", {})]


def _references(field: Mapping[str, Any]) -> list[str]:
    """The definitions that a field of the schema may have."""
    return [one["$ref"] for one in (field, *field.get("anyOf", ())) if "$ref" in one]


def _nearest(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=3)
    return ", ".join(close or known)


def _plain(limit: object) -> str:
    return f"{limit:g}" if isinstance(limit, float) else str(limit)
