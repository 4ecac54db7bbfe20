"""The facts that a stored plan stands on, from the base network that it was made of."""

from __future__ import annotations

from scenarios.changes import scenario_from, to_premises
from scenarios.network.model import Network
from scenarios.plan.values import Plan
from scenarios.premises import Premises


def premises_of(network: Network, plan: Plan) -> Premises:
    """The base network with the plan's own changes put on it again."""
    return to_premises(network, scenario_from({"name": plan.name, "changes": list(plan.changes)}).changes)
