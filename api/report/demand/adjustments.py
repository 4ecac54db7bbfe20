"""Which planners' adjustments the forecast takes in: who made them, why, and how many customers they add."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Sentence, Show, table
from api.report.context import Reader


def adjustment_blocks(reader: Reader, adjustments: pd.DataFrame | None) -> list[object]:
    """What they do together, and one row each; nothing where none applies."""
    words = reader.words
    if adjustments is None or adjustments.empty:
        return []
    together = words(
        "report.adjustments_together",
        count=words.number(len(adjustments)),
        effect=words.signed(adjustments["effect"].sum()),
    )
    columns = {
        "outlet": Show(words("report.outlet"), reader.outlet),
        "service": Show(words("report.service"), lambda service: service or words("report.all")),
        "first_day": Show(words("report.first_day"), words.day),
        "last_day": Show(words("report.last_day"), words.day),
        "uplift": Show(words("report.uplift"), lambda uplift: words.signed(100 * uplift) + "%", True),
        "customers": Show(words("report.model_mean"), words.number, True),
        "effect": Show(words("report.customers_added"), words.signed, True),
        "author": Show(words("report.author")),
        "reason": Show(words("report.reason")),
        "made_on": Show(words("report.made_on"), words.day),
    }
    return [Sentence(together), table(adjustments, words("report.adjustments"), columns)]
