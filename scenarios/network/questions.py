"""Which questions a network can answer: each needs some of the tables, never all."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scenarios.network.findings import Findings
from scenarios.network.model import Network
from scenarios.network.schema import QUESTIONS, schema


def questions(network: Network) -> tuple[str, ...]:
    """The questions that the network's tables can answer, in the order of planning."""
    return tuple(question for question in QUESTIONS if not missing_for(network, question))


def missing_for(network: Network, question: str) -> tuple[str, ...]:
    """The tables that a question needs and the network does not have.

    Raises
    ------
    KeyError
        For a question that is none of `QUESTIONS`.
    """
    return tuple(table for table in needed_for(question) if not network.has(table))


def needed_for(question: str) -> tuple[str, ...]:
    """The tables without which a question can not be answered."""
    if question not in QUESTIONS:
        raise KeyError(f"there is no question {question!r}.\nMaybe one of {', '.join(QUESTIONS)}.")
    return tuple(name for name, table in schema().items() if question in table.needed_for)


def report_missing(present: Collection[str], asked: Sequence[str], findings: Findings) -> None:
    """One problem a table that is missing for what is asked."""
    missing: dict[str, list[str]] = {}
    for question in asked:
        for table in needed_for(question):
            if table not in present and table not in ("settings", "outlets"):
                missing.setdefault(table, []).append(question)
    for table, wanting in missing.items():
        findings.add("missing_for", table, table=table, question=", ".join(wanting))
