"""Who lends to whom: ribbons from lenders on the left to outlets on the right, as wide as the hours lent."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from api.records import records
from api.report.charts import svg

BETWEEN, ROW, GAP = 340.0, 18.0, 6.0


def flows_chart(title: str, description: str, flows: pd.DataFrame, show: Callable[[float], str]) -> Markup:
    """`flows` has source (lent, partner), lender, outlet (names) and hours."""
    left = flows.groupby("lender", sort=False)["hours"].sum()
    right = flows.groupby("outlet", sort=False)["hours"].sum()
    begin = svg.width_of(f"{name} {show(hours)}" for name, hours in left.items())
    end = begin + BETWEEN
    unit = max(float(left.sum()), 1e-9)
    room = ROW * max(len(left), len(right))
    starts, ends = _places(left, room, unit), _places(right, room, unit)
    height = max(place[1] for place in (*starts.values(), *ends.values())) + 8
    body = [
        svg.words(begin - 12, _middle(place) + 4, f"{name} {show(left[name])}", "", "end")
        for name, place in starts.items()
    ]
    body += [
        svg.words(end + 12, _middle(place) + 4, f"{name} {show(right[name])}") for name, place in ends.items()
    ]
    body += [svg.box(begin - 6, top, 6, foot - top, "node") for top, foot in starts.values()]
    body += [svg.box(end, top, 6, foot - top, "node") for top, foot in ends.values()]
    width = end + svg.width_of(f"{name} {show(hours)}" for name, hours in right.items())
    begun = {name: place[0] for name, place in starts.items()}
    reached = {name: place[0] for name, place in ends.items()}
    for row in records(flows):
        thick = room * float(row.hours) / unit
        y1, y2 = begun[row.lender], reached[row.outlet]
        begun[row.lender] += thick
        reached[row.outlet] += thick
        bend = (begin + end) / 2
        ribbon = (
            f"M{begin:g} {y1:.1f}C{bend:g} {y1:.1f} {bend:g} {y2:.1f} {end:g} {y2:.1f}V{y2 + thick:.1f}"
            f"C{bend:g} {y2 + thick:.1f} {bend:g} {y1 + thick:.1f} {begin:g} {y1 + thick:.1f}Z"
        )
        body.append(
            svg.path(ribbon, f"{row.source} ribbon", f"{row.lender} → {row.outlet}: {show(float(row.hours))}")
        )
    return svg.picture(width, height, title, description, body, least=560)


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
