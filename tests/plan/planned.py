"""The tiny network planned end to end, once for all tests of a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from scenarios.changes import ScaleDemand
from scenarios.network import write_network
from scenarios.plan import Plan, PlanOptions, plan, write_plan
from tests.plan.fixtures import tiny

QUICK = PlanOptions(processes=1, replications=10, paths=10, staff_nodes=20, roster_work=0.5)
"""Small deterministic limits: the same plan on every machine, in seconds."""


@cache
def planned() -> Plan:
    """The base plan."""
    return plan(tiny(), options=QUICK)


@cache
def lending() -> Plan:
    """The plan with more customers at one outlet and fewer at another, which lends people to it."""
    more, fewer = ScaleDemand(factor=1.6, outlets=("ST01",)), ScaleDemand(factor=0.8, outlets=("SC01",))
    return plan(tiny(), changes=[more, fewer], name="lending", options=QUICK)


@cache
def written() -> tuple[Path, Path]:
    """Folders of the base plan and of its network."""
    return _written(planned())


@cache
def written_lending() -> tuple[Path, Path]:
    """Folders of the plan that lends and of its network."""
    return _written(lending())


def _written(made: Plan) -> tuple[Path, Path]:
    folder = Path(mkdtemp(prefix="quarterhour-"))
    write_network(tiny(), folder / "network")
    write_plan(made, folder / "plan")
    return folder / "plan", folder / "network"
