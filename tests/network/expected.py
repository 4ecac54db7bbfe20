"""How the expected problems of a corrupted input are written."""

from __future__ import annotations

Expected = list[tuple[str, int | None, str, str]]


def at(file: str, row: int | None, column: str, kind: str) -> Expected:
    """One expected problem."""
    return [(file, row, column, kind)]
