"""The few SVG elements that the charts are made of."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from markupsafe import Markup, escape

from quarterhour.arrays import Floats


def picture(
    width: float, height: float, title: str, description: str, body: Iterable[str], least: int = 560
) -> Markup:
    """A whole picture that scales with the page, but never below `least` pixels: narrow screens scroll it.

    `title` and `description` are read out by screen readers; the table beside each picture has the figures.
    """
    name = f"{title}. {description}" if description else title
    parts = [
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(name)}"',
        f' style="min-width:{least}px;max-width:{width:g}px">',
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>",
        *body,
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every text that goes in is escaped


def words(x: float, y: float, content: object, kind: str = "", anchor: str = "start") -> str:
    """A line of text."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}"{_class(kind)}{place}>{escape(str(content))}</text>'


def box(x: float, y: float, width: float, height: float, kind: str, title: str = "", radius: float = 0) -> str:
    """A rectangle; its title is shown where the pointer rests."""
    corner = f' rx="{radius:g}"' if radius else ""
    size = f'width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    shape = f'<rect x="{x:.1f}" y="{y:.1f}" {size}{corner}{_class(kind)}'
    return f"{shape}><title>{escape(title)}</title></rect>" if title else f"{shape}/>"


def width_of(texts: Iterable[str], least: float = 90.0, most: float = 330.0) -> float:
    """Room for the longest of some labels: about 12 pixels a Chinese sign and 6.6 a Latin letter."""
    widths = (sum(12.0 if ord(letter) > 0x2E80 else 6.6 for letter in text) for text in texts)
    return min(max([least, *widths]) + 16, most)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"{_class(kind)}/>'


def dot(x: float, y: float, radius: float, kind: str, title: str = "") -> str:
    """A circle."""
    shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"{_class(kind)}'
    return f"{shape}><title>{escape(title)}</title></circle>" if title else f"{shape}/>"


def path(steps: str, kind: str, title: str = "") -> str:
    """A path from its `d` text."""
    shape = f'<path d="{steps}"{_class(kind)}'
    return f"{shape}><title>{escape(title)}</title></path>" if title else f"{shape}/>"


def polyline(x: Floats, y: Floats) -> str:
    """The `d` text of straight lines through points; starts anew after a NaN."""
    parts: list[str] = []
    pen = "M"
    for across, down in zip(x.tolist(), y.tolist(), strict=True):
        if across != across or down != down:
            pen = "M"
            continue
        parts.append(f"{pen}{across:.1f} {down:.1f}")
        pen = "L"
    return "".join(parts)


def band(x: Floats, low: Floats, high: Floats) -> str:
    """The `d` text of the area between two lines."""
    return polyline(np.concatenate([x, x[::-1]]), np.concatenate([high, low[::-1]])) + "Z"


def steps(x: Floats, y: Floats, end: float) -> str:
    """The `d` text of a step line: `y[i]` holds from `x[i]` to the next, the last one to `end`."""
    if len(x) == 0:
        return ""
    change = np.concatenate([[0], np.flatnonzero(np.diff(y)) + 1])
    moves = [f"M{x[0]:.1f} {y[0]:.1f}"]
    moves += [f"H{x[index]:.1f}V{y[index]:.1f}" for index in change[1:]]
    return "".join(moves) + f"H{end:.1f}"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
