"""The map, drawn from the data: areas, roads, zones by who is covered, outlets, sites, partners, a scale bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.records import records
from api.report.charts import svg
from api.words import Words
from quarterhour.arrays import Floats

WIDTH, MARGIN, TALLEST = 1060.0, 24.0, 800.0
KM_A_DEGREE = 111.195
"""Of latitude, on a sphere of 6371 km."""
ROADS_DRAWN = 8000
"""More stretches are thinned: the picture stays the same and the page small."""


@dataclass(frozen=True)
class Projection:
    """Equirectangular: degrees to pixels, true to scale at the middle latitude."""

    west: float
    north: float
    pixels_a_km: float
    shrink: float
    left: float
    top: float

    def x(self, longitude: Floats) -> Floats:
        """Pixels from the left."""
        return self.left + (longitude - self.west) * KM_A_DEGREE * self.shrink * self.pixels_a_km

    def y(self, latitude: Floats) -> Floats:
        """Pixels from the top."""
        return self.top + (self.north - latitude) * KM_A_DEGREE * self.pixels_a_km


@dataclass(frozen=True, eq=False)
class Shape:
    """An area: its class, what it is called, and polygons as rings of (longitude, latitude)."""

    kind: str
    tip: str
    polygons: Sequence[Sequence[Floats]]


def fit(latitude: Floats, longitude: Floats) -> tuple[Projection, float]:
    """A projection in which all places fit, and the height that the picture then has."""
    south, north = float(latitude.min()), float(latitude.max())
    west, east = float(longitude.min()), float(longitude.max())
    shrink = float(np.cos(np.radians((south + north) / 2)))
    wide = max((east - west) * KM_A_DEGREE * shrink, 0.5)
    high = max((north - south) * KM_A_DEGREE, 0.5)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
    left = (WIDTH - wide * scale) / 2
    return Projection(west, north, scale, shrink, left, MARGIN), high * scale + 2 * MARGIN


def crowded(spots: pd.DataFrame) -> pd.DataFrame | None:
    """The spots of the middle 70% both ways, where these lie in less than a fifth of the map; else None."""
    places = spots[["latitude", "longitude"]].astype(float)
    low, high = places.quantile(0.15), places.quantile(0.85)
    middle, whole = (high - low).to_numpy(dtype=float), (places.max() - places.min()).to_numpy(dtype=float)
    if middle.prod() >= 0.2 * whole.prod():
        return None
    margin = 0.25 * (high - low)
    return spots[((places >= low - margin) & (places <= high + margin)).all(axis=1)]


def coverage_map(
    title: str,
    description: str,
    outlets: pd.DataFrame,
    zones: pd.DataFrame,
    sites: pd.DataFrame,
    partners: pd.DataFrame,
    roads: pd.DataFrame,
    words: Words,
    shapes: Sequence[Shape] = (),
) -> Markup:
    """The picture.

    Parameters
    ----------
    outlets
        name, latitude, longitude, closed (bool).
    zones
        name, latitude, longitude, residents, covered (bool), minutes (to the nearest existing point).
    sites
        name, latitude, longitude, opens (bool: the plan opens it).
    partners
        name, latitude, longitude: organisations that lend people.
    roads
        from_latitude, from_longitude, to_latitude, to_longitude.
    shapes
        Areas below everything else, in their order.
    """
    placed = outlets.dropna(subset=["latitude", "longitude"])
    lenders = partners.dropna(subset=["latitude", "longitude"])
    every = [frame[["latitude", "longitude"]] for frame in (placed, zones, sites, lenders) if len(frame)]
    if not every:
        return Markup("")
    spots = pd.concat(every)
    on, height = fit(spots["latitude"].to_numpy(dtype=float), spots["longitude"].to_numpy(dtype=float))
    body = [
        *(_shape(on, shape, height) for shape in shapes),
        _roads(on, roads, height),
        *_zones(on, zones, words),
        *_sites(on, sites, words),
        *_partners(on, lenders, words),
        *_outlets(on, placed, words, named=len(placed) <= 60),
        *_scale_bar(on, height, words),
    ]
    return svg.picture(WIDTH, height, title, description, body, least=640)


def _shape(on: Projection, shape: Shape, height: float) -> str:
    """Rings in whole pixels without what falls together; those that no part of the picture shows are left out."""
    steps = []
    for ring in (ring for polygon in shape.polygons for ring in polygon):
        pixels = np.rint(np.column_stack([on.x(ring[:, 0]), on.y(ring[:, 1])])).astype(int)
        moves = np.append(True, (np.diff(pixels, axis=0) != 0).any(axis=1))
        pixels = pixels[moves]
        beside = (pixels < 0).all(axis=0) | (pixels > np.array([WIDTH, height])).all(axis=0)
        if len(pixels) > 2 and not beside.any():
            steps.append("M" + "L".join(f"{x} {y}" for x, y in pixels.tolist()) + "Z")
    return svg.path("".join(steps), shape.kind, shape.tip)


def _roads(on: Projection, roads: pd.DataFrame, height: float) -> str:
    if roads.empty:
        return ""
    kept = roads.iloc[:: int(np.ceil(len(roads) / ROADS_DRAWN))]
    x1, x2 = (on.x(kept[f"{end}_longitude"].to_numpy(dtype=float)) for end in ("from", "to"))
    y1, y2 = (on.y(kept[f"{end}_latitude"].to_numpy(dtype=float)) for end in ("from", "to"))
    seen = (np.minimum(x1, x2) < WIDTH) & (np.maximum(x1, x2) > 0) & (np.minimum(y1, y2) < height)
    seen &= np.maximum(y1, y2) > 0
    ends = zip(x1[seen].tolist(), y1[seen].tolist(), x2[seen].tolist(), y2[seen].tolist(), strict=True)
    return svg.path("".join(f"M{a:.0f} {b:.0f}L{c:.0f} {d:.0f}" for a, b, c, d in ends), "road")


def _zones(on: Projection, zones: pd.DataFrame, words: Words) -> list[str]:
    """Circles as large as their residents; those outside the circle carry a cross."""
    if zones.empty:
        return []
    x, y = on.x(zones["longitude"].to_numpy(dtype=float)), on.y(zones["latitude"].to_numpy(dtype=float))
    residents = zones["residents"].to_numpy(dtype=float)
    radius = 2.0 + 9.0 * np.sqrt(residents / max(float(residents.max()), 1.0))
    drawn = []
    for index, zone in enumerate(records(zones)):
        key = "report.map_zone_covered" if zone.covered else "report.map_zone_blind"
        tip = words(
            key, name=zone.name, residents=words.number(zone.residents), minutes=words.number(zone.minutes, 1)
        )
        drawn.append(svg.dot(x[index], y[index], radius[index], "covered" if zone.covered else "blind", tip))
        if not zone.covered:
            arm = 0.6 * radius[index]
            begin = f"M{x[index] - arm:.1f} {y[index] - arm:.1f}"
            cross = f"{begin}l{2 * arm:.1f} {2 * arm:.1f}m0 {-2 * arm:.1f}l{-2 * arm:.1f} {2 * arm:.1f}"
            drawn.append(svg.path(cross, "cross"))
    return drawn


def _sites(on: Projection, sites: pd.DataFrame, words: Words) -> list[str]:
    """Diamonds: filled where the plan opens them."""
    if sites.empty:
        return []
    x, y = on.x(sites["longitude"].to_numpy(dtype=float)), on.y(sites["latitude"].to_numpy(dtype=float))
    drawn = []
    for index, site in enumerate(records(sites)):
        tip = words("report.map_site_opens" if site.opens else "report.map_site", name=site.name)
        diamond = f"M{x[index]:.1f} {y[index] - 6:.1f}l6 6l-6 6l-6 -6Z"
        drawn.append(svg.path(diamond, "site opens" if site.opens else "site", tip))
    return drawn


def _partners(on: Projection, partners: pd.DataFrame, words: Words) -> list[str]:
    """Triangles with their names as titles."""
    if partners.empty:
        return []
    x, y = on.x(partners["longitude"].to_numpy(dtype=float)), on.y(partners["latitude"].to_numpy(dtype=float))
    return [
        svg.path(
            f"M{x[index]:.1f} {y[index] - 6:.1f}l6 11h-12Z",
            "partner-place",
            words("report.map_partner", name=partner.name),
        )
        for index, partner in enumerate(records(partners))
    ]


def _outlets(on: Projection, outlets: pd.DataFrame, words: Words, named: bool) -> list[str]:
    """Squares with their names; a closed one is struck through."""
    if outlets.empty:
        return []
    x, y = on.x(outlets["longitude"].to_numpy(dtype=float)), on.y(outlets["latitude"].to_numpy(dtype=float))
    drawn = []
    for index, outlet in enumerate(records(outlets)):
        closed = " closed" if outlet.closed else ""
        drawn.append(svg.box(x[index] - 4.5, y[index] - 4.5, 9, 9, "outlet" + closed, outlet.name, 1.5))
        if outlet.closed:
            drawn.append(svg.line(x[index] - 6, y[index] + 6, x[index] + 6, y[index] - 6, "strike"))
    if named:
        drawn += [svg.words(x[row] + 8, y[row] + 4, name, "place") for row, name in _labels(x, y, outlets["name"])]
    return drawn


def _labels(x: Floats, y: Floats, names: pd.Series) -> list[tuple[int, str]]:
    """Names that do not run over one another: in order, each where there is room, else left to its title."""
    taken: list[tuple[float, float, float, float]] = []
    kept: list[tuple[int, str]] = []
    for row, name in enumerate(names.astype("str")):
        wide = sum(11.0 if ord(letter) > 0x2E80 else 6.0 for letter in name)
        spot = (x[row] + 8, y[row] - 6, x[row] + 8 + wide, y[row] + 6)
        free = all(spot[2] < a or spot[0] > c or spot[3] < b or spot[1] > d for a, b, c, d in taken)
        if free and spot[2] < WIDTH:
            taken.append(spot)
            kept.append((row, name))
    return kept


def _scale_bar(on: Projection, height: float, words: Words) -> list[str]:
    """A bar of round length, about a seventh of the picture."""
    raw = WIDTH / 7 / on.pixels_a_km
    power = 10.0 ** np.floor(np.log10(raw))
    km = float(power * max(step for step in (1, 2, 5) if step * power <= raw))
    left, base = 16.0, height - 14.0
    right = left + km * on.pixels_a_km
    text = words("report.kilometres", number=words.number(km, 0 if km >= 1 else 1))
    return [
        svg.path(f"M{left:.1f} {base - 6:.1f}V{base:.1f}H{right:.1f}V{base - 6:.1f}", "axis"),
        svg.words((left + right) / 2, base - 5, text, "small", "middle"),
    ]
