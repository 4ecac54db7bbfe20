"""The files of a repaired roster, where they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.words import Words

if TYPE_CHECKING:
    from optimize.roster.repair import Repair
    from scenarios.roster.published import Published


def written_to(out: Path | None, found: Published, repair: Repair, words: Words) -> list[Path]:
    """The files written; what writes them takes seconds to import, so only then."""
    if out is None:
        return []
    from api.export.repair import write_repair

    return write_repair(found, repair, out, words)
