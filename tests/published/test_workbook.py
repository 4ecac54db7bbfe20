"""The workbook is read back without loss, and an edited cell changes what it says and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from api.export.roster_forms import write_forms
from api.export.roster_workbook import write_roster
from api.words import Words
from scenarios.network import NetworkProblemsError
from scenarios.plan import Plan
from scenarios.roster import differences, of_plan, read_roster
from scenarios.roster.lines import write_lines
from tests.api.plans import small_plan
from tests.published.made import Words as Said
from tests.published.made import with_roster

PEOPLE = ("O00-0", "O00-1", "O01-0", "=O02-0")
OUTLETS = ("O00", "O01", "O02")


@st.composite
def duties(draw: st.DrawFn) -> list[Said]:
    """Days of a few people: work with breaks and ways anywhere, over midnight too, and all that is no work."""
    found: list[Said] = []
    for employee in PEOPLE:
        for day in draw(st.sets(st.integers(0, 6), max_size=4)):
            kind = draw(st.sampled_from(["work", "work", "work", "standby", "training", "leave"]))
            begin = draw(st.integers(12, 80)) / 4
            length = draw(st.integers(8, 40)) / 4
            outlet, post = draw(st.sampled_from(OUTLETS)), draw(st.sampled_from(["counter", "desk"]))
            if kind != "work":
                found.append(
                    (employee, day, begin, begin + length, outlet, "" if kind != "standby" else post, kind)
                )
                continue
            way = draw(st.integers(0, 2)) / 4
            middle, pause = begin + length / 2, draw(st.sampled_from([0.25, 0.25, 3.5]))
            again, end = middle + pause, begin + length + pause
            parts = [(begin - way, begin, "travel"), (begin, middle, "work"), (middle, again, "break")]
            parts += [(again, end, "work"), (end, end + way, "travel")]
            found += [(employee, day, a, b, outlet, post, what) for a, b, what in parts if a < b]
    return found or [("O00-0", 0, 9, 17, "O00", "counter", "work")]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=duties(), language=st.sampled_from(["en", "zh"]))
def test_nothing_is_lost(words: list[Said], language: str, tmp_path: Path) -> None:
    """Export and read back: the same segments to the letter, the same horizon and grid."""
    plan = with_roster(words)
    write_roster(plan, tmp_path / "roster.xlsx", Words(language))
    found, wanted = read_roster(tmp_path / "roster.xlsx"), of_plan(plan)
    pd.testing.assert_frame_equal(found.segments, wanted.segments)
    assert (found.grid, found.first_day, found.days) == (wanted.grid, wanted.first_day, wanted.days)
    assert differences(wanted, found).empty


def test_a_roster_without_segments_is_read_back(plan: Plan, tmp_path: Path) -> None:
    """Nobody has a duty: all forms are written, the workbook reads back, and a filled cell puts somebody on."""
    assert plan.roster is not None
    nobody = replace(plan, roster=replace(plan.roster, segments=plan.roster.segments.head(0)))
    write_forms(nobody, tmp_path, Words("en"))
    found = read_roster(tmp_path / "roster.xlsx")
    pd.testing.assert_frame_equal(found.segments, of_plan(nobody).segments)
    assert (found.first_day, found.days) == (nobody.first_day, nobody.days)
    added = changes(nobody, edit(tmp_path / "roster.xlsx", put("9–17 ·counter")))
    assert added == [("added", "O00-0", "09-21", "work", "09:00-17:00", "")]
    with pytest.raises(NetworkProblemsError, match="no segments"):
        read_roster(tmp_path / "segments.csv", grid=found.grid)


def edit(path: Path, change: Callable[[Worksheet], None], sheet: int = 1) -> Path:
    """A copy of the workbook with one sheet changed by hand."""
    book = load_workbook(path)
    change(book[book.sheetnames[sheet]])
    edited = path.with_name("edited.xlsx")
    book.save(edited)
    return edited


def cell_of(sheet: Worksheet, employee: str, day: str) -> tuple[int, int]:
    """Row and column of a person's day."""
    row = next(cell.row for cell in sheet["A"] if cell.value == employee)
    return row, next(cell.column for cell in sheet[3] if cell.value == day)


@pytest.fixture
def plan() -> Plan:
    """One person with a way, a break and standby after it, one at home."""
    return with_roster(
        [
            ("O00-0", 0, 8.5, 9, "O01", "counter", "travel"),
            ("O00-0", 0, 9, 13, "O01", "counter", "work"),
            ("O00-0", 0, 13, 14, "O01", "counter", "break"),
            ("O00-0", 0, 14, 17, "O01", "counter", "work"),
            ("O00-0", 0, 17, 17.5, "O01", "counter", "travel"),
            ("O00-0", 0, 19, 22, "O00", "counter", "standby"),
            ("O00-1", 1, 9, 17, "O00", "counter", "work"),
        ]
    )


@pytest.fixture
def book(plan: Plan, tmp_path: Path) -> Path:
    write_roster(plan, tmp_path / "roster.xlsx", Words("en"))
    return tmp_path / "roster.xlsx"


def changes(plan: Plan, path: Path) -> list[tuple[str, str, str, str, str, str]]:
    """What changed: change, employee, day, activity, and the new span, with the old one's."""
    found = differences(of_plan(plan), read_roster(path))

    def span(start: pd.Timestamp, end: pd.Timestamp) -> str:
        return "" if pd.isna(start) else f"{start:%H:%M}-{end:%H:%M}"

    return [
        (
            row.change,
            row.employee,
            f"{row.day:%m-%d}",
            row.activity,
            span(row.start, row.end),
            span(row.start_before, row.end_before),
        )
        for row in found.itertuples()
    ]


