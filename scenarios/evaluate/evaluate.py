"""All checks of a plan, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from scenarios.evaluate.consolidation import check_decisions
from scenarios.evaluate.cover_limits import check_cover_limits
from scenarios.evaluate.coverage import check_coverage
from scenarios.evaluate.demand import check_demand
from scenarios.evaluate.facts import Facts, read_facts
from scenarios.evaluate.finding import Finding
from scenarios.evaluate.money import check_money
from scenarios.evaluate.moves import check_consolidation
from scenarios.evaluate.pairs import check_pairs
from scenarios.evaluate.people import check_people
from scenarios.evaluate.places import check_places
from scenarios.evaluate.played import check_rehearsal
from scenarios.evaluate.posts import check_posts
from scenarios.evaluate.proofs import check_proofs
from scenarios.evaluate.requirement import check_requirement
from scenarios.evaluate.rotation import check_rotations
from scenarios.evaluate.staff import check_staff
from scenarios.evaluate.work_rules import check_work_rules

Check = Callable[[Facts], Iterator[Finding]]

STAGES: Mapping[str, tuple[Check, ...]] = {
    "forecast": (check_demand,),
    "requirement": (check_requirement,),
    "staff": (check_staff,),
    "roster": (check_people, check_posts, check_work_rules, check_rotations, check_cover_limits, check_pairs),
    "rehearsal": (check_rehearsal,),
    "coverage": (check_coverage, check_places, check_consolidation, check_decisions),
}
"""What is recomputed of each stage that a plan has."""


def evaluate(plan_folder: Path, network_folder: Path) -> list[Finding]:
    """Recompute everything that can be recomputed from the files; an empty list means that all agree."""
    return recompute(read_facts(plan_folder, network_folder))


def recompute(facts: Facts) -> list[Finding]:
    """The same for files that are read already."""
    found = list(check_proofs(facts))
    for stage, checks in STAGES.items():
        if facts.has(stage):
            found += [finding for check in checks for finding in check(facts)]
    found += check_money(facts)
    return found
