"""A repaired roster into one folder: all its forms where it belongs to a plan, and what changed."""

from __future__ import annotations

from pathlib import Path

from api.export.roster_forms import write_forms
from api.export.roster_lists import SEGMENTS, write_list
from api.repairing import changes_list
from api.words import Words
from optimize.roster.repair import Repair
from scenarios.roster.published import Published
from scenarios.roster.repaired import everybody, with_repair

CHANGES = "changes.csv"


def write_repair(before: Published, repair: Repair, folder: Path, words: Words) -> list[Path]:
    """`changes.csv` and the new roster: every form with a plan, `segments.csv` without; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    write_list(changes_list(repair, words), folder / CHANGES)
    if before.plan is None or before.plan.roster is None:
        write_list(everybody(before, repair), folder / SEGMENTS)
        return [folder / CHANGES, folder / SEGMENTS]
    plan = with_repair(before, before.plan, repair)
    names = write_forms(plan, folder, Words(words.language, plan.currency))
    return [folder / CHANGES, *(folder / name for name in names)]
