"""One planning run from files to files: what the command line and the background runs both do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.export import write_outputs
from quarterhour.progress import Progress
from scenarios.changes import Change
from scenarios.network import Network
from scenarios.plan import Plan, PlanOptions, plan, write_plan


def plan_to_files(
    network: Network,
    folder: Path,
    *,
    changes: Sequence[Change] = (),
    name: str = "base",
    options: PlanOptions | None = None,
    language: str = "en",
    progress: Progress | None = None,
) -> tuple[Plan, Path]:
    """Plan, write tables, roster, map and report into `folder`; the plan and the report's path.

    Raises
    ------
    ChangeProblemsError
        When a change names what the network does not have.
    """
    made = plan(network, changes=changes, name=name, options=options or PlanOptions(), progress=progress)
    write_plan(made, folder)
    return made, write_outputs(made, folder, language)
