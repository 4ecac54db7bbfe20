"""The tiny network planned end to end, once for all tests."""

from __future__ import annotations

from pathlib import Path

from scenarios.changes import ScaleDemand
from scenarios.network import write_network
from scenarios.plan import Plan, PlanOptions, plan, write_plan
from tests.plan.fixtures import PATHS, tiny
from tests.shelf import folder, made_once

QUICK = PlanOptions(processes=1, replications=10, paths=PATHS, staff_nodes=20, roster_work=0.5)
"""Small deterministic limits: the same plan on every machine, in seconds."""


@made_once
def planned() -> Plan:
    """The base plan."""
    return plan(tiny(), options=QUICK)


@made_once
def lending() -> Plan:
    """The plan with more customers at one outlet and fewer at another, which lends people to it."""
    more, fewer = ScaleDemand(factor=1.6, outlets=("ST01",)), ScaleDemand(factor=0.8, outlets=("SC01",))
    return plan(tiny(), changes=[more, fewer], name="lending", options=QUICK)


@made_once
def written() -> tuple[Path, Path]:
    """Folders of the base plan and of its network."""
    return _written(planned(), "base")


@made_once
def written_lending() -> tuple[Path, Path]:
    """Folders of the plan that lends and of its network."""
    return _written(lending(), "lending")


def _written(made: Plan, name: str) -> tuple[Path, Path]:
    here = folder() / name
    write_network(tiny(), here / "network")
    write_plan(made, here / "plan")
    return here / "plan", here / "network"
