"""The roster for the wall: A4 landscape, a page an outlet and week, people down and days across, holes below.

Chinese is set in a font that stands in the file, with the letters that are used; texts of Western letters alone
in Helvetica, which every reader has. The same plan gives the same bytes.
"""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pandas as pd
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from api.duty import grid_of
from api.export.chinese_font import chinese_font
from api.export.roster_colours import COLOURS
from api.export.roster_grid import Told
from api.export.roster_only import only
from api.records import records
from api.report.sections.holes import all_holes
from api.words import Words
from quarterhour.grid import TimeGrid
from scenarios.plan.values import Plan
from scenarios.roster.values import roster_of, tidy

CHINESE, WESTERN, WESTERN_BOLD = "NotoSansSC", "Helvetica", "Helvetica-Bold"
WIDTH, HEIGHT = landscape(A4)
MARGIN, NAME_WIDTH = 12 * mm, 38 * mm
HEAD, LEADING, PAD = 17.0, 10.5, 3.0
SIZE, TITLE = 8.5, 14.0
SMALLEST = 0.75
"""What a text may shrink to where it is too wide."""
COLUMN = (WIDTH - 2 * MARGIN - NAME_WIDTH) / 7
LINE, INK, MISSING = HexColor("#B0BEC5"), HexColor("#263238"), HexColor("#F8D7DA")


@dataclass(frozen=True)
class Row:
    """One row of a page: its name, and lines with their colours by day of the week."""

    name: str
    cells: tuple[tuple[str, ...], ...]
    colours: tuple[str | None, ...]

    @property
    def height(self) -> float:
        """In points."""
        return LEADING * max(1, *(len(cell) for cell in self.cells)) + 2 * PAD


@dataclass(frozen=True)
class Page:
    """One page: days' names across, rows down; without days the title alone."""

    title: str
    days: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    person: str = ""
    foot: str = ""

    def texts(self) -> Iterator[str]:
        """Everything that is written on it."""
        yield from (self.title, self.foot, self.person, *self.days)
        for row in self.rows:
            yield row.name
            yield from (line for cell in row.cells for line in cell)


_WRITING = threading.Lock()
"""Fonts are known by name in all the program, and each file has letters of its own."""


def write_wall(plan: Plan, path: Path, words: Words, outlets: Sequence[str] | None = None) -> None:
    """Write the PDF of a plan that has a roster.

    Raises
    ------
    ValueError
        When the plan has none.
    """
    pages = list(_every_page(plan, words, outlets)) or [Page(words("roster.wall_empty"))]
    letters = {
        letter for page in pages for text in page.texts() if _font(text, False) == CHINESE for letter in text
    }
    with _WRITING:
        if letters:
            font = TTFont(CHINESE, io.BytesIO(chinese_font(letters | {"…"})))
            registerFont(font)
            cast("TTFont", getFont(CHINESE)).face = font.face  # of a name, the first font stays registered
        canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
        canvas.setTitle(f"{plan.network}: {words('roster.wall')}")
        for page in pages:
            _draw(canvas, page)
            canvas.showPage()
        canvas.save()


def _every_page(plan: Plan, words: Words, outlets: Sequence[str] | None) -> Iterator[Page]:
    told_plan = only(plan, outlets)
    told = Told.of(told_plan, tidy(roster_of(told_plan).segments))
    holes = all_holes(told_plan)
    for outlet, name in told.names.items():
        if (outlets is None or outlet in outlets) and len(told.people(outlet)):
            for week in _weeks(plan):
                rows = _people(told, outlet, week, words)
                missing = _missing(holes[holes["outlet"] == outlet], week, grid_of(plan), words)
                yield from _pages(plan, name, week, [*rows, *([missing] if missing else [])], words)


def _weeks(plan: Plan) -> list[pd.DatetimeIndex]:
    """The plan's days, Monday to Sunday."""
    days = pd.date_range(plan.first_day, periods=plan.days, unit="us")
    mondays = days - pd.to_timedelta(days.day_of_week, unit="D")
    return [days[mondays == monday] for monday in mondays.unique()]


def _people(told: Told, outlet: str, week: pd.DatetimeIndex, words: Words) -> list[Row]:
    cells = told.cells(outlet, words)
    rows = []
    for person in records(told.people(outlet)):
        days = [cells.get((person.employee, day), []) for day in week]
        if person.home == outlet or any(days):
            colours = tuple(COLOURS[day[0][0]] if day else None for day in days)
            rows.append(
                Row(
                    str(person.name),
                    tuple(tuple(line for _, text in day for line in in_lines(text)) for day in days),
                    colours,
                )
            )
    return rows


def in_lines(text: str) -> list[str]:
    """A cell's text, parted at spaces where it would be too wide for a day's column though it shrinks."""
    parted: list[str] = []
    for word in text.split(" "):
        if parted and SMALLEST * _wide(f"{parted[-1]} {word}") <= COLUMN - 2 * PAD:
            parted[-1] += f" {word}"
        else:
            parted.append(word)
    return parted


