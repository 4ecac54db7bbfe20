"""The map of a day's lending: a wedge from each lender to each receiver, as wide at its root as the hours lent."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.records import records
from api.report.charts import svg
from api.report.charts.coverage_map import WIDTH, fit
from api.words import Words

WIDEST = 11.0


def lending_map(title: str, description: str, places: pd.DataFrame, flows: pd.DataFrame, words: Words) -> Markup:
    """The picture; empty where nothing has a place.

    Parameters
    ----------
    places
        place, name, latitude, longitude, partner (bool).
    flows
        source (lent, partner), from_, to (places), lender, outlet (names), hours, people.
    """
    concerned = {*flows["from_"], *flows["to"]}
    placed = _around(places.dropna(subset=["latitude", "longitude"]), concerned)
    if placed.empty:
        return Markup("")
    on, height = fit(placed["latitude"].to_numpy(dtype=float), placed["longitude"].to_numpy(dtype=float))
    x, y = (on.x(placed["longitude"].to_numpy(dtype=float)), on.y(placed["latitude"].to_numpy(dtype=float)))
    spot = dict(zip(placed["place"], zip(x.tolist(), y.tolist(), strict=True), strict=True))
    most = float(flows["hours"].max()) if len(flows) else 1.0
    body = []
    for flow in records(flows):
        if flow.from_ in spot and flow.to in spot and flow.from_ != flow.to:
            tip = words(
                "lending.map_flow",
                lender=flow.lender,
                outlet=flow.outlet,
                people=words.number(flow.people),
                hours=words.number(flow.hours, 1),
            )
            wide = 1.5 + WIDEST * float(flow.hours) / most
            body.append(svg.path(_wedge(spot[flow.from_], spot[flow.to], wide), f"{flow.source} ribbon", tip))
    for index, place in enumerate(records(placed)):
        if place.partner:
            mark = f"M{x[index]:.1f} {y[index] - 6:.1f}l6 11h-12Z"
            body.append(svg.path(mark, "partner-place", words("report.map_partner", name=place.name)))
        else:
            body.append(svg.box(x[index] - 4, y[index] - 4, 8, 8, "outlet", place.name))
        if place.place in concerned:
            body.append(svg.words(x[index] + 7, y[index] + 4, place.name, "small"))
    return svg.picture(WIDTH, height, title, description, body, least=640)


def _around(placed: pd.DataFrame, concerned: set[str]) -> pd.DataFrame:
    """The places concerned, and those among and close around them."""
    spots = placed[["latitude", "longitude"]].astype(float)
    those = spots[placed["place"].isin(concerned).to_numpy()]
    if those.empty:
        return placed.reset_index(drop=True)
    margin = 0.15 * (those.max() - those.min())
    inside = ((spots >= those.min() - margin) & (spots <= those.max() + margin)).all(axis=1)
    return placed[inside.to_numpy()].reset_index(drop=True)


def _wedge(start: tuple[float, float], end: tuple[float, float], wide: float) -> str:
    """A triangle with its root at the lender and its tip at the receiver."""
    along = np.array(end) - np.array(start)
    length = max(float(np.hypot(*along)), 1e-9)
    across = np.array([-along[1], along[0]]) / length * wide / 2
    left, right = np.array(start) + across, np.array(start) - across
    return f"M{left[0]:.1f} {left[1]:.1f}L{end[0]:.1f} {end[1]:.1f}L{right[0]:.1f} {right[1]:.1f}Z"
