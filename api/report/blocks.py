"""What sections are made of: sentences, tiles, pictures, tables and folds; the page's template draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup

SHOWN = 8
"""Rows of a table that are open; the rest is folded below."""
MOST = 400
"""Rows of a table that the page holds at all; the files hold the others."""


@dataclass(frozen=True)
class Sentence:
    """One paragraph; `tone` is "" or a warning level."""

    text: str
    tone: str = ""
    kind: str = "sentence"


@dataclass(frozen=True)
class Tile:
    """One large figure with its name and a line below."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Tiles:
    """Large figures in a row."""

    tiles: Sequence[Tile]
    kind: str = "tiles"


@dataclass(frozen=True)
class Picture:
    """A chart with its caption and legend: pairs of CSS class and text."""

    svg: Markup
    caption: str
    legend: Sequence[tuple[str, str]] = ()
    kind: str = "picture"


@dataclass(frozen=True)
class Table:
    """Rows of texts under headers; `numeric` says which columns are set to the right.

    `file` names the table among the plan's files that holds all rows where the page can not.
    """

    caption: str
    headers: Sequence[str]
    numeric: Sequence[bool]
    rows: Sequence[Sequence[str]]
    file: str = ""
    total: int = 0
    kind: str = "table"

    @property
    def open_rows(self) -> Sequence[Sequence[str]]:
        """What is seen at once; two rows more are not worth a fold."""
        return self.rows if len(self.rows) <= SHOWN + 2 else self.rows[:SHOWN]

    @property
    def folded_rows(self) -> Sequence[Sequence[str]]:
        """What opens below."""
        return self.rows[len(self.open_rows) :]


@dataclass(frozen=True)
class Fold:
    """Blocks behind a line that opens them."""

    summary: str
    blocks: Sequence[Any]
    note: str = ""
    kind: str = "fold"


@dataclass(frozen=True)
class Raw:
    """Markup made by a section itself, such as the roster's grid."""

    html: Markup
    kind: str = "raw"


@dataclass(frozen=True)
class Section:
    """One part of the page."""

    key: str
    title: str
    blocks: Sequence[Any] = field(default_factory=tuple)


@dataclass(frozen=True)
class Show:
    """How one column of a frame is shown: its header and a function from value to text."""

    header: str
    text: Callable[[Any], str] | None = None
    numeric: bool = False


def table(frame: pd.DataFrame, caption: str, columns: dict[str, Show], file: str = "") -> Table:
    """A table of some of a frame's columns, in the order of `columns`."""
    kept = frame.iloc[:MOST]
    shown = [
        [("" if value is None else str(value)) if show.text is None else show.text(value) for value in kept[name]]
        for name, show in columns.items()
    ]
    return Table(
        caption=caption,
        headers=[show.header for show in columns.values()],
        numeric=[show.numeric for show in columns.values()],
        rows=list(zip(*shown, strict=True)),
        file=file if len(frame) > MOST else "",
        total=len(frame),
    )
