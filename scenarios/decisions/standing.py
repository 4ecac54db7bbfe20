"""The base as decided: a network's tables under the scenarios that were made part of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from scenarios.changes.scenario import applied
from scenarios.decisions.values import Decision, Decisions
from scenarios.network.model import Network
from scenarios.plan.values import Plan
from scenarios.premises import Premises

LAYER = "decisions"


def decided(network: Network, decisions: Decisions) -> Premises:
    """The premises after all standing decisions, in order; the network stays as it is.

    Raises
    ------
    ChangeProblemsError
        With the line in the record, when a decision does not fit the tables (any more).
    """
    premises = Premises.of(network)
    for decision in decisions.standing:
        premises = applied(premises, decision.changes, decision.source)
    return premises


def with_decisions(plan: Plan, decisions: Decisions) -> Plan:
    """The plan that tells which decisions its first changes come from; as it is where none stands."""
    if not decisions.standing:
        return plan
    return replace(plan, layers={**plan.layers, LAYER: frame(decisions.standing)})


def frame(entries: tuple[Decision, ...]) -> pd.DataFrame:
    """number, name, by, at (UTC), why, changes (how many), withdraws (0 for a promotion)."""
    instants = pd.Series([entry.at for entry in entries], dtype=object)
    return pd.DataFrame(
        {
            "number": pd.Series([entry.number for entry in entries], dtype="int64"),
            "name": pd.Series([entry.name for entry in entries], dtype="str"),
            "by": pd.Series([entry.by for entry in entries], dtype="str"),
            "at": pd.to_datetime(instants, utc=True).dt.as_unit("us"),
            "why": pd.Series([entry.why for entry in entries], dtype="str"),
            "changes": pd.Series([len(entry.changes) for entry in entries], dtype="int64"),
            "withdraws": pd.Series([entry.withdraws or 0 for entry in entries], dtype="int64"),
        }
    )
