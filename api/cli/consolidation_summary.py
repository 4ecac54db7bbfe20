"""A consolidation study on the terminal."""

from __future__ import annotations

from api.cli import console
from api.cli.shown import show
from api.report.consolidating.told import (
    Named,
    choice_columns,
    floor_columns,
    other_columns,
    others,
    told,
    told_proof,
    why_columns,
)
from api.words import Words
from scenarios.consolidating import Consolidated


def show_consolidation(found: Consolidated, words: Words) -> None:
    """The joint choice, what comes next, and what keeps every other option out."""
    reader = Named(found, words)
    if len(found.options):
        chosen = found.options[found.options["chosen"]]
        left = found.options[~found.options["chosen"]]
        show(words("consolidate.best"), chosen, choice_columns(reader), words)
        show(words("consolidate.others"), others(reader), other_columns(words), words)
        show(words("consolidate.why"), left, why_columns(reader), words)
        if len(found.floors) > 1:
            show(words("consolidate.floors"), found.floors, floor_columns(words), words, most=None)
    for line in (*told(reader), *told_proof(reader)):
        console.results.print(line)
