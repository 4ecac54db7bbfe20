"""What rostering takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from quarterhour.grid import TimeGrid
from quarterhour.result import Proof

LIMITS = {
    "limit": "str",
    "rule": "str",
    "employee": "str",
    "period": "str",
    "days": "int64",
    "first_day": "datetime64[us]",
    "last_day": "datetime64[us]",
    "least": "float64",
    "most": "float64",
    "what": "str",
    "then": "str",
    "normal_day": "float64",
    "normal_week": "float64",
    "weight": "float64",
    "law": "bool",
}
"""Columns of `RosterProblem.limits`; NaN and NaT are blanks."""


def no_limits() -> pd.DataFrame:
    """The frame of limits without rows."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in LIMITS.items()})


LEDGER = ("hours", "nights", "weekend_days", "holidays")
"""What a ledger of fairness counts."""


AHEAD = 84
"""Days after the horizon whose holidays are looked ahead to."""


def _nothing(texts: str, numbers: str = "", days: str = "") -> pd.DataFrame:
    """A frame without rows."""
    kinds = dict.fromkeys(texts.split(), "str") | dict.fromkeys(numbers.split(), "float64")
    kinds |= dict.fromkeys(days.split(), "datetime64[us]")
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def no_ledger() -> pd.DataFrame:
    """Nobody has had more or less than their share."""
    return _nothing("employee", " ".join(LEDGER))


def no_holidays() -> pd.DataFrame:
    """No day is a statutory holiday."""
    return _nothing("", "", "day")


def no_later_absences() -> pd.DataFrame:
    """Nobody is known to be away after the horizon."""
    return _nothing("employee", "", "day")


def no_pairs() -> pd.DataFrame:
    """Nobody is tied to anybody."""
    return _nothing("employee other kind", "weight", "first_day last_day")


def no_cover(zone: str = "UTC") -> pd.DataFrame:
    """No post has limits of cover."""
    frame = _nothing("limit outlet post", "least most weight", "day")
    instants = pd.Series(dtype=pd.DatetimeTZDtype("us", zone))
    return frame.assign(start=instants, end=instants, borrowed=pd.Series(dtype="int64"))


def no_budgets() -> pd.DataFrame:
    """Nothing limits what a roster costs."""
    return _nothing("limit outlet", "most weight", "first_day last_day")


