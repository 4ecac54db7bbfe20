"""What may be changed so that something holds, and how hard that is: the one table, overridable by the caller.

Law is no part of it: daily and monthly hours, rest, days in a row and the times of split duties are told, never
offered. Nor are absences: an offer to move one would tell of what kind it is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

LAW = ("hours_day", "hours_month", "rest", "consecutive_days", "split_spread")
"""Rules behind whose contract terms stands labour law."""
AMOUNTS = ("hours_week", "weekends_off")
"""Rules that are sums, and changed by so many units of a contract's term."""


@dataclass(frozen=True)
class Efforts:
    """Points for each change of one person; those of amounts for each unit.

    Attributes
    ----------
    hours_week
        An hour more a week: what an hour of overtime costs in the roster itself.
    weekends_off
        A weekend off fewer in four weeks: worth about an evening's overtime.
    night_work, standby_consent, split_days, travel_limit, shift_length
        Another agreement with one person.
    trained
        A training finished before its time.
    able
        A post learnt, or a certificate renewed.
    hire
        One more person, hired or borrowed.
    """

    hours_week: int = 10
    weekends_off: int = 40
    night_work: int = 60
    standby_consent: int = 40
    split_days: int = 60
    travel_limit: int = 30
    shift_length: int = 30
    trained: int = 80
    able: int = 100
    hire: int = 300

    def of(self, rule: str) -> int | None:
        """Points of relaxing a rule, None where it may not be."""
        points: dict[str, int] = asdict(self)
        return points.get(rule)
