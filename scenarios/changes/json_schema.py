"""The JSON Schema of scenario files, for editors; `python -m scenarios.changes FILE` writes it."""

from __future__ import annotations

import json
from typing import Any

from scenarios.changes.forms import CHANGES
from scenarios.changes.scenario import Document

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of a scenario's file."""
    document = Document.model_json_schema()
    change = CHANGES.json_schema(ref_template="#/$defs/{model}")
    definitions = change.pop("$defs")
    document["properties"]["changes"]["items"] = change
    return {"$schema": DIALECT, **document, "title": "Quarterhour scenario", "$defs": definitions}


def json_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"
