"""What a check looks at: typed tables that still know their rows, settings and grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


@dataclass(frozen=True)
class Rule:
    """What tables must say together.

    Attributes
    ----------
    needs
        The tables without which there is nothing to check.
    also
        Tables that are looked at where they are there.
    """

    check: Callable[[Context, Findings], None]
    needs: tuple[str, ...]
    also: tuple[str, ...] = ()
