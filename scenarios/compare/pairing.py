"""Whether two plans met the same customers: the random numbers of their rehearsals are common."""

from __future__ import annotations

from scenarios.plan.values import Plan


def why_apart(base: Plan, plan: Plan) -> str:
    """Code of the first reason why replications can not be paired; "" where they can.

    Customers are drawn by seed, outlet, service and replication, so they are the same wherever two plans of one
    network and horizon expect the same demand, whatever else differs between the plans.
    """
    if base.rehearsal is None or plan.rehearsal is None:
        return "compare.not_rehearsed"
    if base.network != plan.network:
        return "compare.other_network"
    if (base.first_day, base.days, base.grain) != (plan.first_day, plan.days, plan.grain):
        return "compare.other_horizon"
    if base.rehearsal.seed != plan.rehearsal.seed:
        return "compare.other_seed"
    if base.rehearsal.count != plan.rehearsal.count:
        return "compare.other_replications"
    return ""
