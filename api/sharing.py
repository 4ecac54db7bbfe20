"""What is asked of a day of lending, as users write it: every part that does not read is told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quarterhour.messages import Message
from scenarios.network.problems import Problem

CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)")


class Asked:
    """Reads options of the form KEY=NUMBER and collects what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def pairs(self, option: str, texts: Sequence[str], low: float, high: float) -> Mapping[str, float]:
        """Numbers by key, within `low` and `high`."""
        found: dict[str, float] = {}
        for text in texts:
            key, _, written = (part.strip() for part in text.partition("="))
            number = _number(written)
            if not key or number is None or not low <= number <= high or key in found:
                self._wrong(option, text, "lending.no_pair", low=low, high=high)
            else:
                found[key] = number
        return found

    def hours(self, option: str, texts: Sequence[str]) -> Mapping[tuple[int, int], float]:
        """Factors by HH:MM-HH:MM, as minutes after midnight."""
        found: dict[tuple[int, int], float] = {}
        for text in texts:
            span, _, written = (part.strip() for part in text.partition("="))
            clock, number = CLOCK.fullmatch(span), _number(written)
            if clock is None or number is None or not 0.1 <= number <= 10:
                self._wrong(option, text, "lending.no_hours")
                continue
            hour, minute, until, end = map(int, clock.groups())
            if not hour * 60 + minute < until * 60 + end <= 1440:
                self._wrong(option, text, "lending.no_hours")
                continue
            found[hour * 60 + minute, until * 60 + end] = number
        return found

    def _wrong(self, option: str, text: str, code: str, **values: object) -> None:
        self.problems.append(
            Problem(option, None, "", text, Message(code, values), Message(f"{code}.fix", values))
        )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
