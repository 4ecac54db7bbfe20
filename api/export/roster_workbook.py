"""The roster as a workbook: a sheet an outlet with people and days, totals, holes and warnings.

Every text is written as text, so that nothing in a name becomes a formula or a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from api import shifts
from api.records import records
from api.report.sections.holes import all_holes
from api.words import Words
from optimize.roster.values import Roster
from scenarios.plan.values import Plan

COLOURS = {
    "own": "#DCEAF5",
    "lent": "#FBE3C0",
    "partner": "#E6DAF2",
    "standby": "#ECEFF1",
    "training": "#D9EFE2",
    "leave": "#FFFFFF",
}
"""By source for work, by activity for the rest; the words say the same."""
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LONGEST_NAME = 31


def write_roster(plan: Plan, path: Path, words: Words) -> None:
    """Write the workbook of a plan that has a roster; the same plan gives the same bytes.

    Raises
    ------
    ValueError
        When the plan has none.
    """
    if plan.roster is None:
        raise ValueError("the plan has no roster to write.")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": plan.first_day.to_pydatetime()})
        styles = _styles(book)
        taken: set[str] = set()
        told, everybody = shifts.entries(plan.roster), shifts.people(plan)
        paid = shifts.paid_hours(plan.roster)
        names = dict(zip(plan.outlets["outlet"], plan.outlets["name"], strict=True))
        _totals(
            book.add_worksheet(sheet_name(words("report.totals"), taken)),
            plan.roster,
            everybody,
            names,
            words,
            styles,
        )
        for outlet, name in names.items():
            rows = shifts.at_outlet(outlet, everybody, told)
            if len(rows):
                sheet = book.add_worksheet(sheet_name(str(name), taken))
                _outlet(
                    sheet,
                    plan,
                    outlet,
                    rows,
                    told[told["employee"].isin(rows["employee"])],
                    names,
                    paid,
                    words,
                    styles,
                )
        _holes(book.add_worksheet(sheet_name(words("report.holes"), taken)), plan, names, words, styles)
        _warnings(book.add_worksheet(sheet_name(words("report.warnings"), taken)), plan, names, words, styles)


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


def _outlet(
    sheet: Worksheet,
    plan: Plan,
    outlet: str,
    rows: pd.DataFrame,
    told: pd.DataFrame,
    names: dict[str, str],
    paid: Mapping[str, float],
    words: Words,
    styles: dict[str, Format],
) -> None:
    """People down, days across, one line a duty in each cell."""
    days = pd.date_range(plan.first_day, periods=plan.days, unit="us")
    column = {day: number + 2 for number, day in enumerate(days)}
    sheet.write_string(0, 0, words("report.roster_of", outlet=names[outlet]), styles["title"])
    sheet.write_string(1, 0, words("report.employee"), styles["head"])
    sheet.write_string(1, 1, words("report.person"), styles["head"])
    for day, number in column.items():
        kind = "weekend" if day.day_of_week >= 5 else "head"
        sheet.write_string(1, number, f"{words.weekday(day.day_of_week)}\n{words.day(day)}", styles[kind])
    sheet.write_string(1, len(days) + 2, words("report.paid"), styles["head"])
    cells: dict[tuple[str, pd.Timestamp], list[tuple[str, str]]] = {}
    for entry in records(told):
        kind = str(entry.source if entry.activity == "work" else entry.activity)
        cells.setdefault((str(entry.employee), entry.day), []).append((kind, _text(entry, outlet, names, words)))
    for line, person in enumerate(records(rows), start=2):
        home = "" if person.home == outlet else f" ({names.get(person.home, person.home)})"
        sheet.write_string(line, 0, str(person.employee), styles["name"])
        sheet.write_string(line, 1, f"{person.name}{home}", styles["name"])
        for day, number in column.items():
            entries = cells.get((person.employee, day))
            if entries:
                sheet.write_string(line, number, "\n".join(text for _, text in entries), styles[entries[0][0]])
            else:
                sheet.write_blank(line, number, None, styles["empty"])
        if person.employee in paid:
            sheet.write_number(line, len(days) + 2, paid[person.employee], styles["hours"])
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, len(days) + 1, 11)
    sheet.set_row(1, 28)
    sheet.freeze_panes(2, 2)
    _on_paper(sheet)


def _text(entry: Any, outlet: str, names: dict[str, str], words: Words) -> str:
    """Times, with the activity where it is not work and the place where it is another outlet."""
    activity, place, text = str(entry.activity), str(entry.outlet), str(entry.text)
    if activity == "leave":
        return words.label("short", "leave")
    if activity != "work":
        text = f"{words.label('short', activity)} {text}"
    return text if place in (outlet, "") else f"{text} →{names.get(place, place)}"


def _totals(
    sheet: Worksheet,
    roster: Roster,
    everybody: pd.DataFrame,
    names: dict[str, str],
    words: Words,
    styles: dict[str, Format],
) -> None:
    """Hours of everybody over the horizon."""
    figures = ["work", "paid_break", "travel", "training", "standby", "leave", "paid", "overtime"]
    sums = roster.hours.groupby("employee")[figures].sum().reset_index()
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


def _holes(sheet: Worksheet, plan: Plan, names: dict[str, str], words: Words, styles: dict[str, Format]) -> None:
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
    sheet: Worksheet, plan: Plan, names: dict[str, str], words: Words, styles: dict[str, Format]
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
