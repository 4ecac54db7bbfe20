"""The rounds of staff plan, roster and rehearsal, and which of them the plan is."""

from __future__ import annotations

from functools import partial

from api.report.blocks import Sentence, Show, table
from api.report.context import Context

FIGURES = (
    ("promise_days_kept", "promise_days_kept", "share"),
    ("promises_kept", "promises_kept", "share"),
    ("short_hours", "short_hours", "hours"),
    ("hole_hours", "hole_hours", "hours"),
    ("cost", "cost_total", "money"),
)
"""Column of `Plan.rounds`, indicator by whose name it is told, and unit."""


def rounds(context: Context) -> list[object]:
    """A sentence on what the rounds changed, and a row a round; nothing where there was one."""
    words, found = context.words, context.plan.rounds
    if len(found) < 2:
        return []
    kept = found.loc[found["kept"], "round"].iloc[0]
    told = words(
        "report.told_rounds",
        count=words.number(len(found)),
        kept=words.number(int(kept)),
        raised=words.number(int(context.plan.raised["people"].sum())),
    )
    columns = {
        "round": Show(words("report.round"), words.number, True),
        "kept": Show(words("report.round_kept"), lambda kept: "●" if kept else ""),
        **{
            column: Show(words.label("indicator", indicator), partial(words.amount, unit=unit), True)
            for column, indicator, unit in FIGURES
        },
    }
    return [Sentence(told), table(found, words("report.rounds"), columns, "rounds")]