def _wide(text: str) -> float:
    """Points that a text takes; of one in Chinese about, as its font is made when all texts are known."""
    if _font(text, False) == WESTERN:
        return stringWidth(text, WESTERN, SIZE)
    return SIZE * sum(1.0 if letter >= "\u2e80" or letter in "·…" else 0.56 for letter in text)


def _missing(holes: pd.DataFrame, week: pd.DatetimeIndex, grid: TimeGrid, words: Words) -> Row | None:
    """Holes of the week as one row by business day: when, which post, how many people."""
    told: dict[pd.Timestamp, list[str]] = {day: [] for day in week}
    for hole in records(holes):
        start, end = hole.start.tz_convert(grid.timezone), hole.end.tz_convert(grid.timezone)
        (day,) = grid.business_day(pd.DatetimeIndex([start]))
        if day in told:
            told[day].append(f"{start:%H:%M}–{end:%H:%M} {hole.post} ×{words.number(hole.people)}")
    if not any(told.values()):
        return None
    colours = tuple("#F8D7DA" if day else None for day in told.values())
    cells = tuple(tuple(line for text in day for line in in_lines(text)) for day in told.values())
    return Row(words("roster.wall_missing"), cells, colours)


def _pages(plan: Plan, name: str, week: pd.DatetimeIndex, rows: list[Row], words: Words) -> Iterator[Page]:
    """As many pages as the rows need; the holes stand below the last person."""
    room = HEIGHT - 2 * MARGIN - TITLE - 8 - HEAD - 12
    pages: list[list[Row]] = [[]]
    for row in rows:
        if pages[-1] and sum(each.height for each in pages[-1]) + row.height > room:
            pages.append([])
        pages[-1].append(row)
    title = words("roster.wall_title", outlet=name, first=words.day(week[0], year=True), last=words.day(week[-1]))
    foot = words("roster.wall_foot", network=plan.network, plan=plan.name, zone=plan.timezone)
    days = tuple(f"{words.weekday(day.day_of_week)} {words.day(day)}" for day in week)
    for number, page in enumerate(pages, start=1):
        yield Page(title, days, tuple(page), words("report.person"), f"{foot} · {number}/{len(pages)}")


def _draw(canvas: Canvas, page: Page) -> None:
    _text(canvas, page.title, MARGIN, HEIGHT - MARGIN - TITLE, TITLE, bold=True)
    if page.days:
        _grid(canvas, page, HEIGHT - MARGIN - TITLE - 8)
    _text(canvas, page.foot, MARGIN, MARGIN - 4, 6.5)


def _grid(canvas: Canvas, page: Page, top: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    head = "#E0E6EA"
    _box(canvas, MARGIN, top - HEAD, NAME_WIDTH, HEAD, head, (page.person,))
    for place, day in enumerate(page.days):
        _box(canvas, MARGIN + NAME_WIDTH + place * COLUMN, top - HEAD, COLUMN, HEAD, head, (day,))
    level = top - HEAD
    for row in page.rows:
        level -= row.height
        _box(canvas, MARGIN, level, NAME_WIDTH, row.height, None, (row.name,))
        for place, (lines, colour) in enumerate(zip(row.cells, row.colours, strict=True)):
            _box(canvas, MARGIN + NAME_WIDTH + place * COLUMN, level, COLUMN, row.height, colour, lines)


def _box(
    canvas: Canvas, left: float, bottom: float, width: float, height: float, fill: str | None, lines: Sequence[str]
) -> None:
    if fill:
        canvas.setFillColor(HexColor(fill))
    canvas.rect(left, bottom, width, height, stroke=1, fill=int(bool(fill)))
    for number, line in enumerate(lines):
        _text(canvas, line, left + PAD, bottom + height - PAD - SIZE + 1 - number * LEADING, SIZE, width - 2 * PAD)


def _text(
    canvas: Canvas, text: str, left: float, base: float, size: float, most: float = math.inf, bold: bool = False
) -> None:
    """One line, made smaller down to `SMALLEST` and then shortened where it is wider than `most`."""
    font = _font(text, bold)
    canvas.setFillColor(INK)
    width = stringWidth(text, font, size)
    if width > most:
        size = max(size * most / width, SMALLEST * size)
        text = next(shown for shown in _shorter(text) if stringWidth(shown, font, size) <= most or len(shown) == 1)
    canvas.setFont(font, size)
    canvas.drawString(left, base, text)


def _shorter(text: str) -> Iterator[str]:
    """The text, then shorter and shorter beginnings of it."""
    yield text
    for length in range(len(text) - 1, 0, -1):
        yield text[:length] + "…"
    yield "…"


def _font(text: str, bold: bool) -> str:
    """Helvetica where it has every letter, else the Chinese font."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return CHINESE
    return WESTERN_BOLD if bold else WESTERN
