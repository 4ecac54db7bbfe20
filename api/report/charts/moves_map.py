"""Who goes where, on the map: a wedge a flow, from where people come to where they help, as wide as they are
many."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.records import records
from api.report.charts import svg
from api.report.charts.coverage_map import ROADS_DRAWN, WIDTH, Projection, fit

THICKEST = 9.0
NAMED = 40
"""Places named; more would hide the lines."""


def moves_map(
    title: str, description: str, spots: pd.DataFrame, flows: pd.DataFrame, roads: pd.DataFrame
) -> Markup:
    """The picture; empty where no place is known.

    Parameters
    ----------
    spots
        place, name, latitude, longitude, receives (bool).
    flows
        origin, place (labels of `spots`), people, kind (lent, partner), tip; without a place they are left out.
    roads
        from_latitude, from_longitude, to_latitude, to_longitude.
    """
    placed = spots.dropna(subset=["latitude", "longitude"]).drop_duplicates("place").reset_index(drop=True)
    if placed.empty:
        return Markup("")
    on, height = fit(placed["latitude"].to_numpy(dtype=float), placed["longitude"].to_numpy(dtype=float))
    x = pd.Series(on.x(placed["longitude"].to_numpy(dtype=float)), index=placed["place"])
    y = pd.Series(on.y(placed["latitude"].to_numpy(dtype=float)), index=placed["place"])
    body = [_roads(on, roads)]
    known = flows[flows["origin"].isin(x.index) & flows["place"].isin(x.index)]
    unit = THICKEST / max(float(known["people"].max()), 1.0) if len(known) else 1.0
    for flow in records(known):
        body.append(_arrow(x[flow.origin], y[flow.origin], x[flow.place], y[flow.place], unit * flow.people, flow))
    ends = set(known["origin"]) | set(known["place"])
    named = 0
    for spot in records(placed):
        kind = "outlet" if not spot.receives else "outlet closed"
        size = 6.0 if spot.place in ends else 4.0
        body.append(svg.box(x[spot.place] - size, y[spot.place] - size, 2 * size, 2 * size, kind, spot.name, 1.5))
        if spot.place in ends and named < NAMED:
            named += 1
            body.append(svg.words(x[spot.place] + 9, y[spot.place] + 4, spot.name, "place"))
    return svg.picture(WIDTH, height, title, description, body, least=640)


def _roads(on: Projection, roads: pd.DataFrame) -> str:
    if roads.empty:
        return ""
    kept = roads.iloc[:: int(np.ceil(len(roads) / ROADS_DRAWN))]
    across = [on.x(kept[f"{end}_longitude"].to_numpy(dtype=float)) for end in ("from", "to")]
    down = [on.y(kept[f"{end}_latitude"].to_numpy(dtype=float)) for end in ("from", "to")]
    ends = zip(across[0].tolist(), down[0].tolist(), across[1].tolist(), down[1].tolist(), strict=True)
    return svg.path("".join(f"M{a:.0f} {b:.0f}L{c:.0f} {d:.0f}" for a, b, c, d in ends), "road")


def _arrow(x1: float, y1: float, x2: float, y2: float, thick: float, flow: pd.Series) -> str:
    """A wedge that is wide where people come from and pointed where they go."""
    length = max(float(np.hypot(x2 - x1, y2 - y1)), 1e-6)
    side_x, side_y = -(y2 - y1) / length * thick, (x2 - x1) / length * thick
    wedge = f"M{x1 + side_x:.1f} {y1 + side_y:.1f}L{x2:.1f} {y2:.1f}L{x1 - side_x:.1f} {y1 - side_y:.1f}Z"
    return svg.path(wedge, f"{flow.kind} ribbon", flow.tip)
