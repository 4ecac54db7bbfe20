"""Rules that a command is asked to leave out, and how it says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from api.refusal import refuse
from api.words import Words
from quarterhour.messages import has

if TYPE_CHECKING:
    from scenarios.network import Network


def rules_left_out(asked: Sequence[str] | None, network: Network, words: Words) -> tuple[str, ...]:
    """The rules named by `--without`, each once; refused, all at once, where there are such that stay."""
    from scenarios.network.check_columns import hint
    from scenarios.network.rules_off import NAMED, may_be_off, named_rules, why_not

    rules = tuple(dict.fromkeys(part.strip() for text in asked or () for part in text.split(",") if part.strip()))
    names = named_rules([network.table(table) for table in NAMED])
    wrong = []
    for rule in rules:
        kind = why_not(rule, names)
        if kind:
            values = {"value": rule, "hint": hint(rule, may_be_off(names))}
            wrong.append(f"{words(f'network.{kind}', **values)} {words(f'network.{kind}.fix', **values)}")
    if wrong:
        refuse("\n".join(wrong))
    return rules


def told_off(rules: Iterable[str], words: Words) -> str:
    """Which rules are left out, in words; "" where none is."""
    named = [words(f"roster.rule_{rule}") if has(f"roster.rule_{rule}") else rule for rule in rules]
    return words("cli.rules_off", rules=", ".join(named)) if named else ""
