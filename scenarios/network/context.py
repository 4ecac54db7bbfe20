"""What a check looks at: typed tables that still know their rows, settings and grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from quarterhour.grid import TimeGrid
from scenarios.network.findings import Findings
from scenarios.network.parts import Located
from scenarios.network.settings import Settings


@dataclass(frozen=True)
class Context:
    """The tables that are there, whose cells may still be blank where they could not be read.

    Attributes
    ----------
    unread
        Tables whose files are there and could not be read: what they hold is not known.
    """

    tables: Mapping[str, Located]
    settings: Settings
    grid: TimeGrid
    unread: frozenset[str] = frozenset()

    def frame(self, name: str) -> pd.DataFrame:
        """The typed columns of one table."""
        return self.tables[name].frame


Checks = Sequence[tuple[Callable[[Context, Findings], None], tuple[str, ...]]]
"""What tables must say together: each check, and the tables it needs."""
