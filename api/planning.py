"""From files to files: what the command line and the background runs both do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.export import write_outputs
from quarterhour.cache import Cache
from quarterhour.progress import Progress
from scenarios.changes import Change
from scenarios.decisions import Decisions, with_decisions
from scenarios.network import Network
from scenarios.plan import Plan, PlanOptions, plan, with_rehearsal, write_plan
from scenarios.rehearsal.values import Rehearsal


def plan_to_files(
    network: Network,
    folder: Path,
    *,
    changes: Sequence[Change] = (),
    decisions: Decisions | None = None,
    name: str = "base",
    options: PlanOptions | None = None,
    language: str = "en",
    progress: Progress | None = None,
    cache: Cache | None = None,
    full: bool = False,
) -> tuple[Plan, Path]:
    """Plan, write tables, roster, map and report into `folder`; the plan and the report's path.

    `decisions` are those of the network: what stands of them is part of the base.

    Raises
    ------
    ChangeProblemsError
        When a change names what the network does not have.
    """
    decisions = decisions or Decisions()
    made = plan(
        network,
        changes=changes,
        standing=decisions.changes,
        name=name,
        options=options or PlanOptions(),
        progress=progress,
        cache=cache,
        full=full,
    )
    made = with_decisions(made, decisions)
    return made, write_files(made, folder, language)


def rehearsed_to_files(
    network: Network, stored: Plan, found: Rehearsal, folder: Path, *, language: str = "en"
) -> Path:
    """Write the stored plan with another rehearsal into its folder, report and map too; the report's path."""
    return write_files(with_rehearsal(network, stored, found), folder, language)


def write_files(made: Plan, folder: Path, language: str) -> Path:
    """Write all that a plan's folder holds; the report's path."""
    write_plan(made, folder)
    return write_outputs(made, folder, language)


def folder_name(name: str) -> str:
    """A scenario's name as a folder's: letters, digits, dashes; never a path."""
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name).strip("-")
    return kept or "scenario"
