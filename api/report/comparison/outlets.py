"""Hours by outlet: opened, closed, more or fewer."""

from __future__ import annotations

from collections.abc import Mapping

from api.report.blocks import Section, Sentence, Show, table
from api.words import Words
from scenarios.compare import Comparison


def outlets(comparison: Comparison, words: Words, names: Mapping[str, str]) -> Section:
    """Outlets whose hours differ, the largest difference first."""
    frame = comparison.outlets
    changed = frame[(frame["change"] != "kept") | ((frame["hours"] - frame["hours_base"]).abs() > 1e-9)]
    title = words("report.outlets")
    if changed.empty:
        return Section("outlets", title, [Sentence(words("report.no_outlet_changed"), "fine")])
    changed = changed.assign(more=changed["hours"].fillna(0.0) - changed["hours_base"].fillna(0.0))
    columns = {
        "plan": Show(words("report.plan")),
        "outlet": Show(words("report.outlet"), lambda outlet: names.get(outlet, str(outlet))),
        "change": Show(words("report.change"), lambda key: words.label("moved", key)),
        "hours_base": Show(words("report.hours_base"), words.number, True),
        "hours": Show(words("report.hours"), words.number, True),
        "more": Show(words("report.difference"), words.signed, True),
    }
    ranked = changed.sort_values("more", key=lambda more: -more.abs())
    return Section("outlets", title, [table(ranked, title, columns, "comparison_outlets")])
