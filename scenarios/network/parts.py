"""Rows on their way from files to tables, each still knowing where a person sees it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """One file or sheet as it was read, cells still as they stand there.

    Attributes
    ----------
    file
        What a person knows it by, such as `outlets.csv` or `plan.xlsx: outlets`.
    frame
        Cells, a column a header; text in `str` columns, or typed where the file has types.
    rows
        The row number of each row, the header being 1.
    """

    file: str
    frame: pd.DataFrame
    rows: Rows


@dataclass(frozen=True)
class Located:
    """A table with its types, of one or more parts.

    Attributes
    ----------
    frame
        Typed columns, a plain range as index.
    files
        The files that the table comes from.
    file, rows
        For each row, which of `files` and which row there.
    """

    name: str
    frame: pd.DataFrame
    files: tuple[str, ...]
    file: Rows
    rows: Rows

    @classmethod
    def of_part(cls, name: str, part: Part, frame: pd.DataFrame) -> Located:
        """The typed `frame` of one part."""
        return cls(name, frame, (part.file,), np.zeros(len(frame), dtype=np.int64), part.rows)

    @classmethod
    def joined(cls, parts: list[Located]) -> Located:
        """Several parts of one table, one after the other."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            parts[0].name,
            pd.concat([part.frame for part in parts], ignore_index=True),
            tuple(part.files[0] for part in parts),
            np.repeat(np.arange(len(parts)), [len(part.frame) for part in parts]),
            np.concatenate([part.rows for part in parts]),
        )

    def only(self, keep: npt.NDArray[np.bool_]) -> Located:
        """The rows that `keep` marks."""
        frame = self.frame[keep].reset_index(drop=True)
        return Located(self.name, frame, self.files, self.file[keep], self.rows[keep])


def in_memory(name: str, frame: pd.DataFrame) -> Part:
    """A frame as if it stood in a file: the header is row 1, the first row is row 2."""
    return Part(name, frame.reset_index(drop=True), np.arange(2, len(frame) + 2))