def put(text: str | None, employee: str = "O00-0", day: str = "2026-09-21") -> Callable[[Worksheet], None]:
    """Write a text into a person's day."""

    def change(sheet: Worksheet) -> None:
        row, column = cell_of(sheet, employee, day)
        sheet.cell(row, column).value = text

    return change


def test_cells_say_what_is_meant(book: Path) -> None:
    """Times, break, place and activity; a cell is text, so that nothing typed becomes a date or a formula."""
    sheet = load_workbook(book)[load_workbook(book).sheetnames[1]]
    cell = sheet.cell(*cell_of(sheet, "O00-0", "2026-09-21"))
    assert cell.value == "9–17 (13–14) →西城2号服务站\nstby 19–22"
    assert cell.number_format == "@"
    assert sheet.cell(*cell_of(sheet, "O00-1", "2026-09-21")).number_format == "@"


def test_an_edited_cell_is_exactly_what_differs(plan: Plan, book: Path) -> None:
    """A later end moves the last stretch of work and the way home; break, way there and standby stay."""
    edited = edit(book, put("9–18 (13–14) →西城2号服务站\nstby 19–22"))
    assert changes(plan, edited) == [
        ("moved", "O00-0", "09-21", "work", "14:00-18:00", "14:00-17:00"),
        ("moved", "O00-0", "09-21", "travel", "18:00-18:30", "17:00-17:30"),
    ]


def test_an_emptied_cell_takes_somebody_off(plan: Plan, book: Path) -> None:
    """Every segment of the day is removed, and no other."""
    found = changes(plan, edit(book, put(None, "O00-1", "2026-09-22")))
    assert found == [("removed", "O00-1", "09-22", "work", "", "09:00-17:00")]


def test_a_filled_cell_puts_somebody_on(plan: Plan, book: Path) -> None:
    """Over midnight, with other dashes, at another outlet by its identifier; leave without times is a day."""
    night = changes(plan, edit(book, put("22:00 - 6:30 ·desk -> O02", "O00-1", "2026-09-24")))
    assert night == [("added", "O00-1", "09-24", "work", "22:00-06:30", "")]
    assert changes(plan, edit(book, put("假", "O00-3", "2026-09-24")))[0][3:5] == ("leave", "09:00-17:00")


def test_a_typed_split_duty(plan: Plan, book: Path) -> None:
    """Two parts with a plus between are one duty with an unpaid break, written again as it was typed."""
    edited = edit(book, put("8–11 + 17–21 ·desk", "O00-1", "2026-09-24"))
    added = [(what, span) for _, _, _, what, span, _ in changes(plan, edited)]
    assert added == [("work", "08:00-11:00"), ("break", "11:00-17:00"), ("work", "17:00-21:00")]
    segments = read_roster(edited).segments
    lines = write_lines(segments[segments["day"] == pd.Timestamp("2026-09-24")])
    assert (lines["clock"] + lines["pauses"]).tolist() == ["8–11+17–21"]


def test_all_problems_at_once(book: Path) -> None:
    """Nonsense, an unknown place, a day told twice, a lost row: each with sheet, row and a fix."""

    def spoil(sheet: Worksheet) -> None:
        put("whenever", "O00-1", "2026-09-22")(sheet)
        put("9–12 →nowhere", "O00-2", "2026-09-22")(sheet)
        put("9–12 ·x")(sheet)
        sheet.delete_rows(next(cell.row for cell in sheet["A"] if cell.value == "O00-6"))

    first = edit(book, spoil)
    second = edit(first, put("9–13 ·x"), sheet=2)
    with pytest.raises(NetworkProblemsError) as refused:
        read_roster(second)
    codes = sorted(problem.code for problem in refused.value.problems)
    assert codes == ["roster.row_gone", "roster.told_twice", "roster.unknown_place", "roster.unreadable"]
    nonsense = next(problem for problem in refused.value.problems if problem.code == "roster.unreadable")
    assert (nonsense.value, nonsense.column) == ("whenever", "2026-09-22")
    assert nonsense.row is not None
    assert all(problem.text(language) for problem in refused.value.problems for language in ("en", "zh"))


def test_other_workbooks_are_refused(tmp_path: Path, book: Path) -> None:
    """Without the hidden sheets nothing can be told apart."""
    other = load_workbook(book)
    del other["_segments"]
    other.save(tmp_path / "other.xlsx")
    with pytest.raises(NetworkProblemsError, match="hidden sheets"):
        read_roster(tmp_path / "other.xlsx")


@pytest.mark.parametrize("sheet", ["_roster", "_segments", "_cells", "_outlets"])
def test_damaged_hidden_sheets_are_told(book: Path, sheet: str) -> None:
    """A header that is gone, or there twice, is a problem in words, never an exception of another kind."""
    for text in ("", "same"):
        damaged = load_workbook(book)
        for column in (1, 2):
            damaged[sheet].cell(1, column).value = text
        damaged.save(book.with_name("damaged.xlsx"))
        with pytest.raises(NetworkProblemsError):
            read_roster(book.with_name("damaged.xlsx"))


def test_only_some_outlets(tmp_path: Path) -> None:
    """A workbook of one outlet holds its people and nobody else, on hidden sheets too."""
    plan = small_plan()
    write_roster(plan, tmp_path / "one.xlsx", Words("en"), ["O01"])
    found = read_roster(tmp_path / "one.xlsx").segments
    assert plan.roster is not None
    there = plan.roster.segments
    comers = set(there.loc[there["outlet"] == "O01", "employee"])
    home = {employee for employee in there["employee"] if employee.startswith("O01")}
    assert set(found["employee"]) == comers | home
    names = load_workbook(tmp_path / "one.xlsx").sheetnames
    assert names[:2] == ["Totals", plan.outlets["name"].iloc[1]]
    assert "东城1号服务站" not in names
