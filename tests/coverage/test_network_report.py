"""The report of whole networks: against the evaluator's own minutes, under changes, and with places astray."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from api.export.coverage import as_data, write_coverage
from api.export.coverage_features import coverage_features
from quarterhour.messages import LANGUAGES
from scenarios.changes import scenario_from
from scenarios.coverage import Coverage, coverage_of
from scenarios.evaluate.coverage import zone_minutes, zone_table
from scenarios.evaluate.facts import Facts
from scenarios.network import Network
from scenarios.premises.roads import roads_of
from scenarios.sample import sample_network

TABLES = ("settings", "outlets", "zones", "sites", "key_places", "equipment", "road_nodes", "roads")


@cache
def network() -> Network:
    """The tiny sample without demand and people: coverage needs neither."""
    whole = sample_network(size="tiny")
    return Network.from_tables({name: whole.tables[name] for name in TABLES if whole.has(name)})


@cache
def report() -> Coverage:
    """Its report."""
    return coverage_of(network())


def _changed(**change: object) -> Coverage:
    scenario = scenario_from({"name": "what-if", "changes": [change]})
    return coverage_of(network(), scenario.changes, name=scenario.name)


def _whole(found: Coverage) -> pd.Series:
    return found.summary.set_index("scope").loc["all"]


def test_figures_are_those_of_the_evaluators_own_minutes() -> None:
    """Bands, circle and blind spots recounted with a heap Dijkstra that shares no code with the report."""
    found = report()
    facts = Facts({}, Path(), network(), (), {})
    zones = zone_table(facts)
    outlets = found.points[found.points["role"] == "existing"]
    took = zone_minutes(facts, zones, outlets)
    least = {
        zone: min((took.get((zone, p), np.inf) for p in outlets["point"]), default=np.inf)
        for zone in zones["zone"]
    }
    nearest = zones["zone"].map(least)
    people = zones["residents"].astype(float)
    for row in found.bands[found.bands["scope"] == "all"].itertuples():
        assert row.within == people[nearest <= row.minutes].sum()
    assert _whole(found)["covered"] == people[nearest <= zones["circle"]].sum()
    blind = zones.loc[(nearest > zones["circle"]) & (people > 0), "zone"]
    assert set(found.blind_spots["zone"]) == set(blind)
    assert found.blind_spots["residents"].is_monotonic_decreasing


def test_each_blind_spot_has_a_reason_a_mend_and_the_site_that_would_cover_it() -> None:
    """A site is named exactly where a candidate would cover the zone, and that is the mend told."""
    spots = report().blind_spots
    assert (spots["reason"].str.startswith("coverage.") & spots["mend"].str.startswith("coverage.")).all()
    assert ((spots["site"] != "") == (spots["mend"] == "coverage.open_candidate")).all()


def test_closing_an_outlet_takes_away_those_whom_only_it_covers() -> None:
    """The change told is the report's own figure of that outlet, and its circle stays with the others."""
    only = report().points.query("role == 'existing'").sort_values("only").iloc[-1]
    found = _changed(change="close_outlet", outlet=only["point"])
    assert only["only"] > 0
    assert _whole(found)["change"] == -only["only"]
    assert only["point"] not in set(found.points["point"])


def test_slower_travel_covers_no_more_and_shrinks_the_areas() -> None:
    """Walking takes twice as long: fewer are covered, and no isochrone on foot grows."""
    found = _changed(change="slower_travel", factor=2.0, modes=["walk"])
    assert _whole(found)["change"] < 0
    for slow, usual in zip(found.areas, report().areas, strict=True):
        assert (slow.mode, slow.band.minutes) == (usual.mode, usual.band.minutes)
        if slow.mode == "walk":
            assert _square_degrees(slow) < _square_degrees(usual)


def _square_degrees(area: object) -> float:
    rings = [ring for polygon in area.band.polygons for ring in polygon]
    return sum(float(np.sum(r[:-1, 0] * r[1:, 1] - r[1:, 0] * r[:-1, 1])) / 2 for r in rings)


def test_without_roads_the_straight_line_counts() -> None:
    """A network without roads has a report too, and says that its areas are straight."""
    bare = Network.from_tables(
        {name: network().tables[name] for name in TABLES if "road" not in name and network().has(name)}
    )
    found = coverage_of(bare)
    assert not any(area.by_road for area in found.areas)
    assert {area.band.minutes for area in found.areas} == {5.0, 10.0, 15.0, 30.0}


