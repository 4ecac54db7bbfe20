"""The charts draw what the figures say."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.report.charts import heat, svg
from api.report.charts.bars import bars
from api.report.charts.coverage_map import coverage_map, crowded, fit
from api.report.charts.days import days_chart
from api.report.charts.flows import flows_chart
from api.report.charts.scale import over
from api.report.charts.staffing import staffing_chart
from api.words import Words

WORDS = Words("en")


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
@example([5e-324])
def test_scales_hold_every_value(values: list[float]) -> None:
    """All values lie between the ends, zero is on it, and ticks are round and few."""
    scale = over(np.array(values), 0.0, 100.0)
    pixels = scale.all(np.array([*values, 0.0]))
    assert pixels.min() >= -1e-6
    assert pixels.max() <= 100.0 + 1e-6
    assert 2 <= len(scale.ticks) <= 12
    assert [scale(value) for value in values] == pytest.approx(scale.all(np.array(values)))


def test_step_lines_end_where_they_should() -> None:
    """A step line holds each value to the next and the last one to the end."""
    drawn = svg.steps(np.array([0.0, 10.0, 20.0]), np.array([5.0, 5.0, 7.0]), 30.0)
    assert drawn == "M0.0 5.0H20.0V7.0H30.0"


def test_lines_break_where_nothing_is_known() -> None:
    """A gap is a gap, not a straight line across."""
    drawn = svg.polyline(np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, np.nan, 1.0, 2.0]))
    assert drawn == "M0.0 1.0M2.0 1.0L3.0 2.0"


def test_heat_classes() -> None:
    """A tenth missing or a third too many is grave; closed cells have no class of their own."""
    needed = np.array([0.0, 10.0, 10.0, 10.0, 10.0, 10.0, 0.0])
    short = np.array([0.0, 0.0, 0.5, 1.5, 0.0, 0.0, 0.0])
    surplus = np.array([0.0, 0.0, 0.0, 0.0, 2.0, 4.0, 1.0])
    expected = [heat.CLOSED, heat.MET, heat.SHORT, heat.FAR_SHORT, heat.OVER, heat.FAR_OVER, heat.FAR_OVER]
    assert heat.classes(needed, short, surplus).tolist() == expected


def test_the_map_is_true_to_scale() -> None:
    """Pixels over kilometres agree with the great circle in both directions, within 1% over 40 km."""
    latitude, longitude = np.array([30.4, 30.6, 30.5]), np.array([114.1, 114.2, 114.5])
    on, _ = fit(latitude, longitude)
    x, y = on.x(longitude), on.y(latitude)
    for first, second in ((0, 1), (0, 2), (1, 2)):
        pixels = np.hypot(x[first] - x[second], y[first] - y[second])
        distance = great_circle(latitude[first], longitude[first], latitude[second], longitude[second])
        assert pixels / on.pixels_a_km == pytest.approx(distance, rel=0.01)
    assert y[1] < y[0]  # north is up


def great_circle(latitude1: float, longitude1: float, latitude2: float, longitude2: float) -> float:
    """Kilometres on a sphere of 6371 km (haversine)."""
    a, b = np.radians(latitude1), np.radians(latitude2)
    half = np.sin((b - a) / 2) ** 2
    half += np.cos(a) * np.cos(b) * np.sin(np.radians(longitude2 - longitude1) / 2) ** 2
    return float(2 * 6371 * np.arcsin(np.sqrt(half)))


def test_a_crowded_middle_is_found() -> None:
    """A city amid far villages is drawn again from nearer; places spread evenly are not."""
    even = np.linspace(0.0, 1.0, 11)
    spread = pd.DataFrame([(x, y) for x in even for y in even], columns=["latitude", "longitude"])
    assert crowded(spread) is None
    city = 0.05 * spread + 0.5
    villages = pd.DataFrame({"latitude": [0.0, 1.0, 0.0, 1.0], "longitude": [0.0, 0.0, 1.0, 1.0]})
    found = crowded(pd.concat([city, villages], ignore_index=True))
    assert found is not None
    assert found.min().min() >= 0.5
    assert found.max().max() <= 0.55


def test_a_map_of_one_place_does_not_divide_by_nothing() -> None:
    """One outlet and no zones is a map too; no place at all is none."""
    outlets = pd.DataFrame({"name": ["A"], "latitude": [30.5], "longitude": [114.3], "closed": [False]})
    zones = pd.DataFrame(columns=["name", "latitude", "longitude", "residents", "covered", "minutes"])
    sites = pd.DataFrame(columns=["name", "latitude", "longitude", "opens"])
    nobody = pd.DataFrame(columns=["partner", "name", "latitude", "longitude"])
    drawn = coverage_map("Map", "", outlets, zones, sites, nobody, pd.DataFrame(), WORDS)
    assert "nan" not in str(drawn)
    assert coverage_map("Map", "", outlets.iloc[:0], zones, sites, nobody, pd.DataFrame(), WORDS) == ""


def test_the_map_shows_partners() -> None:
    """Each partner with a place is one mark that says its name; one without a place is none."""
    outlets = pd.DataFrame({"name": ["A"], "latitude": [30.5], "longitude": [114.3], "closed": [False]})
    zones = pd.DataFrame(columns=["name", "latitude", "longitude", "residents", "covered", "minutes"])
    sites = pd.DataFrame(columns=["name", "latitude", "longitude", "opens"])
    partners = pd.DataFrame(
        {"name": ["Rail", "Nowhere"], "latitude": [30.6, float("nan")], "longitude": [114.2, float("nan")]}
    )
    drawn = str(coverage_map("Map", "", outlets, zones, sites, partners, pd.DataFrame(), WORDS))
    assert drawn.count("partner-place") == 1
    assert "Rail: partner organisation" in drawn
    assert "Nowhere" not in drawn


def test_ribbons_are_as_wide_as_the_hours() -> None:
    """The ribbons of a lender add up to the height of its node, those of an outlet likewise."""
    flows = pd.DataFrame(
        {
            "source": ["lent", "lent", "partner"],
            "lender": ["A", "A", "P"],
            "outlet": ["B", "C", "C"],
            "hours": [30.0, 10.0, 20.0],
        }
    )
    drawn = str(flows_chart("Flows", "", flows, str))
    widths = [
        float(back) - float(top)
        for top, back in re.findall(r"M[\d.]+ ([\d.]+)C.*?C[\d.]+ [\d.]+ [\d.]+ [\d.]+ [\d.]+ ([\d.]+)Z", drawn)
    ]
    nodes = [float(height) for height in re.findall(r'height="([\d.]+)" class="node"', drawn)]
    # Two names a side give 36 pixels for 60 hours.
    assert widths == pytest.approx([18.0, 6.0, 12.0], abs=0.15)
    assert nodes == pytest.approx([24.0, 12.0, 18.0, 18.0], abs=0.15)


def test_charts_are_well_formed_and_escape_names() -> None:
    """Whatever an outlet is called, the picture stays a picture."""
    name = '<script>alert("1")</script> & Co'
    drawn = bars(name, name, [name, "B"], np.array([1.0, -2.0]), str)
    root = ElementTree.fromstring(str(drawn))  # noqa: S314 - made just above
    texts = [element.text for element in root.iter("text")]
    assert name in texts
    assert root.find("title") is not None
    assert root.find("desc") is not None


def test_staffing_chart_shows_what_is_missing() -> None:
    """Areas for own and lent people and for the missing one, and a line for the need; closed hours are a gap."""
    starts = pd.date_range("2026-09-21 09:00", periods=4, freq="30min", tz="Asia/Shanghai", unit="us")
    later = pd.date_range("2026-09-21 14:00", periods=2, freq="30min", tz="Asia/Shanghai", unit="us")
    duty = pd.DataFrame(
        {
            "start": starts.append(later),
            "day": pd.Timestamp("2026-09-21"),
            "needed": [1, 2, 3, 1, 1, 1],
            "own": [1, 1, 1, 1, 1, 1],
            "lent": [0, 1, 1, 0, 0, 0],
            "partner": 0,
        }
    )
    root = ElementTree.fromstring(str(staffing_chart("O", "", duty, 30, WORDS)))  # noqa: S314 - made just above
    kinds = [element.get("class") for element in root.iter("path")]
    assert (kinds.count("own"), kinds.count("lent"), kinds.count("short"), kinds.count("needed")) == (2, 1, 1, 2)


def test_names_of_peaks_stand_in_one_line_unless_they_would_meet() -> None:
    """Peaks two weeks apart are named on the same height, one that begins a day later on the line below."""
    day = pd.date_range("2026-09-14", periods=28)
    days = pd.DataFrame({"day": day, "mean": 5.0, "low": 4.0, "high": 6.0})
    peaks = [("late festival", day[17], day[20]), ("fair", day[1], day[3]), ("long holidays", day[2], day[5])]
    drawn = str(days_chart("t", "d", days, peaks, WORDS))
    height = {name: re.search(rf'y="([0-9.]+)"[^>]*>{name}</text>', drawn)[1] for name, _, _ in peaks}
    assert height["fair"] == height["late festival"]
    assert float(height["long holidays"]) > float(height["fair"])
