"""Series that were not treated in the ordinary way, and what was left out, in sentences."""

from __future__ import annotations

from api.records import records
from api.report.blocks import Show, table
from api.report.context import Reader
from forecast.values import Forecast


def note_blocks(reader: Reader, made: Forecast) -> list[object]:
    """A table; nothing where all series are ordinary."""
    words, notes = reader.words, made.notes
    if notes.empty:
        return []
    columns = {
        "outlet": Show(words("report.outlet"), reader.outlet),
        "service": Show(words("report.service")),
        "told": Show(words("report.note")),
    }
    told = [words(row.code, outlet=row.outlet, service=row.service, detail=row.detail) for row in records(notes)]
    return [table(notes.assign(told=told), words("report.notes"), columns, "forecast_notes")]