@dataclass(frozen=True)
class RosterProblem:
    """Duties to fill and the people who may fill them.

    Attributes
    ----------
    duties
        As `StaffPlan.duties`: duty, outlet, pool, post, day, start, end, break_start, break_end, break_paid,
        people, activity, source, lender, travel_minutes. Duties of source `lent` are filled by people whose
        home is `lender`; those of source `partner` become partner slots, unless partner employees are named.
    employees
        employee, name, outlet (home), contract terms (hours_day, hours_week, hours_week_most,
        hours_month_most, rest_hours, consecutive_days, weekends_off, night_work, shift_hours_least,
        shift_hours_most, split_days_week (most split duties), split_spread_most, split_break_least,
        split_break_most (hours), hourly_rate, overtime_factor, standby_factor), standby (bool), travel_limit
        (minutes), trained (bool), training_left (hours until trained, 0 when trained), first_day, last_day
        (NaT: open), partner ("" for own).
    able
        employee, outlet, post, until (last day on which skills and all certificates are valid; NaT: no end),
        since (NaT: from the start).
    absences
        employee, day, kind (leave, sick, training, unpaid), hours (paid).
    requests
        employee, day, kind (off, work, early, late), weight.
    past
        employee, start, end, activity, post (may be left out): published segments before the first day (rest,
        consecutive days, hours of the part week and part month, and as far back as `limits` look).
    fixed
        employee, start, end, outlet, post, activity, source: locked segments inside the horizon.
    first_day, days
        The horizon in business days.
    limits
        One row an employee and rule beyond the contract's terms: limit (the organisation's or the law's name of
        it), rule (key in `rules.LIMITS`), employee, period (day, week, month, quarter, year, weekend, rolling,
        dates, or "" where the rule has none), days (length of a rolling period), first_day, last_day (when it
        holds; with `dates` the period itself), least, most, what and then (kinds of duty: "" any, early, late,
        night, standby, split, or a post), normal_day, normal_week (hours beyond which there is overtime), weight
        (points a unit; blank: hard), law (bool). Of a `rotation`, what is the cycle and first_day its first day.
    ledger
        employee, hours, nights, weekend_days, holidays: how much more (+) or less (-) than their fair share
        somebody had before the first day. Who is not in it has had what comparable people had on average.
    holidays
        day: statutory holidays by civil date, of the horizon and of twelve weeks (`AHEAD`) after it.
    later_absences
        employee, day: who is known to be away without training on which day of these twelve weeks.
    pairs
        employee, other, kind (together, apart, mentor: `other` is the mentor), weight (points an hour or day; NaN:
        it must hold), first_day, last_day (NaT: open). Both are of one roster unit.
    cover
        One row a limit and interval: limit (its name), outlet, post, day, start, end, least, most (people on duty
        at the post when the interval begins; NaN: no such), weight (points an hour of a person missing or beyond;
        NaN: missing ones cost as a hole, none may be beyond), borrowed (people whom others are planned to send).
    budgets
        limit (its name), outlet (the roster unit), first_day, last_day, most (money of the unit's people between
        these days), weight (points a unit of money beyond; NaN: it must hold).
    off
        Soft rules that are left out, by key; `switching.switched_off` sets it and does the same for all others.
    levels
        Level (1 first, to 9) of soft rules by key, or of rows of `limits`, `cover`, `budgets` by name; others are
        in the first.
    """

    duties: pd.DataFrame
    employees: pd.DataFrame
    able: pd.DataFrame
    absences: pd.DataFrame
    requests: pd.DataFrame
    past: pd.DataFrame
    fixed: pd.DataFrame
    grid: TimeGrid
    first_day: pd.Timestamp
    days: int
    seed: int = 0
    limits: pd.DataFrame = field(default_factory=no_limits)
    ledger: pd.DataFrame = field(default_factory=no_ledger)
    holidays: pd.DataFrame = field(default_factory=no_holidays)
    later_absences: pd.DataFrame = field(default_factory=no_later_absences)
    pairs: pd.DataFrame = field(default_factory=no_pairs)
    cover: pd.DataFrame = field(default_factory=no_cover)
    budgets: pd.DataFrame = field(default_factory=no_budgets)
    off: frozenset[str] = frozenset()
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """A named roster in segments, its holes, and what it keeps and breaks.

    Attributes
    ----------
    segments
        employee (or a partner slot's id), start, end (zone-aware), outlet, post, activity (work, break,
        travel, training, standby, leave), source (own, lent, partner), locked (bool), duty (id, "" for
        leave and training), day (naive business day), paid (bool).
    holes
        duty, outlet, post, start, end, people (missing), reason and mend (message codes).
    rules
        rule (key), hard (bool), employee, day, amount, unit, weight, outlet, post ("" where the rule is not of
        one duty), limit (name of the row of `limits`, "" for other rules): every break of a rule; hard ones are
        absent unless inputs (locked segments) force them, or no roster gives what they ask for.
    hours
        employee, week (Monday), work, paid_break, travel, training, standby, leave, paid (hours that are
        paid in full: all but standby), overtime (hours), cost (money, standby at its factor).
    wishes
        employee, day, kind, weight, granted (bool).
    proofs
        One a roster unit and level. The objective is in points as the rules' weights state; of levels after the
        first, objective and bound are what is best while the levels before stay as they came out.
    """

    segments: pd.DataFrame
    holes: pd.DataFrame
    rules: pd.DataFrame
    hours: pd.DataFrame
    wishes: pd.DataFrame
    proofs: tuple[Proof, ...]
