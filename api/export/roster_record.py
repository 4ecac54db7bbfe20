"""The workbook's legend, and the hidden sheets from which it is read back without loss."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from api.words import Words
from scenarios.plan.values import Plan
from scenarios.roster.record import CELL_COLUMNS, CELLS, FACTS, OUTLETS, SEGMENTS, as_texts

HOW = ("times", "breaks", "activities", "posts", "outlets", "empty", "lines", "kept")
"""What the legend says about editing a cell, in order."""


def write_legend(
    sheet: Worksheet, plan: Plan, words: Words, styles: Mapping[str, Format], kinds: list[str]
) -> None:
    """What colours mean, and how a cell is written so that it can be read back."""
    sheet.write_string(0, 0, words("roster.legend"), styles["title"])
    for line, kind in enumerate(kinds, start=1):
        family = "source" if kind in ("own", "lent", "partner") else "activity"
        sheet.write_string(line, 0, "", styles[kind])
        sheet.write_string(line, 1, words.label(family, kind), styles["text"])
    start = len(kinds) + 2
    sheet.write_string(start, 1, words("roster.legend_zone", zone=plan.timezone), styles["text"])
    for line, topic in enumerate(HOW, start=start + 1):
        sheet.write_string(line, 1, words(f"roster.legend_{topic}"), styles["text"])
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 90)


def write_record(book: Workbook, plan: Plan, segments: pd.DataFrame, said: list[pd.DataFrame]) -> None:
    """Facts, segments and cells as text on hidden sheets."""
    facts = {
        "timezone": plan.timezone,
        "grain": plan.grain,
        "day_cut": plan.day_cut,
        "first_day": plan.first_day.date().isoformat(),
        "days": plan.days,
        "network": plan.network,
        "plan": plan.name,
    }
    frames = {
        FACTS: pd.DataFrame({"key": list(facts), "value": [str(value) for value in facts.values()]}),
        SEGMENTS: segments,
        CELLS: pd.concat(said, ignore_index=True) if said else pd.DataFrame(columns=list(CELL_COLUMNS)),
        OUTLETS: plan.outlets[["outlet", "name"]],
    }
    for name, frame in frames.items():
        sheet = book.add_worksheet(name)
        texts = as_texts(frame)
        for column, title in enumerate(texts.columns):
            sheet.write_string(0, column, str(title))
            for row, value in enumerate(texts[title], start=1):
                if value:
                    sheet.write_string(row, column, value)
        sheet.hide()
