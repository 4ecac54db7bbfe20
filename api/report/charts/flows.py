"""Who lends to whom: ribbons from lenders on the left to outlets on the right, as wide as the hours lent."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from api.records import records
from api.report.charts import svg

WIDTH, LEFT, RIGHT, ROW, GAP = 760.0, 210.0, 550.0, 18.0, 6.0


def flows_chart(title: str, description: str, flows: pd.DataFrame, show: Callable[[float], str]) -> Markup:
    """`flows` has source (lent, partner), lender, outlet (names) and hours."""
    left = flows.groupby("lender", sort=False)["hours"].sum()
    right = flows.groupby("outlet", sort=False)["hours"].sum()
    unit = max(float(left.sum()), 1e-9)
    room = ROW * max(len(left), len(right))
    starts, ends = _places(left, room, unit), _places(right, room, unit)
    height = max(end[1] for end in (*starts.values(), *ends.values())) + 8
    body = [
        svg.words(LEFT - 12, _middle(place) + 4, f"{name} {show(left[name])}", "", "end")
        for name, place in starts.items()
    ]
    body += [
        svg.words(RIGHT + 12, _middle(place) + 4, f"{name} {show(right[name])}") for name, place in ends.items()
    ]
    body += [svg.box(LEFT - 6, top, 6, end - top, "node") for top, end in starts.values()]
    body += [svg.box(RIGHT, top, 6, end - top, "node") for top, end in ends.values()]
    begun = {name: place[0] for name, place in starts.items()}
    reached = {name: place[0] for name, place in ends.items()}
    for row in records(flows):
        thick = room * float(row.hours) / unit
        y1, y2 = begun[row.lender], reached[row.outlet]
        begun[row.lender] += thick
        reached[row.outlet] += thick
        bend = (LEFT + RIGHT) / 2
        ribbon = (
            f"M{LEFT:g} {y1:.1f}C{bend:g} {y1:.1f} {bend:g} {y2:.1f} {RIGHT:g} {y2:.1f}V{y2 + thick:.1f}"
            f"C{bend:g} {y2 + thick:.1f} {bend:g} {y1 + thick:.1f} {LEFT:g} {y1 + thick:.1f}Z"
        )
        body.append(
            svg.path(ribbon, f"{row.source} ribbon", f"{row.lender} → {row.outlet}: {show(float(row.hours))}")
        )
    return svg.picture(WIDTH, height, title, description, body, least=560)


def _places(hours: pd.Series, room: float, unit: float) -> dict[str, tuple[float, float]]:
    """Top and bottom of each name; thin ones keep room for their text."""
    places: dict[str, tuple[float, float]] = {}
    top = 6.0
    for name, amount in hours.items():
        thick = room * float(amount) / unit
        places[str(name)] = (top, top + thick)
        top += max(thick, ROW - GAP) + GAP
    return places


def _middle(place: tuple[float, float]) -> float:
    return (place[0] + place[1]) / 2
