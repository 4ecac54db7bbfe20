"""Which plan to take: the answer in a sentence, and each plan against each target."""

from __future__ import annotations

from api.records import records
from api.report.blocks import Section, Sentence, Show, Table, table
from api.report.comparison.texts import target_text, told_choice
from api.words import Words
from scenarios.compare import Comparison


def choice(comparison: Comparison, words: Words) -> Section:
    """The sentence, plans in the order in which to take them, and the verdicts."""
    title = words("report.choice_of_plan")
    meets = bool(comparison.choice["meets"].iloc[0])
    columns = {
        "plan": Show(words("report.plan")),
        "meets": Show(words("report.meets_all"), lambda yes: words.label("answer", "yes" if yes else "no")),
        "cost": Show(words("report.indicator.cost_total"), words.money, True),
        "missed": Show(words("report.missed_in_all"), words.share, True),
    }
    return Section(
        "choice",
        title,
        [
            Sentence(told_choice(comparison, words), "fine" if meets else "yellow"),
            table(comparison.choice, words("report.plans_in_order"), columns),
            _verdicts(comparison, words),
            Sentence(words("report.verdicts_mean")),
        ],
    )


def _verdicts(comparison: Comparison, words: Words) -> Table:
    heads = ("report.plan", "report.target", "report.value", "report.interval_95", "report.verdict")
    rows = []
    for row in records(comparison.verdicts):
        low, high = (words.amount(end, row.unit) for end in (row.low, row.high))
        sure = row.low < row.high
        rows.append(
            [
                row.plan,
                target_text(row, words),
                words.amount(row.value, row.unit),
                words("report.range", low=low, high=high) if sure else "",
                words.label("met", row.verdict),
            ]
        )
    numeric = [head in ("report.value", "report.interval_95") for head in heads]
    headers = [words(head) for head in heads]
    return Table(words("report.targets"), headers, numeric, rows, total=len(rows))
