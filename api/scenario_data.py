"""Changes of scenarios as plain data, as scenario files hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scenarios.changes import Change


def changes_as_data(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Each change with what was given or has a default; ready for JSON."""
    return [change.model_dump(mode="json", exclude_none=True) for change in changes]
