"""New decisions, checked against all that stand, and the record with them at its end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import yaml

from quarterhour.messages import Message
from scenarios.changes.scenario import Scenario, applied
from scenarios.changes.source import ChangeProblemsError
from scenarios.decisions.standing import decided
from scenarios.decisions.values import Decision, Decisions
from scenarios.network.model import Network
from scenarios.network.problems import Problem

HEAD = "# What was decided about this network's base. Entries are added at the end; none is changed or removed.\n"


def promotion(
    network: Network, before: Decisions, scenario: Scenario, digest: str, *, by: str, at: datetime, why: str
) -> Decision:
    """The decision that makes a scenario part of the base.

    Raises
    ------
    ChangeProblemsError
        When its changes do not fit the network under the decisions that stand, it has none, or `by` or `why` says
        nothing.
    """
    _require_said(by, why)
    if not scenario.changes:
        raise ChangeProblemsError([_refusal("decision.no_changes", scenario.name, scenario.source.file)])
    applied(decided(network, before), scenario.changes, scenario.source)
    number = len(before.entries) + 1
    return Decision(number, scenario.name, by.strip(), at, why.strip(), scenario.changes, digest)


def withdrawal(network: Network, before: Decisions, number: int, *, by: str, at: datetime, why: str) -> Decision:
    """The decision that takes a promotion back.

    Raises
    ------
    ChangeProblemsError
        When that decision does not stand, later ones do not fit without it, or `by` or `why` says nothing.
    """
    _require_said(by, why)
    names = {entry.number: entry.name for entry in before.standing}
    if number not in names:
        raise ChangeProblemsError([_refusal("decision.not_standing", str(number), number=number)])
    told = len(before.entries) + 1, names[number], by.strip(), at, why.strip()
    made = Decision(*told, withdraws=number)
    decided(network, Decisions((*before.entries, made)))
    return made


def recorded(text: str, decision: Decision) -> str:
    """The record's text with one entry more at its end; what was there stays as it is, byte for byte."""
    entry: dict[str, Any] = {
        "number": decision.number,
        "decision": "promote" if decision.withdraws is None else "withdraw",
        "name": decision.name,
        "by": decision.by,
        "at": decision.at.isoformat(timespec="seconds"),
        "why": decision.why,
    }
    if decision.withdraws is None:
        entry["digest"] = decision.digest
        entry["changes"] = [change.model_dump(mode="json", exclude_none=True) for change in decision.changes]
    else:
        entry["withdraws"] = decision.withdraws
    head = text or f"{HEAD}decisions:\n"
    gap = "" if head.endswith("\n") else "\n"
    return head + gap + yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=10_000)


def _require_said(by: str, why: str) -> None:
    silent = [key for key, text in (("by", by), ("why", why)) if not text.strip()]
    if silent:
        raise ChangeProblemsError([_refusal("decision.not_said", "", key=key) for key in silent])


def _refusal(code: str, value: str, file: str = "", **values: object) -> Problem:
    return Problem(file, None, "", value, Message(code, values), Message(f"{code}.fix"))
