"""What a plan near its base took over, and what was planned again."""

from __future__ import annotations

from api.report.blocks import Sentence, Show, table
from api.report.context import Context


def held(context: Context) -> list[object]:
    """A sentence a stage, and the outlets, those planned again first; nothing where everything was planned."""
    words, found = context.words, context.plan.held
    if found.empty:
        return []
    told = [
        words(
            "report.told_held",
            stage=words.label("stage", stage),
            all=words.number(len(part)),
            held=words.number(int(part["held"].sum())),
        )
        for stage, part in found.groupby("stage", sort=False)
    ]
    columns = {
        "outlet": Show(words("report.outlet"), context.outlet),
        "stage": Show(words("report.stage"), lambda key: words.label("stage", key)),
        "held": Show(
            words("report.how_planned"), lambda kept: words.label("planned", "held" if kept else "again")
        ),
    }
    listed = table(found.sort_values("held", kind="stable"), words("report.held_outlets"), columns, "held")
    return [Sentence(words("report.sentence_join").join(told)), listed]
