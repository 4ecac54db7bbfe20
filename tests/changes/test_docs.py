"""The documentation of changes is read by the program: every example, every kind, and the JSON Schema."""

from __future__ import annotations

import re

import pytest

from scenarios.changes import library, scenario_in
from scenarios.changes.forms import kinds
from scenarios.changes.json_schema import json_schema, json_text
from scenarios.sweep import sweep_in
from tests.data import ROOT

PAGE = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_fits(block: str) -> None:
    """Each block is a scenario, a sweep, or a list of changes."""
    text = block if block.startswith("name:") else f"name: example\nchanges:\n{block}"
    if "\nsweep:" in text:
        assert len(sweep_in(text, "scenarios.md").points) == 21
    else:
        assert scenario_in(text, "scenarios.md").changes


def test_every_kind_and_every_library_scenario_is_explained() -> None:
    """No kind is without an example, and no example is of a kind that is not there."""
    assert set(re.findall(r"change: (\w+)", PAGE)) == set(kinds())
    assert all(f"`{name}`" in PAGE for name in library())


def test_the_json_schema_is_up_to_date() -> None:
    """`python -m scenarios.changes docs/scenario.schema.json` was run after the last change of a kind."""
    assert (ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8") == json_text()


def test_every_kind_says_what_it_does() -> None:
    """Docstrings of the kinds stand in the schema, and so before planners' eyes."""
    schema = json_schema()
    mapping = schema["properties"]["changes"]["items"]["discriminator"]["mapping"]
    for kind, place in mapping.items():
        assert schema["$defs"][place.rsplit("/", 1)[-1]]["description"].endswith("."), kind
