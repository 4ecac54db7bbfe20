"""The placement study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from quarterhour.messages import Message
from quarterhour.result import Proof
from scenarios.evaluate.finding import Finding
from scenarios.placing.question import Question


@dataclass(frozen=True)
class Placed:
    """Which sites open, and who is better off.

    Attributes
    ----------
    name
        Of the scenario that the study starts from; "base" for none.
    asked
        The question, with what the network's settings say where nothing was asked.
    sites
        point, name, role, kind, region, latitude, longitude, action (open, unchosen), why (code), gain (residents
        newly covered in the order in which the sites of the answer would open), only (residents whom nothing else
        in the answer covers), nearest (residents whose nearest point it is), opening_cost, monthly_cost.
    summary
        scope (all, urban, rural, children, elderly, or a region), residents, before, after (covered), gained,
        share_before, share_after, minutes_before, minutes_after (mean of those who reach any point).
    zones
        zone, name, latitude, longitude, residents, covered (bool), minutes: with the answer.
    left
        zone, residents, minutes, reason, mend: outside the circle even then, most residents first.
    assignments
        zone, point ("" for no place), residents: of model `rooms` alone.
    curve
        points (new sites), money (one-off), opens (sites, joined by ;), covered, share, bound (residents), status:
        most residents in the circle by number of new sites, or by money; empty where not asked for.
    tiers
        place, name, kind, needed, point (nearest standing one that has it, "" for none), minutes, equipped
        (bool): of key places; empty where their equipment was not asked for.
    outlets
        outlet, name, latitude, longitude, closed.
    notes
        What is to be known about the answer.
    changes
        The sites that open as changes of a scenario, plain data.
    findings
        Where the independent recount disagrees; none where every figure agrees.
    """

    network: str
    name: str
    currency: str
    version: str
    asked: Question
    sites: pd.DataFrame
    summary: pd.DataFrame
    zones: pd.DataFrame
    left: pd.DataFrame
    assignments: pd.DataFrame
    curve: pd.DataFrame
    tiers: pd.DataFrame
    outlets: pd.DataFrame
    roads: pd.DataFrame
    proof: Proof
    notes: tuple[Message, ...]
    changes: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]
