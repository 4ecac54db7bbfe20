"""Targets as planners write them: an indicator, at least or at most, and a value."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from quarterhour.messages import Message

FORM = "wait_minutes<=5"
_TARGET = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(>=|<=)\s*([^\s%]+)\s*(%?)\s*")


class TargetError(ValueError):
    """Targets that can not be read, or that no plan tells; `wrong` says by target why and what may fix it."""

    def __init__(self, wrong: Mapping[str, Message]) -> None:
        super().__init__("\n".join(message.text() for message in wrong.values()))
        self.wrong = wrong


@dataclass(frozen=True)
class Target:
    """An indicator of the whole network that is at least, or at most, some value in its unit."""

    indicator: str
    at_least: bool
    value: float

    @property
    def text(self) -> str:
        """As planners write it."""
        return f"{self.indicator}{'>=' if self.at_least else '<='}{self.value:g}"

    def missed_by(self, value: float) -> float:
        """How far a value is from the target, in the indicator's unit; 0 where it is met."""
        short = self.value - value if self.at_least else value - self.value
        return max(short, 0.0)

    def relative(self, missed_by: float) -> float:
        """A miss as a share of the target's value, so that misses of several units can be added up."""
        return missed_by / abs(self.value) if self.value else missed_by


ALL_KEPT = (Target("promises_kept", at_least=True, value=1.0),)
"""What is asked for where nothing else is: all promises."""


def read_targets(texts: Sequence[str], known: Collection[str]) -> tuple[Target, ...]:
    """Targets as written, such as `promise_days_kept>=0.9` or `served_share>=95%`; all promises where none is.

    Raises
    ------
    TargetError
        With every one that has another form, no number, or an indicator that is not among the `known`.
    """
    read = {text: _read(text, known) for text in texts}
    wrong = {text: found for text, found in read.items() if isinstance(found, Message)}
    if wrong:
        raise TargetError(wrong)
    return tuple(found for found in read.values() if isinstance(found, Target)) or ALL_KEPT


def _read(text: str, known: Collection[str]) -> Target | Message:
    """The target, or why it is none."""
    found = _TARGET.fullmatch(text)
    if found is None:
        return Message("compare.no_target", {"text": text, "form": FORM})
    indicator, sign, number, percent = found.groups()
    try:
        value = float(number) / (100.0 if percent else 1.0)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return Message("compare.no_number", {"text": text, "form": FORM})
    if indicator not in known:
        return Message("compare.no_indicator", {"indicator": indicator, "known": ", ".join(sorted(known))})
    return Target(indicator, sign == ">=", value)
