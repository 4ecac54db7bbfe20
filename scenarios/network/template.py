"""Empty tables to fill in: a workbook with explanations and lists of choices, or a folder with a page of them."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from quarterhour import messages
from scenarios.network.documentation import limits, tables_page
from scenarios.network.schema import Column, Table, schema

ABOUT = "about"
PAGE = "tables.md"
FILLED_ROWS = 10_000
"""Rows below the header that offer a list of choices."""

SETTING_COLUMNS = ("key", "value", "unit", "meaning", "meaning_zh")
LONGEST_LIST = 255
"""Characters that a workbook allows for a list of choices."""


def write_template(path: Path | str) -> None:
    """Write empty tables: a workbook where the path ends in .xlsx, else a folder of CSV and a page about them.

    Settings stand there with their defaults; every other table has its header alone.

    Raises
    ------
    FileExistsError
        When the workbook or any of the files is there already.
    """
    path = Path(path)
    workbook = path.suffix.lower() == ".xlsx"
    files = [path] if workbook else [path / PAGE, *(path / f"{name}.csv" for name in schema())]
    there = [file for file in files if file.exists()]
    if there:
        raise FileExistsError(f"{there[0]} is there already.\nMaybe another path.")
    (path.parent if workbook else path).mkdir(parents=True, exist_ok=True)
    if workbook:
        _write_workbook(path)
        return
    (path / PAGE).write_text(tables_page(), encoding="utf-8")
    for name, table in schema().items():
        lines = _setting_lines(table) if table.vertical else [",".join(table.columns)]
        (path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def _setting_lines(table: Table) -> list[str]:
    return ["key,value", *(f"{column.name},{column.default}" for column in table.columns.values())]


def _write_workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    needed = book.add_format({"bold": True})
    optional = book.add_format({"bold": True, "font_color": "#808080"})
    _write_about(book.add_worksheet(ABOUT), needed)
    for name, table in schema().items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        if table.vertical:
            _write_settings(sheet, table, needed, optional)
            continue
        for number, column in enumerate(table.columns.values()):
            sheet.write_string(0, number, column.name, needed if column.required else optional)
            sheet.write_comment(0, number, _comment(column), {"width": 280, "height": 110})
            sheet.set_column(number, number, max(10, len(column.name) + 2))
            _offer_choices(sheet, column, 1, FILLED_ROWS, number)
    book.close()


def _write_about(sheet: xlsxwriter.worksheet.Worksheet, bold: xlsxwriter.format.Format) -> None:
    for row, language in enumerate(messages.LANGUAGES):
        sheet.write_string(row, 0, messages.text("network.template_about", language))
    for row, table in enumerate(schema().values(), start=len(messages.LANGUAGES) + 1):
        sheet.write_string(row, 0, table.name, bold)
        sheet.write_string(row, 1, table.meaning)
        sheet.write_string(row, 2, table.meaning_zh)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 2, 60)


def _write_settings(
    sheet: xlsxwriter.worksheet.Worksheet,
    table: Table,
    needed: xlsxwriter.format.Format,
    optional: xlsxwriter.format.Format,
) -> None:
    sheet.write_row(0, 0, SETTING_COLUMNS, needed)
    for row, column in enumerate(table.columns.values(), start=1):
        sheet.write_string(row, 0, column.name, needed if column.required else optional)
        if column.default:
            sheet.write_string(row, 1, column.default)
        sheet.write_row(row, 2, (column.unit, column.meaning, column.meaning_zh))
        _offer_choices(sheet, column, row, row, 1)
    sheet.set_column(0, 1, 24)
    sheet.set_column(3, 4, 60)


def _comment(column: Column) -> str:
    """What a column means, in both languages."""
    facts = [column.type, column.unit, limits(column)]
    facts += [f"= {column.default}"] if column.default else []
    return f"{column.meaning}\n{column.meaning_zh}\n{'; '.join(fact for fact in facts if fact)}"


def _offer_choices(
    sheet: xlsxwriter.worksheet.Worksheet, column: Column, first: int, last: int, number: int
) -> None:
    choices = ("yes", "no") if column.type == "boolean" else column.choices
    if choices and column.type != "list" and len(",".join(choices)) <= LONGEST_LIST:
        sheet.data_validation(first, number, last, number, {"validate": "list", "source": list(choices)})
