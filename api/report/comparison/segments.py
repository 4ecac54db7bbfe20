"""Duties added, removed, and moved in place or time."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from api.report.blocks import Section, Sentence, Show, table
from api.words import Words
from scenarios.compare import Comparison


def segments(comparison: Comparison, words: Words, names: Mapping[str, str]) -> Section:
    """How many of each kind, and every one."""
    title, frame = words("report.segments"), comparison.segments
    if frame.empty:
        return Section("segments", title, [Sentence(words("report.no_segment_changed"), "fine")])
    counted = frame.groupby(["plan", "change"], as_index=False).size()
    counts = {
        "plan": Show(words("report.plan")),
        "change": Show(words("report.change"), lambda key: words.label("moved", key)),
        "size": Show(words("report.times"), words.number, True),
    }

    def place(outlet: object) -> str:
        return names.get(outlet, "") if isinstance(outlet, str) else ""

    shown = frame.assign(now=_span(frame["start"], frame["end"], words))
    shown["before"] = _span(frame["start_base"], frame["end_base"], words)
    each = {
        "plan": Show(words("report.plan")),
        "change": Show(words("report.change"), lambda key: words.label("moved", key)),
        "employee": Show(words("report.person")),
        "outlet_base": Show(words("report.outlet_before"), place),
        "before": Show(words("report.before")),
        "outlet": Show(words("report.outlet_after"), place),
        "now": Show(words("report.after")),
    }
    return Section(
        "segments",
        title,
        [table(counted, title, counts), table(shown, words("report.each_segment"), each, "comparison_segments")],
    )


def _span(starts: pd.Series, ends: pd.Series, words: Words) -> list[str]:
    """From when to when; "" where there is no duty."""
    pairs = zip(starts, ends, strict=True)
    return [f"{words.instant(start)}–{end:%H:%M}" if pd.notna(start) else "" for start, end in pairs]
