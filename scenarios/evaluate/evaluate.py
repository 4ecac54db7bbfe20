"""All checks of a plan, one after the other."""

from __future__ import annotations

from pathlib import Path

from scenarios.evaluate.consolidation import check_decisions
from scenarios.evaluate.cover import check_cover
from scenarios.evaluate.coverage import check_coverage
from scenarios.evaluate.crew import read_crew
from scenarios.evaluate.demand import check_demand
from scenarios.evaluate.facts import read_facts
from scenarios.evaluate.finding import Finding
from scenarios.evaluate.links import read_lending
from scenarios.evaluate.money import check_money
from scenarios.evaluate.moves import check_consolidation
from scenarios.evaluate.people import check_people
from scenarios.evaluate.played import check_rehearsal
from scenarios.evaluate.posts import check_posts
from scenarios.evaluate.pools import find_pools
from scenarios.evaluate.proofs import check_proofs
from scenarios.evaluate.requirement import check_requirement
from scenarios.evaluate.shift_types import check_shift_types
from scenarios.evaluate.staff_money import check_staff_money
from scenarios.evaluate.staff_rules import check_staff_rules


def evaluate(plan_folder: Path, network_folder: Path) -> list[Finding]:
    """Recompute everything that can be recomputed from the files; an empty list means that all agree."""
    facts = read_facts(plan_folder, network_folder)
    found = list(check_proofs(facts))
    if facts.has("forecast"):
        found += check_demand(facts)
    if facts.has("requirement"):
        crew = read_crew(facts)
        found += check_requirement(facts, crew, find_pools(facts, crew))
    if facts.has("staff"):
        lending = read_lending(facts)
        found += [*check_cover(facts), *check_shift_types(facts), *check_staff_rules(facts, lending)]
        found += check_staff_money(facts, facts.table("staff_links"), lending.weeks)
    if facts.has("roster"):
        found += [*check_people(facts), *check_posts(facts)]
    if facts.has("rehearsal"):
        found += check_rehearsal(facts)
    if facts.has("coverage"):
        found += [*check_coverage(facts), *check_consolidation(facts), *check_decisions(facts)]
    found += check_money(facts)
    return found
