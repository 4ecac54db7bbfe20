"""The JSON Schema of sweep files, for editors; `python -m scenarios.sweep FILE` writes it.

It is that of scenarios with axes, and `$name` wherever a value may stand.
"""

from __future__ import annotations

import json
from typing import Any

from scenarios.changes.json_schema import json_schema as scenario_schema
from scenarios.sweep.ranges import RANGE

AXIS_NAME = r"^[^\W\d]\w*$"
NAMED = {"type": "string", "pattern": r"^\$\w+$", "description": "The value of an axis"}
SINGLE = {"type": ["number", "string", "boolean"]}


def json_schema() -> dict[str, Any]:
    """The schema of a sweep's file."""
    schema = scenario_schema()
    ranges = {"type": "string", "pattern": f"^{RANGE.pattern}$", "description": "Such as 0.8..1.4 step 0.1"}
    lists = {"type": "array", "items": SINGLE, "minItems": 1, "uniqueItems": True}
    axes = {
        "type": "object",
        "description": "Axes by name: changes use their values as $name",
        "minProperties": 1,
        "propertyNames": {"pattern": AXIS_NAME},
        "additionalProperties": {"anyOf": [ranges, lists]},
    }
    forms = {name: _open(form) for name, form in schema["$defs"].items()}
    return {
        **schema,
        "title": "Quarterhour sweep",
        "description": "A sweep's file: a scenario whose changes take the values of axes.",
        "properties": {**schema["properties"], "sweep": axes},
        "required": [*schema["required"], "sweep"],
        "$defs": {**forms, "AxisValue": NAMED},
    }


def json_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def _open(form: dict[str, Any]) -> dict[str, Any]:
    """A form with `$name` allowed for each of its values; the kind of change stays what it is."""
    fields = form.get("properties", {})
    opened = {key: value if "const" in value else _or_named(value) for key, value in fields.items()}
    return {**form, "properties": opened} if fields else form


def _or_named(field: dict[str, Any]) -> dict[str, Any]:
    """A field that may be `$name` as a whole, or have it as an entry of its lists."""
    choices = [_with_items(choice) for choice in field.get("anyOf", [field])]
    told: dict[str, Any] = {key: field[key] for key in ("description", "default", "title") if key in field}
    return {**told, "anyOf": [*choices, {"$ref": "#/$defs/AxisValue"}]}


def _with_items(choice: dict[str, Any]) -> dict[str, Any]:
    return {**choice, "items": _or_named(choice["items"])} if isinstance(choice.get("items"), dict) else choice
