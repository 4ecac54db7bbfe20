"""What each plan changes over the tables of its network."""

from __future__ import annotations

import json

from api.report.blocks import Section, Sentence, Show, table
from api.report.sections.headline import change_detail
from api.words import Words
from scenarios.compare import Comparison


def changes(comparison: Comparison, words: Words) -> Section:
    """Changes in their order, plan by plan."""
    title = words("report.changes")
    if comparison.changes.empty:
        return Section("changes", title, [Sentence(words("report.no_changes"))])
    columns = {
        "plan": Show(words("report.plan")),
        "number": Show(words("report.number"), words.number, True),
        "change": Show(words("report.change"), lambda key: words.label("change", key)),
        "detail": Show(words("report.detail"), lambda text: change_detail(json.loads(text))),
    }
    return Section("changes", title, [table(comparison.changes, title, columns)])
