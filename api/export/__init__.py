"""What people open of a plan: the page, the roster as a workbook, the map as GeoJSON."""

from __future__ import annotations

import json
from pathlib import Path

from api.export.comparison import write_comparison
from api.export.map_features import map_features
from api.export.roster_workbook import write_roster
from api.report import render_report
from api.words import Words
from scenarios.plan.values import Plan

REPORT, ROSTER, MAP = "report.html", "roster.xlsx", "map.geojson"
STUDY, BOOK, SCENARIO = "study.json", "study.xlsx", "scenario.yaml"
"""Of a study of sites, where a plan has its `plan.json` and roster."""

__all__ = ["BOOK", "MAP", "REPORT", "ROSTER", "SCENARIO", "STUDY", "write_comparison", "write_outputs"]


def write_outputs(plan: Plan, folder: Path, language: str) -> Path:
    """Write report, roster and map beside the plan's tables; the report's path.

    A plan without a roster has no workbook, one without places no map; files of an earlier plan do not stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = Words(language, plan.currency)
    for stale in (ROSTER, MAP):
        (folder / stale).unlink(missing_ok=True)
    if plan.roster is not None:
        write_roster(plan, folder / ROSTER, words)
    features = map_features(plan)
    if features["features"]:
        text = json.dumps(features, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        (folder / MAP).write_text(text + "\n", encoding="utf-8")
    report = folder / REPORT
    report.write_text(render_report(plan, language), encoding="utf-8")
    return report
