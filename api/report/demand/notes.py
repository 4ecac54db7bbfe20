"""Series that were not treated in the ordinary way."""

from __future__ import annotations

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
        "code": Show(words("report.note"), words.code),
        "detail": Show(words("report.detail")),
    }
    return [table(notes, words("report.notes"), columns, "forecast_notes")]
