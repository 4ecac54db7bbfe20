"""What a day of lending is asked for, beyond plan and network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quarterhour.messages import Message


class NotShareableError(ValueError):
    """The plan, its network or what was asked for does not allow a day of lending; `messages` says all of it."""

    def __init__(self, messages: tuple[Message, ...]) -> None:
        self.messages = messages
        super().__init__("\n".join(message.text() for message in messages))


@dataclass(frozen=True)
class ShareTerms:
    """Shares are between 0 and 1.

    Attributes
    ----------
    day
        Business day, ISO; None for the day of the plan on which most people are missing.
    surge
        Factor on the demand of an outlet that day.
    absent
        Share of an outlet's own people on duty who do not come that day.
    sure
        Quantile of the sample paths that a lender keeps people for; by outlet in `sure_at`. Never less than the
        requirement of the day.
    cap
        Share of its own people on duty that an outlet lends at most in a day: half, so that no outlet is emptied.
    least_minutes
        Shortest block of own people at the post: an hour, below which the way is not worth it.
    notice_hours
        How long before the day its need is known: partners who ask for more notice are left out.
    slow
        Factor on driving minutes by (begin, end) in minutes after midnight.
    fairness
        Money of an hour lent by whoever has most credit in the ledger: as much as six minutes of a way.
    """

    day: str | None = None
    surge: Mapping[str, float] = field(default_factory=dict)
    absent: Mapping[str, float] = field(default_factory=dict)
    sure: float = 0.8
    sure_at: Mapping[str, float] = field(default_factory=dict)
    cap: float = 0.5
    least_minutes: float = 60.0
    notice_hours: float = 24.0
    slow: Mapping[tuple[int, int], float] = field(default_factory=dict)
    fairness: float = 4.0
