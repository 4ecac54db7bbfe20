"""One Parquet file, with the types it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from scenarios.network.findings import Findings
from scenarios.network.parts import Part
from scenarios.network.read_csv import part_of

MOST_ROWS = 50_000_000


def read_parquet(path: Path, file: str, findings: Findings) -> Part | None:
    """The cells of a Parquet file; None where it can not be read, which is then in `findings`."""
    try:
        if not path.stat().st_size:
            findings.add("empty_file", file)
            return None
        with parquet.ParquetFile(path) as source:
            if source.metadata.num_rows > MOST_ROWS:
                findings.add("too_many_rows", file, rows=source.metadata.num_rows, limit=MOST_ROWS)
                return None
            table = source.read()
    except (OSError, pa.ArrowException) as error:
        findings.add("not_parquet", file, reason=str(error).splitlines()[0][:100])
        return None
    names = [name.strip() for name in table.column_names]
    plain = pa.table([_plain(column) for column in table.columns], names=[str(n) for n in range(len(names))])
    frame = plain.to_pandas()
    return part_of(names, frame, file, np.arange(2, len(frame) + 2), findings)


def _plain(column: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    """Dates as ISO text, which keeps a day apart from its midnight; dictionaries as what they stand for."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_date(column.type):
        column = column.cast(pa.date32()).cast(pa.string())
    return column
