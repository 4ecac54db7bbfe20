"""A study's answer as a scenario file that planning can run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml


def write_scenario(
    path: Path, name: str, description: Mapping[str, str], changes: Sequence[Mapping[str, Any]]
) -> None:
    """The changes under a name, with what they are about in both languages."""
    content = {
        "name": name,
        "description": description["en"],
        "description_zh": description["zh_Hans"],
        "changes": [dict(change) for change in changes],
    }
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8")
