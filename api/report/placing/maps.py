"""Maps of studies of sites: residents in the circle and outside, outlets, and sites that open."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from api.report.blocks import Picture
from api.report.charts.coverage_map import coverage_map, crowded
from api.words import Words

NOBODY = pd.DataFrame(columns=["name", "latitude", "longitude"])


def site_maps(
    title: str, outlets: pd.DataFrame, zones: pd.DataFrame, sites: pd.DataFrame, roads: pd.DataFrame, words: Words
) -> Iterator[Picture]:
    """The whole map, and a closer one of its crowded part; frames as `coverage_map` takes them."""
    yield _picture(title, outlets, zones, sites, roads, words)
    dense = crowded(zones[["latitude", "longitude"]]) if len(zones) else None
    if dense is not None and len(dense) > 1:
        near = [_inside(frame, dense) for frame in (outlets, zones, sites)]
        yield _picture(words("report.map_closer"), near[0], near[1], near[2], roads, words)


def _picture(
    title: str, outlets: pd.DataFrame, zones: pd.DataFrame, sites: pd.DataFrame, roads: pd.DataFrame, words: Words
) -> Picture:
    blind = zones[~zones["covered"]]
    described = words(
        "report.map_described",
        zones=words.number(len(zones)),
        blind=words.number(len(blind)),
        residents=words.number(blind["residents"].sum()),
    )
    legend = [
        ("outlet", words("report.legend_outlet")),
        ("covered", words("report.legend_covered")),
        ("blind", f"✕ {words('report.legend_blind')}"),
        ("site", words("report.legend_site")),
        ("opens", words("report.legend_opens")),
    ]
    drawn = coverage_map(title, described, outlets, zones, sites, NOBODY, roads, words)
    return Picture(drawn, title, legend)


def _inside(frame: pd.DataFrame, dense: pd.DataFrame) -> pd.DataFrame:
    """Rows within the box of the crowded part."""
    axes = ["latitude", "longitude"]
    low, high = dense[axes].min(), dense[axes].max()
    within = [frame[axis].between(low[axis], high[axis]) for axis in axes]
    return frame[within[0] & within[1]]
