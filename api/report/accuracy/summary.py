"""What the backtest says in a few figures, beside the seasonal naive."""

from __future__ import annotations

import pandas as pd

from api.accuracy import Accuracy
from api.report.accuracy.figures import figures_table, held
from api.report.blocks import Sentence, Tile, Tiles
from api.report.context import Reader


def summary_blocks(reader: Reader, found: Accuracy) -> list[object]:
    """One sentence, the large figures of daily totals, and both grains as a table."""
    words, day = reader.words, found.by_day("summary").iloc[0]
    ours, naive = words.share(day["wape"]), words.share(day["naive_wape"])
    origins = words.number(found.origins)
    blocks: list[object] = [Sentence(words("report.told_backtest", origins=origins, ours=ours, naive=naive))]
    tiles = [
        Tile(words("report.wape"), ours, words("report.naive_is", naive=naive, better=words.share(day["better"]))),
        Tile(words("report.bias"), words.signed(100 * day["bias"], 1) + "%"),
        Tile(words("report.mase"), words.number(day["mase"], 2)),
        Tile(words("report.held_80"), held(day["held_80"], day["held_80_error"], words)),
        Tile(words("report.held_95"), held(day["held_95"], day["held_95_error"], words)),
    ]
    blocks.append(Tiles(tiles))
    label = ("grain", words("report.grain"), lambda grain: words.label("grain", grain))
    blocks.append(figures_table(found.tables["summary"], words("report.figures"), label, words))
    blocks.append(Sentence(words("report.accuracy_explained")))
    return blocks


def group_blocks(reader: Reader, found: Accuracy) -> list[object]:
    """Kinds of outlet and services, each by day."""
    words = reader.words
    kind = ("kind", words("report.kind"), lambda key: words.label("kind", key))
    service = ("service", words("report.service"), str)
    tables = (("kinds", kind, "report.by_kind"), ("services", service, "report.by_service"))
    return [
        figures_table(_largest(found.by_day(name)), words(title), label, words, f"backtest_{name}")
        for name, label, title in tables
    ]


def _largest(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("actual", ascending=False, kind="stable")
