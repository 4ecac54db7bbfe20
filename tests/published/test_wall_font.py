"""Chinese on the wall: the letters stand in the file, so that a reader without any Chinese font shows them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

from api.export.chinese_font import chinese_font
from api.export.roster_wall import in_lines, write_wall
from api.words import Words
from tests.api.plans import small_plan

LETTERS = "双溪古镇游客中心堃喆珺Ag8–…·"
DARK = 128


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_letter_is_seen(language: str, tmp_path: Path) -> None:
    """Rendered without any font of the machine's: each Chinese letter leaves ink where it stands."""
    write_wall(small_plan(), tmp_path / "wall.pdf", Words(language))
    page = pypdfium2.PdfDocument(tmp_path / "wall.pdf")[0]
    scale = 4
    image = page.render(scale=scale, grayscale=True).to_numpy()
    text = page.get_textpage()
    chinese = [index for index, letter in enumerate(text.get_text_range()) if "\u4e00" <= letter <= "\u9fff"]
    assert len(chinese) > 5
    for index in chinese:
        left, bottom, right, top = (edge * scale for edge in text.get_charbox(index, loose=True))
        box = image[int(len(image) - top) : int(len(image) - bottom) + 1, int(left) : int(right) + 1]
        assert 0.03 < (box < DARK).mean() < 0.7


def test_every_text_of_a_page_is_in_it(tmp_path: Path) -> None:
    """Names, days, title and foot can be searched for."""
    plan = small_plan()
    write_wall(plan, tmp_path / "wall.pdf", Words("zh"))
    document = pypdfium2.PdfDocument(tmp_path / "wall.pdf")
    told = "".join(page.get_textpage().get_text_range() for page in document)
    words = Words("zh")
    assert words("report.person") in told
    assert all(words.weekday(number) in told for number in range(7))
    assert plan.network in told
    assert plan.roster is not None
    assert all(f"员工{person}" in told for person in plan.roster.segments["employee"].unique())


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("9–17", ["9–17"]),
        ("8:30–17:30 (11:30–12:30) ·insurance", ["8:30–17:30 (11:30–12:30)", "·insurance"]),
        ("9–15 ·insurance →桥头便民站", ["9–15 ·insurance", "→桥头便民站"]),
        ("8:30–17:30 (11:30–12:30) ·柜台 →桥头便民站", ["8:30–17:30 (11:30–12:30)", "·柜台 →桥头便民站"]),
        ("一个没有空格的很长很长的服务网点名称", ["一个没有空格的很长很长的服务网点名称"]),
        ("", [""]),
    ],
)
def test_long_texts_are_parted(text: str, parted: list[str]) -> None:
    """At spaces, where they would not fit a day's column even in the smallest letters."""
    assert in_lines(text) == parted


def test_the_font_is_the_original_in_quadratic_outlines() -> None:
    """Widths and bounds are those of the letters it came from; it holds no others; it is the same each time."""
    made = chinese_font(LETTERS)
    assert made == chinese_font(reversed(LETTERS))
    cut, whole = TTFont(io.BytesIO(made)), TTFont(sans_path())
    assert set(cut.getBestCmap()) == {ord(letter) for letter in LETTERS}
    assert "glyf" in cut
    assert "CFF " not in cut
    for letter in LETTERS:
        seen = [_seen(font, letter) for font in (cut, whole)]
        assert seen[0][0] == seen[1][0]
        assert np.allclose(seen[0][1], seen[1][1], atol=2.0)


def test_a_letter_that_no_font_has_is_a_box() -> None:
    """It is left out rather than refused."""
    assert set(TTFont(io.BytesIO(chinese_font("中\U000f1234"))).getBestCmap()) == {ord("中")}


def _seen(font: TTFont, letter: str) -> tuple[float, tuple[float, ...]]:
    """Width and bounds of a letter."""
    shapes = font.getGlyphSet()
    name = font.getBestCmap()[ord(letter)]
    pen = BoundsPen(shapes)
    shapes[name].draw(pen)
    return shapes[name].width, tuple(pen.bounds)
