"""What every optimised answer says about itself, held against its own figures."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, differ


def check_proofs(facts: Facts) -> Iterator[Finding]:
    """Gaps are recomputed; optimal needs objective and bound to agree; nothing is left without a status."""
    for stage, content in facts.plan["stages"].items():
        for proof in content.get("proofs", []):
            where = f"{stage} {proof['stage']} {proof['partition']}"
            objective, bound = proof["objective"], proof["bound"]
            if proof["status"] not in ("optimal", "feasible", "infeasible", "unknown"):
                yield Finding("status", where, "a known status", str(proof["status"]))
            if objective is None or bound is None:
                if proof["status"] == "optimal":
                    yield Finding("status", where, "objective and bound", "optimal without them")
                continue
            gap = abs(objective - bound) / max(1.0, abs(objective))
            if proof["gap"] is None or differ(gap, proof["gap"]):
                yield Finding("gap", where, f"{gap}", f"{proof['gap']}")
            if proof["status"] == "optimal" and gap > 1e-5:
                yield Finding("status", where, f"feasible at gap {gap}", "optimal")
