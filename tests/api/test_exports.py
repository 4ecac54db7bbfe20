"""Workbook and map: what others open."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from api.export import MAP, REPORT, ROSTER, write_comparison, write_outputs
from api.export.map_features import map_features
from api.export.roster_workbook import sheet_name, write_roster
from api.export.workbook import write_workbook
from api.words import Words
from scenarios.compare import compare
from tests.api.plans import bare_plan, made_plan, small_plan
from tests.plan.fixtures import tiny
from tests.plan.planned import planned


def test_workbook_has_everybody_and_every_duty(tmp_path: Path) -> None:
    """One sheet an outlet with its people and days; the duties in the cells are those of the roster."""
    plan = small_plan()
    assert plan.roster is not None
    write_roster(plan, tmp_path / ROSTER, Words("en"))
    book = load_workbook(tmp_path / ROSTER)
    names = plan.outlets["name"].tolist()
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert visible == ["Totals", *names, "Holes", "Warnings", "Legend"]
    told = 0
    for outlet, name in zip(plan.outlets["outlet"], names, strict=True):
        rows = list(book[name].iter_rows(min_row=3, min_col=1, max_col=9, values_only=True))
        at_home = [row for row in rows if str(row[0]).startswith(outlet)]
        assert len(at_home) == 7
        told += sum(str(cell).count("–") for row in at_home for cell in row[2:] if cell)
    duties = plan.roster.segments[plan.roster.segments["activity"].isin(["work", "standby"])]
    assert told == len(duties)
    totals = {row[0]: row[9] for row in book["Totals"].iter_rows(min_row=2, values_only=True)}
    assert totals == pytest.approx(plan.roster.hours.groupby("employee")["paid"].sum().to_dict())


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    """Names that begin like formulas or links stay text in every cell of every sheet."""
    plan = small_plan()
    people = plan.layers["people"].assign(
        name='=HYPERLINK("http://a","b")', employee=plan.layers["people"]["employee"]
    )
    outlets = plan.outlets.assign(name=["=1+1", "@SUM(A1)", "https://example.org"])
    write_roster(
        replace(plan, layers={**plan.layers, "people": people}, outlets=outlets),
        tmp_path / ROSTER,
        Words("zh_Hans"),
    )
    book = load_workbook(tmp_path / ROSTER)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)


def test_what_is_infinite_is_written_as_such(tmp_path: Path) -> None:
    """Infinity is text, since a workbook has no number for it; what is not known stays empty."""
    frame = pd.DataFrame({"cost": [1.5, float("inf"), float("-inf"), float("nan")]})
    write_workbook({"costs": frame}, tmp_path / "costs.xlsx", pd.Timestamp("2026-09-01"))
    sheet = load_workbook(tmp_path / "costs.xlsx")["costs"]
    assert [sheet.cell(row, 1).value for row in range(2, 6)] == [1.5, "∞", "-∞", None]


def test_sheet_names_are_allowed_and_unique() -> None:
    """At most 31 letters, none of []:*?/\\, and no two alike, whatever outlets are called."""
    taken: set[str] = set()
    names = [sheet_name(name, taken) for name in ["A/B", "a b", "x" * 40, "x" * 50, "", "[]", "历史'"]]
    assert names == ["A B", "a b 2", "x" * 31, "x" * 29 + " 2", "-", "- 2", "历史"]


def features(collection: dict[str, Any], layer: str) -> list[dict[str, Any]]:
    """Features of one layer."""
    return [feature for feature in collection["features"] if feature["properties"]["layer"] == layer]


def test_map_is_geojson() -> None:
    """RFC 7946: longitude first, in degrees, no foreign reference system; JSON without NaN."""
    plan = small_plan()
    collection = map_features(plan)
    json.dumps(collection, allow_nan=False)
    assert set(collection) == {"type", "features"}
    outlets = features(collection, "outlet")
    assert [feature["geometry"]["coordinates"] for feature in outlets] == [
        [round(longitude, 6), round(latitude, 6)]
        for longitude, latitude in zip(plan.outlets["longitude"], plan.outlets["latitude"], strict=True)
    ]
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] in ("Point", "LineString")


def test_map_tells_who_is_covered_and_who_lends() -> None:
    """Blind spots are the zones that are not covered; each pair of lender and outlet is one line."""
    plan = small_plan()
    assert plan.coverage is not None
    assert plan.staff is not None
    collection = map_features(plan)
    blind = {
        feature["properties"]["id"]
        for feature in features(collection, "zone")
        if not feature["properties"]["covered"]
    }
    assert blind == set(plan.coverage.blind_spots["zone"])
    lent = plan.staff.duties[plan.staff.duties["source"] == "lent"]
    pairs = {
        (feature["properties"]["from"], feature["properties"]["to"]) for feature in features(collection, "lending")
    }
    assert pairs == set(zip(lent["lender"], lent["outlet"], strict=True))


def test_map_shows_partners_and_what_they_lend() -> None:
    """Partners are places of their own; a line leads from each that lends to the outlet it lends to."""
    plan = planned()
    assert plan.staff is not None
    collection = map_features(plan)
    names = {feature["properties"]["id"] for feature in features(collection, "partner")}
    assert names == set(tiny().table("partners")["partner"])
    hired = plan.staff.duties[plan.staff.duties["source"] == "partner"]
    lines = {
        (feature["properties"]["from"], feature["properties"]["to"])
        for feature in features(collection, "lending")
        if feature["properties"]["source"] == "partner"
    }
    assert lines == set(zip(hired["lender"].str.split("/").str[0], hired["outlet"], strict=True))
    assert lines


def test_outputs_of_a_plan(tmp_path: Path) -> None:
    """Report, roster and map are written; what a plan does not have is absent, an older file of it too."""
    report = write_outputs(small_plan(), tmp_path, "en")
    assert report == tmp_path / REPORT
    assert {path.name for path in tmp_path.iterdir()} == {REPORT, ROSTER, MAP}
    write_outputs(replace(bare_plan(), outlets=bare_plan().outlets.assign(latitude=float("nan"))), tmp_path, "en")
    assert {path.name for path in tmp_path.iterdir()} == {REPORT}


def test_comparison_files(tmp_path: Path) -> None:
    """The page and the same figures as JSON."""
    base, other = small_plan(), made_plan(outlets=3, people=7, days=7, name="busy")
    page = write_comparison(compare([base, other]), base, tmp_path, "zh_Hans")
    assert page.name == "comparison.html"
    document = json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))
    assert document["plans"] == ["base", "busy"]
    assert {row["plan"] for row in document["figures"]} == {"base", "busy"}
    assert document["changes"][0]["change"] == "scale_demand"
    assert {row["paired"] for row in document["pairing"]} == {True}
    assert {row["difference"] for row in document["differences"]} == {0.0}
    assert document["choice"][0]["plan"] == "base"
    again = pd.read_parquet(tmp_path / "comparison_costs.parquet")
    assert again["difference"].tolist() == [0.0] * 4
    assert (tmp_path / "comparison_verdicts.csv").exists()


def test_comparison_guards_against_formulas(tmp_path: Path) -> None:
    """A plan that is called like a formula stays text in the workbook, and is guarded in CSV."""
    base, other = small_plan(), made_plan(outlets=3, people=7, days=7, name="=1+1")
    write_comparison(compare([base, other]), base, tmp_path, "en")
    book = load_workbook(tmp_path / "comparison.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=1+1" in {cell.value for cell in cells}
    assert "'=1+1" in (tmp_path / "comparison_trade.csv").read_text(encoding="utf-8-sig")
