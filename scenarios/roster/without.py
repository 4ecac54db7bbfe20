"""A roster looked at with some rules left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scenarios.changes.policy import leaving_out
from scenarios.network.model import Network
from scenarios.plan.values import Plan
from scenarios.roster.check import under


def without(network: Network, plan: Plan | None, rules: Sequence[str]) -> tuple[Network, Plan | None]:
    """Network and plan such that `rules` are left out, beside those that they leave out already.

    Where there is a plan, the plan says so, as one of its changes; else the network does.
    """
    if not rules:
        return network, plan
    policy = leaving_out(under(network, plan), rules)
    off = policy.settings.given()["rules_off"]
    if plan is None:
        return network.with_settings(rules_off=";".join(off)), None
    change = policy.model_dump(mode="json", exclude_none=True)
    settings = {**plan.settings, "rules_off": list(off)}
    return network, replace(plan, changes=(*plan.changes, change), settings=settings)
