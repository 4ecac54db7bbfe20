"""A network as files: a folder of CSV and Parquet, or one workbook. Reading gives the same network back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

from quarterhour.messages import Message
from scenarios.network.cells import cell_text, guard_formulas
from scenarios.network.model import Network
from scenarios.network.schema import schema

__all__ = ["guard_formulas", "write_network"]

CSV_ROWS = 200_000
"""A longer history is written to a folder as Parquet: a twentieth of the size, and read ten times as fast."""

SHEET_ROWS = 1_048_575
"""Rows of a sheet below its header."""

SHEET_CHARACTERS = 32_767


def write_network(network: Network, path: Path | str, *, overwrite: bool = False) -> list[Message]:
    """Write the tables into a folder, or into a workbook where the path ends in .xlsx.

    What does not fit a sheet stands beside the workbook as Parquet. The messages say what a person should
    know about where things went.

    Raises
    ------
    FileExistsError
        When the files are there already and `overwrite` is not set; with it, they are replaced and tables that the
        network does not have are removed.
    """
    path = Path(path)
    workbook = path.suffix.lower() == ".xlsx"
    old = _old_files(path, workbook)
    if old and not overwrite:
        raise FileExistsError(f"{old[0]} is there already.\nMaybe another path, or overwrite it.")
    for file in old:
        file.unlink()
    (path.parent if workbook else path).mkdir(parents=True, exist_ok=True)
    return _write_workbook(network, path) if workbook else _write_folder(network, path)


def _old_files(path: Path, workbook: bool) -> list[Path]:
    if workbook:
        beside = [path.with_name(f"{path.stem}.{table}.parquet") for table in (*schema(), "arrivals_daily")]
        return [file for file in (path, *beside) if file.exists()]
    found = [*path.glob("*.csv"), *path.glob("*.parquet")] if path.is_dir() else []
    return sorted(file for file in found if file.stem in schema() or file.stem.startswith("arrivals"))


def _write_folder(network: Network, folder: Path) -> list[Message]:
    notes = []
    for name, frame in network.tables.items():
        if name == "arrivals" and len(frame) > CSV_ROWS:
            written = _write_parquet(network, name, folder / f"{name}.parquet")
            notes.append(Message("network.history_as_parquet", {"rows": f"{len(frame):,}", "file": written}))
        else:
            texts = guard_formulas(as_file(network, name)).map(cell_text)
            texts.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    return notes


def _write_workbook(network: Network, path: Path) -> list[Message]:
    notes = []
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    header, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for name, frame in network.tables.items():
        if len(frame) > SHEET_ROWS:
            written = _write_parquet(network, name, path.with_name(f"{path.stem}.{name}.parquet"))
            notes.append(Message("network.history_beside", {"rows": f"{len(frame):,}", "file": written}))
        else:
            _write_sheet(book.add_worksheet(name), as_file(network, name), header, day)
    book.close()
    return notes


def _write_sheet(
    sheet: xlsxwriter.worksheet.Worksheet,
    frame: pd.DataFrame,
    header: xlsxwriter.format.Format,
    day: xlsxwriter.format.Format,
) -> None:
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, list(frame.columns), header)
    for number, row in enumerate(guard_formulas(frame).itertuples(index=False), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, (int, float)) and float(f"{cell:.16G}") == cell:
                sheet.write_number(number, column, cell)
            else:
                _write_text(sheet, number, column, cell_text(cell))


def _write_text(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str) -> None:
    if len(text) > SHEET_CHARACTERS:
        raise ValueError(f"{text[:40]}… is longer than a cell of a workbook.\nMaybe write a folder instead.")
    if text:
        sheet.write_string(row, column, text)


def as_file(network: Network, name: str) -> pd.DataFrame:
    """A table as its files show it: yes and no, moments with offset, whole days as dates, None for blanks."""
    frame = network.tables[name]
    shown: dict[str, pd.Series] = {}
    for column in frame.columns.drop("daily", errors="ignore"):
        cells = frame[column]
        if cells.dtype == bool:
            cells = cells.map({True: "yes", False: "no"})
        elif isinstance(cells.dtype, pd.DatetimeTZDtype):
            cells = cells.astype("str")
            if "daily" in frame:
                days = network.grid.business_day(pd.DatetimeIndex(frame[column])).strftime("%Y-%m-%d")
                cells = cells.where(~frame["daily"], pd.Series(days, index=frame.index))
        elif cells.dtype == "datetime64[us]":
            cells = pd.Series([None if pd.isna(d) else d.to_pydatetime() for d in cells], dtype=object)
        elif not isinstance(cells.dtype, pd.StringDtype):
            cells = cells.astype(object).where(cells.notna(), None)
        shown[column] = cells
    return pd.DataFrame(shown)


def _write_parquet(network: Network, name: str, path: Path) -> str:
    """The table with its types; whole days of the history in a second file, with dates for starts."""
    frame = network.tables[name]
    if name != "arrivals":
        frame.to_parquet(path, compression="zstd", index=False)
        return path.name
    daily = frame["daily"]
    timed = frame[~daily].drop(columns="daily")
    timed.to_parquet(path, compression="zstd", index=False)
    if not daily.any():
        return path.name
    beside = path.with_name(path.name.removesuffix(".parquet") + "_daily.parquet")
    days = frame[daily].drop(columns="daily")
    dates = network.grid.business_day(pd.DatetimeIndex(days["start"])).date
    days.assign(start=pd.Series(dates, index=days.index)).to_parquet(beside, compression="zstd", index=False)
    return f"{path.name}, {beside.name}"
