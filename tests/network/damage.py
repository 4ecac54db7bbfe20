"""Ways to damage the files of the small network, for the table of corrupted inputs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import xlsxwriter

from scenarios.network import Network, write_network
from scenarios.network.schema import schema
from tests.network.fixtures import tables, write_raw

Damage = Callable[[Path], Path]
"""Writes files into an empty folder and returns the path to check."""


def around(*named: str) -> dict[str, pd.DataFrame]:
    """These tables of the small network, what they refer to, settings and outlets: enough to be wrong in."""
    wanted = {"settings", "outlets", *named}
    queue = list(wanted)
    for name in queue:
        parents = {column.references.split(".")[0] for column in schema()[name].columns.values()} - {"", *wanted}
        wanted |= parents
        queue += parents
    return {name: frame for name, frame in tables().items() if name in wanted}


def folder(change: Callable[[Path], object], *named: str) -> Damage:
    """The named tables as CSV with what they refer to (all tables where none is named), then a change."""

    def damage(path: Path) -> Path:
        write_raw(around(*named) if named else tables(), path)
        change(path)
        return path

    return damage


def table(name: str, change: Callable[[pd.DataFrame], pd.DataFrame], *also: str) -> Damage:
    """One table changed as a frame."""
    frame = tables()[name].astype(object)
    return folder(lambda path: write_raw({name: change(frame)}, path), name, *also)


def cells(name: str, *changes: tuple[int, str, object], also: tuple[str, ...] = ()) -> Damage:
    """Cells of one table replaced; rows as a person counts them."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        changed = frame.copy()
        for row, column, value in changes:
            if column not in changed:
                changed[column] = ""
            before = changed[column].tolist()
            after = [value if number == row - 2 else old for number, old in enumerate(before)]
            changed[column] = pd.Series(after, index=changed.index, dtype=object)
        return changed

    return table(name, change, *also)


def rows(name: str, *added: dict[str, object]) -> Damage:
    """Rows added below one table."""
    return table(name, lambda frame: pd.concat([frame, pd.DataFrame(added, dtype=object)]).fillna(""))


def setting(key: str, value: str, *also: str) -> Damage:
    """One setting added or replaced."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        changed = frame.set_index("key")
        changed.loc[key] = value
        return changed.reset_index()

    return table("settings", change, *also)


def content(file: str, data: bytes | str) -> Damage:
    """One file added or replaced by these bytes."""
    raw = data.encode() if isinstance(data, str) else data
    return folder(lambda path: (path / file).write_bytes(raw), "stock")


def alone(path: Path, file: str, text: str) -> Path:
    """One file and nothing else, checked by itself."""
    (path / file).write_text(text, encoding="utf-8")
    return path / file


def melbourne(start: str) -> Damage:
    """One row of history, in a zone whose clock changes."""

    def damage(path: Path) -> Path:
        write_raw({"outlets": tables()["outlets"]}, path)
        alone(path, "settings.csv", "key,value\nname,n\ntimezone,Australia/Melbourne\ncountry,AU\n")
        alone(path, "arrivals.csv", f"outlet,service,start,count\nA,x,{start},3\n")
        return path

    return damage


def recoded(file: str, encoding: str) -> Damage:
    """One file saved in another encoding."""

    def change(path: Path) -> None:
        (path / file).write_bytes((path / file).read_text(encoding="utf-8").encode(encoding))

    return folder(change, "stock")


def without(*gone: str, named: tuple[str, ...]) -> Damage:
    """The named tables and what they refer to, but for some."""

    def change(path: Path) -> None:
        for name in gone:
            (path / f"{name}.csv").unlink()

    return folder(change, *named)


def workbook(change: Callable[[xlsxwriter.Workbook], object]) -> Damage:
    """A few CSV files, and a workbook beside them."""

    def damage(path: Path) -> Path:
        write_raw(around("vehicles"), path)
        book = xlsxwriter.Workbook(str(path / "more.xlsx"))
        change(book)
        book.close()
        return path

    return damage


def zones_sheet(book: xlsxwriter.Workbook, residents: object) -> xlsxwriter.worksheet.Worksheet:
    """A sheet of zones with two rows; `residents` is written as given."""
    sheet = book.add_worksheet("zones")
    sheet.write_row(0, 0, ["zone", "kind", "latitude", "longitude", "residents"])
    sheet.write_row(1, 0, ["Z1", "urban", 30.1, 120.3, residents])
    sheet.write_row(2, 0, ["Z2", "rural", 30.4, 120.6, 800])
    return sheet


def formula_without_result(path: Path) -> Path:
    """A workbook whose formula was never computed, as programs write it."""
    workbook(lambda book: zones_sheet(book, 4321))(path)
    book = path / "more.xlsx"
    with zipfile.ZipFile(book) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"<v>4321</v>", b"<f>4320+1</f>")
    with zipfile.ZipFile(book, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def bomb(path: Path) -> Path:
    """A workbook of a few hundred kilobytes that unpacks to 600 megabytes."""
    write_raw({"settings": tables()["settings"], "outlets": tables()["outlets"]}, path)
    book = zipfile.ZipFile(path / "zones.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with book, book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
        for _ in range(600):
            member.write(b" " * (1 << 20))
    return path


def truncated_workbook(path: Path) -> Path:
    """A workbook whose copying broke off."""
    write_network(Network.from_tables(tables()), path / "whole.xlsx")
    data = (path / "whole.xlsx").read_bytes()
    (path / "whole.xlsx").unlink()
    (path / "half.xlsx").write_bytes(data[: len(data) // 2])
    return path / "half.xlsx"
