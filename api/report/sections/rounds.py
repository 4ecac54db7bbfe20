"""The rounds of staff plan, roster and rehearsal, and which of them the plan is."""

from __future__ import annotations

from api.report.blocks import Sentence, Show, table
from api.report.context import Context


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
            name: Show(words.label("indicator", name), lambda value, unit=unit: words.amount(value, unit), True)
            for name, unit in (
                ("promise_days_kept", "share"),
                ("promises_kept", "share"),
                ("short_hours", "hours"),
                ("hole_hours", "hours"),
            )
        },
        "cost": Show(words.label("indicator", "cost_total"), lambda value: words.amount(value, "money"), True),
    }
    return [Sentence(told), table(found, words("report.rounds"), columns, "rounds")]
