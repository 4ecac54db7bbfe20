"""A placement study on the terminal."""

from __future__ import annotations

from api.cli import console
from api.cli.shown import show
from api.report.placing.page import named_left
from api.report.placing.told import (
    curve_columns,
    left_columns,
    question,
    scope_columns,
    site_columns,
    tier_columns,
    told,
    told_proof,
)
from api.words import Words
from scenarios.placing import Placed

NARROW = ("region", "monthly_cost", "action", "only")
"""Columns left to the page: a terminal is narrow."""


def show_placing(found: Placed, words: Words) -> None:
    """What opens, who is covered, the curve, and who stays outside."""
    opened = found.sites[found.sites["action"] == "open"]
    columns = {name: column for name, column in site_columns(words).items() if name not in NARROW}
    if len(opened):
        show(words("place.sites"), opened, columns, words)
    show(words("place.covered"), found.summary, scope_columns(words), words)
    if len(found.curve):
        show(words("place.curve"), found.curve, curve_columns(words), words, most=30)
    if len(found.tiers):
        show(words("report.key_places"), found.tiers, tier_columns(words), words, most=None)
    if len(found.left):
        short = {name: column for name, column in left_columns(words).items() if name != "mend"}
        show(words("place.left"), named_left(found), short, words, most=5)
    console.results.print(question(found, words))
    for line in (*told(found, words), *told_proof(found, words)):
        console.results.print(line)
