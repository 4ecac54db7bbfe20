"""Consolidation: outlets under review, their options with money and people, and the joint choice."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.evaluate.circles import read_circles
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding
from scenarios.evaluate.joint import check_joint
from scenarios.evaluate.options import check_options
from scenarios.evaluate.people_needed import read_needed
from scenarios.evaluate.sheet import Sheet, staff_of
from scenarios.evaluate.volumes import busy
from scenarios.evaluate.ways import ways


def check_decisions(facts: Facts) -> Iterator[Finding]:
    """Every option of the plan and what was chosen of them; nothing where no outlet is under review."""
    if facts.table("coverage_options").empty:
        return
    sheet = read_sheet(facts)
    yield from check_options(sheet)
    yield from check_joint(sheet)


def read_sheet(facts: Facts) -> Sheet:
    """What the options are judged by, from the organisation's tables."""
    outlets = facts.network.table("outlets").dropna(subset=["latitude", "longitude"])
    places = [
        (str(name), float(north), float(east))
        for name, north, east in zip(outlets["outlet"], outlets["latitude"], outlets["longitude"], strict=True)
    ]
    reach = max(facts.network.settings.surge_minutes, facts.network.settings.transfer_reach_minutes)
    minutes = dict(ways(facts, places, places, "drive", reach).minutes)
    return Sheet(facts, busy(facts), read_circles(facts), minutes, staff_of(facts), read_needed(facts))
