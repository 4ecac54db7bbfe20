"""Places: whole coordinates, names that differ, residents that add up, matrix ends that exist."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings

PLACES = {"zones": "zone", "outlets": "outlet", "sites": "site", "partners": "partner"}


def check_coordinates(context: Context, findings: Findings) -> None:
    """An outlet has both coordinates or none."""
    located = context.tables["outlets"]
    north, east = located.frame["latitude"].notna(), located.frame["longitude"].notna()
    findings.add_rows("half_a_place", located, north & ~east, "longitude")
    findings.add_rows("half_a_place", located, ~north & east, "latitude")


def check_places_known(context: Context, findings: Findings) -> None:
    """Where residents are to be reached, every outlet but a call desk has a place or a row in the matrix."""
    if "travel_times" in context.unread:
        return
    located = context.tables["outlets"]
    outlets = located.frame
    nowhere = outlets["latitude"].isna() & outlets["longitude"].isna() & (outlets["kind"] != "call_desk")
    if "travel_times" in context.tables:
        nowhere &= ~outlets["outlet"].isin(context.frame("travel_times")["destination"])
    findings.add_rows("no_place", located, nowhere, "latitude", outlet=outlets["outlet"])


def check_site_names(context: Context, findings: Findings) -> None:
    """A site is not called like an outlet: both are points of one map."""
    located = context.tables["sites"]
    wrong = located.frame["site"].isin(context.frame("outlets")["outlet"])
    findings.add_rows("shared_name", located, wrong, "site")


def check_groups(context: Context, findings: Findings) -> None:
    """Children and elderly are among the residents."""
    located = context.tables["zones"]
    zones = located.frame
    groups = zones["children"] + zones["elderly"]
    wrong = (groups > zones["residents"]).fillna(False)
    findings.add_rows("groups_exceed_residents", located, wrong, "residents", groups=groups.astype("float64"))


def check_ends(end: str, context: Context, findings: Findings) -> None:
    """Both ends of a row of the travel matrix exist."""
    if context.unread & set(PLACES):
        return
    located = context.tables["travel_times"]
    known = pd.concat([context.frame(t)[key] for t, key in PLACES.items() if t in context.tables])
    wrong = ~located.frame[end].isin(known) & (located.frame[end] != "")
    findings.add_rows("unknown_place", located, wrong, end)


RULES: tuple[Rule, ...] = (
    Rule(check_coordinates, ("outlets",)),
    Rule(check_places_known, ("outlets", "zones"), ("travel_times",)),
    Rule(check_site_names, ("outlets", "sites")),
    Rule(check_groups, ("zones",)),
    Rule(partial(check_ends, "origin"), ("outlets", "travel_times"), tuple(PLACES)),
    Rule(partial(check_ends, "destination"), ("outlets", "travel_times"), tuple(PLACES)),
)
