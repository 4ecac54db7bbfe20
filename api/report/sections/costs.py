"""What the plan costs over its horizon, by item."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Picture, Section, Sentence, Show, table
from api.report.charts.bars import bars
from api.report.context import Context


def costs(context: Context) -> Section:
    """Bars and table; the items add up to the total."""
    words, items = context.words, context.plan.costs
    title = words("report.costs")
    if items.empty:
        return Section("costs", title, [Sentence(words("report.no_costs"))])
    ranked = items.sort_values("money", ascending=False)
    total = float(items["money"].sum())
    picture = bars(
        title,
        words("report.costs_described", total=words.money(total)),
        [words.label("cost", item) for item in ranked["item"]],
        ranked["money"].to_numpy(dtype=float),
        words.money,
    )
    whole = pd.DataFrame({"item": ["total"], "money": [total]})
    rows = pd.concat([ranked[["item", "money"]], whole], ignore_index=True)
    rows["share"] = rows["money"] / total if total else float("nan")
    columns = {
        "item": Show(words("report.item"), lambda item: words.label("cost", item)),
        "money": Show(words("report.money"), words.money, True),
        "share": Show(words("report.share"), words.share, True),
    }
    return Section("costs", title, [Picture(picture, title), table(rows, title, columns)])
