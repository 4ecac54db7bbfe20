"""Routes: the scenarios that come with the program, and the form of one's own."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.http.documents import ScenarioDocument
from api.http.problems import answers

router = APIRouter(prefix="/v1/scenarios", tags=["scenarios"], responses=answers())


@router.get("")
def list_scenarios() -> list[ScenarioDocument]:
    """Scenarios that fit any network; a run takes one by its name."""
    from api.scenario_data import changes_as_data
    from scenarios.changes import library

    return [
        ScenarioDocument(name=name, description=dict(each.description), changes=changes_as_data(each.changes))
        for name, each in library().items()
    ]


@router.get("/schema")
def scenario_schema() -> dict[str, Any]:
    """The JSON Schema of scenarios, with every kind of change."""
    from scenarios.changes.json_schema import json_schema

    return json_schema()
