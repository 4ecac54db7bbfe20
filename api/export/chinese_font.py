"""A Chinese font that stands in a PDF itself, so that every reader shows it: Noto Sans SC, only the letters used.

Its outlines are cubic (CFF) where reportlab embeds quadratic ones (TrueType): they are drawn anew, to within a
thousandth of the letters' size.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from pylopdf_fonts_zh_cn import sans_path

TOLERANCE = 1.0
"""Units of the font, of which the letters' size has a thousand."""
TRUETYPE, PROFILE = "\x00\x01\x00\x00", 0x00010000
LIMITS = (
    *("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"),
    *("maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours"),
    *("maxCompositePoints", "maxCompositeContours", "maxComponentDepth"),
)
"""What a TrueType font tells of itself; sums are worked out when it is written."""
UNUSED = ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]


def chinese_font(letters: Iterable[str]) -> bytes:
    """A TrueType font of these letters; the same letters give the same bytes. One that the font lacks is a box."""
    font = TTFont(sans_path(), recalcTimestamp=False)
    options = Options(layout_features=[], hinting=False, notdef_outline=True, drop_tables=UNUSED)
    cut = Subsetter(options)
    cut.populate(text="".join(sorted(set(letters))))
    cut.subset(font)
    _redraw(font)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _redraw(font: TTFont) -> None:
    """Quadratic outlines in place of the cubic ones."""
    order, shapes = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        glyphs[name] = pen.glyph()
    outlines = newTable("glyf")
    outlines.glyphOrder, outlines.glyphs = order, glyphs
    font["loca"], font["glyf"] = newTable("loca"), outlines
    del font["CFF "]
    font["maxp"].tableVersion = PROFILE
    for limit in LIMITS:
        setattr(font["maxp"], limit, int(limit == "maxZones"))
    font["post"].formatType = 3.0
    font.sfntVersion = TRUETYPE
