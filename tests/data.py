"""Where public benchmark data lies, and how a test says that it is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_data(*parts: str) -> Path:
    """The path of a benchmark set; skips the test where the set is absent."""
    base = Path(os.environ.get("QUARTERHOUR_BENCHMARK_DATA", ROOT.parent / "shared" / "data"))
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"benchmark data {'/'.join(parts)} is not here; set QUARTERHOUR_BENCHMARK_DATA to its folder")
    return path
