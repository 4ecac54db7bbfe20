"""The record of decisions as plain data, for the command line and HTTP."""

from __future__ import annotations

from typing import Any

from api.scenario_data import changes_as_data
from scenarios.decisions import Decision, Decisions


def decision_rows(record: Decisions) -> list[dict[str, Any]]:
    """Each entry with its state: standing, withdrawn, or one that withdraws another."""
    standing = {entry.number for entry in record.standing}
    return [
        {
            "number": entry.number,
            "name": entry.name,
            "state": _state(entry, standing),
            "by": entry.by,
            "at": entry.at.isoformat(),
            "why": entry.why,
            "digest": entry.digest,
            "withdraws": entry.withdraws,
            "changes": changes_as_data(entry.changes),
        }
        for entry in record.entries
    ]


def _state(entry: Decision, standing: set[int]) -> str:
    if entry.withdraws is not None:
        return "withdraws"
    return "standing" if entry.number in standing else "withdrawn"
