"""The JSON Schema of sweeps: up to date, and with a place for every axis."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scenarios.changes.json_schema import json_schema as scenario_schema
from scenarios.sweep.json_schema import json_schema, json_text
from tests.data import ROOT

NAMED = {"$ref": "#/$defs/AxisValue"}
SCHEMA, PLAIN = json_schema(), scenario_schema()


def test_the_json_schema_is_up_to_date() -> None:
    """`python -m scenarios.sweep docs/sweep.schema.json` was run after the last change of a kind."""
    assert (ROOT / "docs" / "sweep.schema.json").read_text(encoding="utf-8") == json_text()


def _choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    return field.get("anyOf", [field])


def test_every_value_of_a_change_may_be_an_axis() -> None:
    """And each entry of a list; nothing else is allowed that scenarios do not allow."""
    for name, form in PLAIN["$defs"].items():
        for key, field in form.get("properties", {}).items():
            opened = SCHEMA["$defs"][name]["properties"][key]
            if key == "change":
                assert opened == field
                continue
            *others, last = opened["anyOf"]
            assert last == NAMED
            for before, after in zip(_choices(field), others, strict=True):
                if isinstance(before.get("items"), dict):
                    assert after["items"]["anyOf"][-1] == NAMED
                else:
                    assert {**before, **after} == after


def test_a_sweep_needs_axes() -> None:
    """The key is required; ranges have the form that the program reads."""
    assert set(SCHEMA["required"]) == {*PLAIN["required"], "sweep"}
    ranges, lists = SCHEMA["properties"]["sweep"]["additionalProperties"]["anyOf"]
    assert re.search(ranges["pattern"], "0.8..1.4 step 0.1")
    assert not re.search(ranges["pattern"], "0.8..1.4")
    assert lists["minItems"] == 1


@pytest.mark.parametrize(("name", "fits"), [("demand", True), ("需求", True), ("1", False), ("a b", False)])
def test_names_of_axes(name: str, fits: bool) -> None:
    """As the program asks for them."""
    pattern = SCHEMA["properties"]["sweep"]["propertyNames"]["pattern"]
    assert bool(re.search(pattern, name)) == fits == name.isidentifier()
