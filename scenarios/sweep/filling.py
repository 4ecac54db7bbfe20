"""An axis in the changes of a sweep: `$name` as a whole value, and the value that stands for it at a point."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scenarios.changes.lines import Path as Place
from scenarios.sweep.axis import Value

NAMED = re.compile(r"\$(\w+)")


def filled(content: Any, values: Mapping[str, Value]) -> Any:
    """Plain data with the value of its axis, as typed, in place of every `$name`."""
    if isinstance(content, dict):
        return {key: filled(value, values) for key, value in content.items()}
    if isinstance(content, list):
        return [filled(value, values) for value in content]
    name = _axis(content)
    return content if name is None else values[name]


def used(content: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """The place of every `$name`, and the name."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from used(value, (*place, str(key)))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from used(value, (*place, number))
    else:
        name = _axis(content)
        if name is not None:
            yield place, name


def _axis(value: object) -> str | None:
    found = NAMED.fullmatch(value) if isinstance(value, str) else None
    return None if found is None else found[1]
