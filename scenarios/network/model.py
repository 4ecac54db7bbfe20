"""The organisation's own tables, validated: what every stage of planning starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from quarterhour.content import digest
from quarterhour.grid import TimeGrid
from scenarios.network.cells import minutes, names
from scenarios.network.check import checked, replaced
from scenarios.network.columns import empty_frame
from scenarios.network.parts import in_memory
from scenarios.network.schema import schema
from scenarios.network.settings import Settings

__all__ = ["Network", "minutes", "names"]


@dataclass(frozen=True, eq=False)
class Network:
    """The tables of one organisation, with their types, defaults filled in, and checked.

    A network is never edited: `with_tables` and `with_settings` give a changed and checked copy.

    Attributes
    ----------
    tables
        One frame a table that is present and has rows; `settings` has key, value (text). Columns are those
        of the schema, all of them, in its order. Types: text, choice, time and list are `str` ("" for
        blank; lists joined by ";", see `names`; times "HH:MM", see `minutes`); integer is `Int64`; number
        is float64 (NaN for blank); boolean is bool; date is naive datetime64[us] (NaT for blank); datetime
        is datetime64[us] in the network's zone. `arrivals` has one column more, `daily` (bool): the row
        counts a whole business day and its start is where that day begins.
    settings
        The `settings` table with its types and defaults.
    grid
        Zone, grain and day cut.
    """

    tables: Mapping[str, pd.DataFrame]
    settings: Settings
    grid: TimeGrid

    @classmethod
    def from_tables(cls, tables: Mapping[str, pd.DataFrame]) -> Network:
        """A network from frames in memory, checked as files are; cells may be typed or text.

        Raises
        ------
        NetworkProblemsError
            With everything that is wrong; files are called by their table, rows are counted as if written.
        """
        return cls(*checked({name: [in_memory(name, frame)] for name, frame in tables.items()}))

    def has(self, table: str) -> bool:
        """Whether the organisation gave that table, with at least one row."""
        return table in self.tables

    def table(self, name: str) -> pd.DataFrame:
        """That table; an empty one with the right columns where it was not given."""
        if name not in schema():
            raise KeyError(f"there is no table {name!r}.\nMaybe one of {', '.join(schema())}.")
        return self.tables[name] if name in self.tables else empty_frame(schema()[name], self.grid.timezone)

    def with_tables(self, **frames: pd.DataFrame) -> Network:
        """A copy in which some tables are replaced (removed where without rows), checked.

        Raises
        ------
        NetworkProblemsError
            With everything that is wrong in the replaced tables and in what refers to them.
        """
        return Network(*replaced(self.tables, frames, self.settings, self.grid))

    def with_settings(self, **values: object) -> Network:
        """A copy in which some settings are replaced, given by their keys, checked."""
        old = self.tables["settings"]
        new = pd.DataFrame({"key": list(values), "value": ["" if v is None else str(v) for v in values.values()]})
        kept = old[~old["key"].isin(new["key"])]
        return self.with_tables(settings=pd.concat([kept, new], ignore_index=True))

    @cached_property
    def own_digest(self) -> str:
        """The digest of all tables and settings, taken once."""
        return digest(self.tables, self.settings, self.grid)

    @property
    def first_day(self) -> pd.Timestamp:
        """First business day to plan: `plan_start`, or else the first Monday after the history.

        Raises
        ------
        ValueError
            When there is neither.
        """
        if self.settings.plan_start is not None:
            return self.settings.plan_start
        if not self.has("arrivals"):
            raise ValueError("there is no history to plan after.\nMaybe give plan_start in the settings.")
        last = self.grid.business_day(pd.DatetimeIndex([self.tables["arrivals"]["start"].max()]))[0]
        return last + pd.Timedelta(days=7 - last.weekday())
