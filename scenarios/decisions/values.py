"""What an organisation decided about its base: scenarios made part of it, and withdrawn again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scenarios.changes import Change
from scenarios.changes.source import Source


@dataclass(frozen=True)
class Decision:
    """One entry of the record; none is ever changed or removed.

    Attributes
    ----------
    number
        From 1 in the order of the record.
    name, by, at, why
        Of the scenario (of the one withdrawn), who decided, when (with offset), and the reason given.
    changes
        What the scenario changes; empty for a withdrawal.
    digest
        SHA-256 of the scenario's file as it was promoted; "" for a withdrawal.
    withdraws
        Number of the decision that this one takes back; None for a promotion.
    source
        Where its changes stand in the record.
    """

    number: int
    name: str
    by: str
    at: datetime
    why: str
    changes: tuple[Change, ...] = ()
    digest: str = ""
    withdraws: int | None = None
    source: Source = field(default_factory=Source, compare=False)


@dataclass(frozen=True)
class Decisions:
    """The record of one network."""

    entries: Sequence[Decision] = ()

    @property
    def standing(self) -> tuple[Decision, ...]:
        """Promotions that nobody withdrew, in the order in which they apply."""
        gone = {entry.withdraws for entry in self.entries}
        return tuple(entry for entry in self.entries if entry.withdraws is None and entry.number not in gone)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes that are part of the base, in order."""
        return tuple(change for entry in self.standing for change in entry.changes)
