"""Plans that lie in folders, or a word why there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from api.refusal import refuse
from api.words import Words

if TYPE_CHECKING:
    from scenarios.plan.values import Plan

Stored = TypeVar("Stored")


def stored_plan(folder: Path, words: Words) -> Plan:
    """The plan in a folder."""
    from scenarios.plan import read_plan

    if not (folder / "plan.json").exists():
        refuse(words("cli.no_plan", path=folder))
    return readable(read_plan, folder, words)


def readable(read: Callable[[Path], Stored], folder: Path, words: Words) -> Stored:
    """What `read` finds in a folder that the program wrote, or a word that it is damaged or of another version."""
    try:
        return read(folder)
    except (KeyError, TypeError, ValueError):
        refuse(words("cli.damaged", path=folder))