def test_places_astray_are_listed_with_a_mend() -> None:
    """A zone and a site at a mistyped place and an outlet without one are told, and the rest goes on."""
    zones, sites, outlets = (network().table(name).copy() for name in ("zones", "sites", "outlets"))
    zones.loc[0, "latitude"] += 3.0
    sites.loc[0, "longitude"] += 3.0
    first, second = outlets["outlet"].iloc[:2]
    outlets.loc[0, ["latitude", "longitude"]] = np.nan
    # A network refuses an outlet that has neither a place nor ready minutes.
    stated = pd.DataFrame({"origin": [second], "destination": [first], "mode": ["drive"], "minutes": [9.0]})
    found = coverage_of(network().with_tables(zones=zones, sites=sites, outlets=outlets, travel_times=stated))
    lost = found.off_road.set_index("place")
    assert lost.loc[zones.loc[0, "zone"], "mend"] == "coverage.check_place"
    assert lost.loc[zones.loc[0, "zone"], "metres"] > 100_000
    assert set(found.off_road["table"]) == {"zones", "sites", "outlets"}
    unplaced = found.off_road[found.off_road["table"] == "outlets"]
    assert unplaced["reason"].tolist() == ["coverage.no_coordinates"]
    assert report().off_road.empty


def test_a_ready_matrix_keeps_a_place_from_being_astray() -> None:
    """Where the organisation states a place's minutes itself, roads are not asked for."""
    zones = network().table("zones").copy()
    zones.loc[0, "latitude"] += 3.0
    zone, outlet = zones.loc[0, "zone"], report().points["point"].iloc[0]
    mode = report().zones.loc[0, "mode"]
    stated = pd.DataFrame({"origin": [zone], "destination": [outlet], "mode": [mode], "minutes": [3.0]})
    found = coverage_of(network().with_tables(zones=zones, travel_times=stated))
    assert zone not in set(found.off_road["place"])
    assert found.zones.loc[0, "minutes"] == 3.0


def test_the_map_has_every_layer_in_the_order_it_is_drawn() -> None:
    """Isochrones widest first, then blind spots, outlets and candidates; rings closed; plain JSON."""
    features = coverage_features(report())["features"]
    json.dumps(features, allow_nan=False)
    layers = [feature["properties"]["layer"] for feature in features]
    assert set(layers) == {"isochrone", "blind_spot", "outlet", "site"}
    bands = [f["properties"] for f in features if f["properties"]["layer"] == "isochrone"]
    assert layers[: len(bands)] == ["isochrone"] * len(bands)
    for mode in ("walk", "drive"):
        assert [band["minutes"] for band in bands if band["mode"] == mode] == [30.0, 15.0, 10.0, 5.0]
    for feature in features[: len(bands)]:
        for rings in feature["geometry"]["coordinates"]:
            assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_are_written_in_both_languages(language: str, tmp_path: Path) -> None:
    """Tables, workbook, map and a page without scripts, links out, or codes left untranslated."""
    page = write_coverage(report(), tmp_path, language).read_text(encoding="utf-8")
    names = {path.name for path in tmp_path.iterdir()}
    assert {"coverage.html", "coverage.xlsx", "isochrones.geojson", "coverage_next_best.csv"} <= names
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "coverage." not in page.replace("coverage.html", "")
    assert page.count("within-15") >= 2
    assert as_data(report())["summary"]


def test_the_road_graph_is_built_once_and_anew_where_roads_or_speed_change() -> None:
    """A copy that leaves roads alone shares the graph; another speed, mode or stretch has its own."""
    graph = roads_of(network(), "walk").graph
    assert roads_of(network(), "walk").graph is graph
    assert roads_of(network().with_settings(circle_minutes=20), "walk").graph is graph
    faster = roads_of(network().with_settings(walk_speed=9.6), "walk").graph
    assert faster.matrix.sum() == pytest.approx(graph.matrix.sum() / 2, rel=1e-6)
    fewer = network().with_tables(roads=network().table("roads").iloc[1:])
    assert roads_of(fewer, "walk").graph.matrix.nnz < graph.matrix.nnz
    assert roads_of(network(), "drive").graph is not graph


@pytest.mark.parametrize("residents", [0, 100])
def test_a_network_without_any_place_to_go_has_a_report(residents: int, tmp_path: Path) -> None:
    """Only a call desk, no sites, no roads: everybody is a blind spot with a mend, and the page says so."""
    facts = {"name": "X", "timezone": "Asia/Shanghai", "country": "CN"}
    bare = Network.from_tables(
        {
            "settings": pd.DataFrame({"key": list(facts), "value": list(facts.values())}),
            "outlets": pd.DataFrame({"outlet": ["A"], "name": ["=A"], "kind": ["call_desk"], "desks": [1]}),
            "zones": pd.DataFrame(
                {
                    "zone": ["Z"],
                    "kind": ["urban"],
                    "latitude": [30.0],
                    "longitude": [104.0],
                    "residents": [residents],
                }
            ),
        }
    )
    found = coverage_of(bare)
    assert found.blind_spots["mend"].tolist() == ["coverage.find_site"] * (residents > 0)
    assert not found.areas
    assert "candidate sites" in write_coverage(found, tmp_path, "en").read_text(encoding="utf-8")
