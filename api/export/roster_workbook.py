"""The roster as a workbook: a sheet an outlet with people and days, totals, holes, warnings, a legend.

It can be edited and read back (`scenarios/roster`): hidden sheets keep every segment. Every text is written as
text, so that nothing in a name becomes a formula or a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from api.export.roster_colours import COLOURS
from api.export.roster_grid import Told, write_outlet
from api.export.roster_only import only
from api.export.roster_record import write_legend, write_record
from api.records import records
from api.report.sections.holes import all_holes
from api.words import Words
from scenarios.plan.values import Plan
from scenarios.roster.record import SHEETS
from scenarios.roster.values import roster_of, tidy

FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LONGEST_NAME = 31


def write_roster(plan: Plan, path: Path, words: Words, outlets: Sequence[str] | None = None) -> None:
    """Write the workbook of a plan that has a roster; the same plan gives the same bytes.

    With `outlets`, only those have a sheet, and only people shown there are in the workbook at all.

    Raises
    ------
    ValueError
        When the plan has none.
    """
    plan = only(plan, outlets)
    roster = roster_of(plan)
    segments, hours = tidy(roster.segments), roster.hours
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": plan.first_day.to_pydatetime()})
        styles = _styles(book)
        taken: set[str] = set(SHEETS)
        told = Told.of(plan, segments)
        paid = dict(hours.groupby("employee")["paid"].sum().astype(float))
        totals = book.add_worksheet(sheet_name(words("report.totals"), taken))
        _totals(totals, hours, told.everybody, told.names, words, styles)
        said = []
        for outlet, name in told.names.items():
            if len(told.people(outlet)) and (outlets is None or outlet in outlets):
                sheet = book.add_worksheet(sheet_name(name, taken))
                said.append(write_outlet(sheet, plan, outlet, told, paid, words, styles))
                _on_paper(sheet)
        _holes(book.add_worksheet(sheet_name(words("report.holes"), taken)), plan, told.names, words, styles)
        _warnings(book.add_worksheet(sheet_name(words("report.warnings"), taken)), plan, told.names, words, styles)
        write_legend(
            book.add_worksheet(sheet_name(words("roster.legend"), taken)), plan, words, styles, list(COLOURS)
        )
        write_record(book, plan, segments, said)


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that workbooks allow and that no other sheet has."""
    base = name.translate(FORBIDDEN).strip()[:LONGEST_NAME] or "-"
    chosen, number = base, 2
    while chosen.lower() in taken:
        mark = f" {number}"
        chosen, number = base[: LONGEST_NAME - len(mark)] + mark, number + 1
    taken.add(chosen.lower())
    return chosen


def _styles(book: Workbook) -> dict[str, Format]:
    cell = {
        "border": 1,
        "border_color": "#CFD8DC",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "font_size": 9,
        "num_format": "@",
    }
    styles = {kind: book.add_format({**cell, "bg_color": colour}) for kind, colour in COLOURS.items()}
    styles["leave"].set_italic()
    styles["title"] = book.add_format({"bold": True, "font_size": 13})
    styles["head"] = book.add_format({**cell, "bold": True, "bg_color": "#F2F5F7"})
    styles["weekend"] = book.add_format({**cell, "bold": True, "bg_color": "#E0E6EA"})
    styles["name"] = book.add_format({**cell, "align": "left"})
    styles["text"] = book.add_format({"text_wrap": True, "valign": "top"})
    styles["number"] = book.add_format({"num_format": "#,##0.0", "valign": "top"})
    styles["hours"] = book.add_format({**cell, "num_format": "0.0"})
    styles["empty"] = book.add_format(cell)
    return styles


def _totals(
    sheet: Worksheet,
    hours: pd.DataFrame,
    everybody: pd.DataFrame,
    names: Mapping[str, str],
    words: Words,
    styles: dict[str, Format],
) -> None:
    """Hours of everybody over the horizon."""
    figures = ["work", "paid_break", "travel", "training", "standby", "leave", "paid", "overtime"]
    sums = hours.groupby("employee")[figures].sum().reset_index()
    rows = sums.merge(everybody, on="employee", how="left", validate="one_to_one").sort_values(
        ["home", "employee"]
    )
    headers = [words("report.employee"), words("report.person"), words("report.outlet")]
    headers += [words.label("hours", figure) for figure in figures]
    body = [
        [
            row["employee"],
            row["name"],
            names.get(row["home"], row["home"]),
            *(float(row[figure]) for figure in figures),
        ]
        for row in rows.to_dict("records")
    ]
    _list(sheet, headers, body, styles)


def _holes(
    sheet: Worksheet, plan: Plan, names: Mapping[str, str], words: Words, styles: dict[str, Format]
) -> None:
    headers = ["outlet", "post", "from", "to", "people", "activity", "reason", "mend"]
    body = [
        [
            names.get(row.outlet, row.outlet),
            row.post,
            words.instant(row.start),
            words.instant(row.end),
            float(row.people),
            words.label("activity", row.activity),
            words.code(row.reason),
            words.code(row.mend),
        ]
        for row in records(all_holes(plan))
    ]
    _list(sheet, [words(f"report.{header}") for header in headers], body, styles)


def _warnings(
    sheet: Worksheet, plan: Plan, names: Mapping[str, str], words: Words, styles: dict[str, Format]
) -> None:
    headers = [words("report.level"), words("report.warning"), words("report.outlet"), words("report.day")]
    headers += [words("report.value"), words("report.limit")]
    body = [
        [
            words.label("level", row.level),
            words.label("warning", row.warning),
            names.get(row.outlet, row.outlet),
            words.instant(row.start) if pd.notna(row.start) else "",
            float(row.value),
            float(row.limit),
        ]
        for row in records(plan.warnings)
    ]
    _list(sheet, headers, body, styles)


def _list(sheet: Worksheet, headers: list[str], body: list[list[object]], styles: dict[str, Format]) -> None:
    """A plain list with a filter on its header."""
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, styles["head"])
    for line, row in enumerate(body, start=1):
        for column, value in enumerate(row):
            if isinstance(value, float):
                if value == value:
                    sheet.write_number(line, column, value, styles["number"])
            else:
                sheet.write_string(line, column, str(value), styles["text"])
    sheet.set_column(0, len(headers) - 1, 18)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(body), 1), len(headers) - 1)
    _on_paper(sheet)


def _on_paper(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
