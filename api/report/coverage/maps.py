"""The maps of the coverage report: for each way of travel its isochrones and the residents who travel so."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from api.report.blocks import Picture
from api.report.charts.coverage_map import Shape, coverage_map, crowded
from api.words import Words
from scenarios.coverage import Coverage

AXES = ["latitude", "longitude"]
MARGIN = 0.05
"""Of the box of a mode's zones, within which outlets and sites are drawn too."""
NOBODY = pd.DataFrame(columns=["name", *AXES])


def maps(found: Coverage, words: Words) -> Iterator[Picture]:
    """One picture a mode, and a closer one where its zones are crowded."""
    for mode in found.zones["mode"].unique():
        zones = found.zones[found.zones["mode"] == mode]
        zones = zones.assign(covered=zones["points"] > 0)
        title = words("report.coverage_map", mode=words.label("mode", mode))
        yield _picture(found, zones, str(mode), title, words)
        dense = crowded(zones[AXES])
        if dense is not None and len(dense) > 1:
            yield _picture(found, _inside(zones, dense, 0.0), str(mode), words("report.map_closer"), words)


def _picture(found: Coverage, zones: pd.DataFrame, mode: str, title: str, words: Words) -> Picture:
    near = _inside(found.points, zones, MARGIN)
    outlets = near[near["role"] == "existing"].assign(closed=False)
    sites = near[near["role"] == "candidate"].assign(opens=False)
    blind = zones[~zones["covered"]]
    described = words(
        "report.map_described",
        zones=words.number(len(zones)),
        blind=words.number(len(blind)),
        residents=words.number(blind["residents"].sum()),
    )
    bands = [area.band for area in found.areas if area.mode == mode]
    shapes = [
        Shape(
            f"within within-{band.minutes:g}",
            words("report.within_minutes", minutes=words.number(band.minutes)),
            band.polygons,
        )
        for band in bands
    ]
    drawn = coverage_map(title, described, outlets, zones, sites, NOBODY, found.roads, words, shapes)
    legend = [
        *((shape.kind, shape.tip) for shape in reversed(shapes)),
        ("outlet", words("report.legend_outlet")),
        ("covered", words("report.legend_covered")),
        ("blind", f"✕ {words('report.legend_blind')}"),
        ("site", words("report.legend_site")),
    ]
    return Picture(drawn, title, legend)


def _inside(frame: pd.DataFrame, zones: pd.DataFrame, margin: float) -> pd.DataFrame:
    """Rows within the box of the zones and a margin around."""
    low, high = zones[AXES].min(), zones[AXES].max()
    room = margin * (high - low) + 0.005
    within = [frame[axis].between(low[axis] - room[axis], high[axis] + room[axis]) for axis in AXES]
    return frame[within[0] & within[1]]
