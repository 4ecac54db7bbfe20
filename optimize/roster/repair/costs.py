"""What one more duty changes in every soft rule, for all people at once: one function a rule, in the rule's units.

Each takes the arrays of a standing roster and one kind of duty with an open place, and gives (P,) the change of
the rule's amount if the person takes that place. Fair shares do not move: a place that is filled was in the total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from optimize.roster.alike import before
from optimize.roster.facts import Facts
from optimize.roster.model import SCALE, Band
from optimize.roster.rules.bands import BY_WHOLE_ONES, ONE, Bounds, bands
from optimize.roster.rules.burdens import Burden, holidays, nights, weekend_days
from optimize.roster.rules.even_holidays_ahead import holidays_ahead
from optimize.roster.rules.even_holidays_for_good import for_good
from optimize.roster.rules.shares import fair_shares
from optimize.roster.weights import Weights
from quarterhour.arrays import Ints

Amounts = NDArray[np.float64]
Cost: TypeAlias = "Callable[[Ledger, int], Amounts]"


@dataclass(frozen=True)
class Ledger:
    """A standing roster's sums by person, beside its arrays.

    Attributes
    ----------
    facts
        All that people do is bound; the kinds are duties that might be taken.
    missing
        (G,) places of each kind that nobody holds.
    """

    facts: Facts
    missing: Ints

    @cached_property
    def inside(self) -> Ints:
        """Day numbers of commitments, -1 before the horizon."""
        return self.facts.bound["day"].to_numpy(np.int64).clip(min=-1)

    def week_minutes(self, kind: int, *, past: bool) -> Ints:
        """(P,) minutes bound in the week of a kind, with or without the part before the horizon."""
        calendar, days = self.facts.calendar, self.facts.bound["day"].to_numpy(np.int64)
        weeks = np.where((days >= 0) | past, calendar.week(days), -99)
        return self.facts.bound_minutes(weeks, self.week(kind))

    def week(self, kind: int) -> int:
        """The week number of a kind."""
        return int(self.facts.calendar.week(np.asarray([self.day(kind)]))[0])

    def day(self, kind: int) -> int:
        """The day number of a kind."""
        return int(self.facts.kinds["day_number"].iloc[kind])

    def worked(self, kind: int) -> int:
        """Minutes of working time of a kind, ways included."""
        return int(self.facts.kinds["worked"].iloc[kind])

    def counts(self, column: str, kind: int) -> bool:
        """A flag of a kind."""
        return bool(self.facts.kinds[column].iloc[kind])

    @cached_property
    def hours(self) -> tuple[Ints, Ints]:
        """(P,) minutes that count for fair hours, and each person's share."""
        facts = self.facts
        problem = facts.unit.problem
        had = facts.bound_minutes((self.inside >= 0).astype(np.int64), 1) + facts.credited.sum(axis=1)
        total = int(had.sum()) + int(facts.kinds["worked"].to_numpy(np.int64) @ self.missing)
        claims = facts.regular_minutes().sum(axis=1).astype(float)
        had_before = before(facts.people, facts.alike, problem.ledger, "hours") * 60
        return had, fair_shares(total, claims, had_before)

    @cached_property
    def burdens(self) -> Mapping[str, tuple[Burden, ...]]:
        """What is shared besides hours: nights, weekend days, holidays, and these with those to come if any."""
        return {
            "nights": (nights(self.facts),),
            "weekends": (weekend_days(self.facts),),
            "holidays": (holidays(self.facts),),
            "holidays_ahead": holidays_ahead(self.facts),
        }

    def ready(self) -> Ledger:
        """The same, with its sums worked out."""
        _ = self.hours, self.burdens
        return self

    def total(self, burden: Burden) -> int:
        """All of a burden that the unit has, held or open."""
        return int(burden.already.sum()) + int(burden.counts @ self.missing)


def hole(ledger: Ledger, kind: int) -> Amounts:
    """Hours that are no longer missing."""
    row = ledger.facts.kinds.iloc[kind]
    amounts: Amounts = np.full(len(ledger.facts.people), -(row["ends"] - row["begins"] - row["rest_minutes"]) / 60)
    return amounts


def overtime(ledger: Ledger, kind: int) -> Amounts:
    """Hours of the week beyond the regular ones."""
    had = ledger.week_minutes(kind, past=True)
    regular = ledger.facts.people["hours_week"].to_numpy(float) * 60
    return _beyond(had, ledger.worked(kind), regular) / 60


def hours_short(ledger: Ledger, kind: int) -> Amounts:
    """Regular hours of the week that are no longer short."""
    facts, week = ledger.facts, ledger.week(kind)
    credited = facts.credited[:, facts.calendar.week(facts.days) == week].sum(axis=1)
    reached = ledger.week_minutes(kind, past=False) + credited
    short = (facts.regular_minutes()[:, week] - reached).clip(min=0)
    less: Amounts = -np.minimum(short, ledger.worked(kind)) / 60
    return less


def wishes(ledger: Ledger, kind: int) -> Amounts:
    """Wishes of that day that are refused, or granted, each by its weight."""
    facts = ledger.facts
    requests = facts.unit.problem.requests
    asked = requests[facts.calendar.day(requests["day"]) == ledger.day(kind)]
    refused = "late" if ledger.counts("early", kind) else "early"
    signs = {"off": 1.0, "work": -1.0, refused: 1.0}
    rows = {employee: row for row, employee in enumerate(facts.people["employee"])}
    amounts = np.zeros(len(rows))
    for employee, kind_of_wish, weight in zip(asked["employee"], asked["kind"], asked["weight"], strict=True):
        amounts[rows[employee]] = signs.get(kind_of_wish, 0.0) * weight
    return amounts


def fair_hours(ledger: Ledger, kind: int) -> Amounts:
    """Hours over the person's share."""
    had, share = ledger.hours
    return _beyond(had, ledger.worked(kind), share) / 60


def fair(what: str) -> Cost:
    """Nights, weekend days or holidays over the person's share."""

    def change(ledger: Ledger, kind: int) -> Amounts:
        burden = ledger.burdens[what][0]
        share = fair_shares(ledger.total(burden), burden.claims, burden.before)
        return _beyond(burden.already, int(burden.counts[kind]), share)

    return change


def even(what: str, bounds: Callable[[Facts], Bounds] = lambda _: ONE) -> Cost:
    """How far comparable people's nights, weekend days or holidays lie outside their band, at the best one."""

    def change(ledger: Ledger, kind: int) -> Amounts:
        amounts = np.zeros(len(ledger.facts.people))
        beyond = bounds(ledger.facts)
        for burden in ledger.burdens[what]:
            if ledger.total(burden) and burden.counts[kind]:
                for band in bands(burden, beyond):
                    amounts[band.members] += _out_of_band(band, beyond.step)
        return amounts

    return change


def by_whole_ones(_: Facts) -> Bounds:
    """Bounds of what counts by whole ones begun, the same for everybody."""
    return BY_WHOLE_ONES


def _out_of_band(band: Band, step: int) -> Amounts:
    """(M,) by how much a group lies further outside its best band if a member has one more."""
    taken = np.vstack([np.zeros(len(band.members), dtype=np.int64), np.eye(len(band.members), dtype=np.int64)])
    stands = band.reached(taken)
    outside = _outside(stands - band.above, stands + band.below, step) / SCALE
    further: Amounts = outside[1:] - outside[0]
    return further


def _outside(least: Amounts, most: Amounts, step: int) -> Amounts:
    """(N,) what lies outside the best band of N cases, by steps begun.

    A level suits somebody between `least` and `most` (N, M). The best lies whole steps from somebody's end,
    so these are all that have to be tried.
    """
    ends = np.hstack([least, most])
    furthest = int(np.ceil(np.ptp(ends, axis=1).max() / step))
    steps = np.arange(-furthest, furthest + 1) * step
    levels = (ends[:, :, None] + steps).reshape(len(ends), -1, 1)
    beyond = np.maximum(least[:, None] - levels, levels - most[:, None]).clip(min=0)
    best: Amounts = np.ceil(beyond / step - 1e-6).sum(axis=2).min(axis=1) * step
    return best


def steady_starts(ledger: Ledger, kind: int) -> Amounts:
    """Whether the week now mixes early and late starts, and did not."""
    facts = ledger.facts
    days = facts.bound["day"].to_numpy(np.int64)
    here = (days >= 0) & (days < facts.calendar.days) & (facts.calendar.week(days) == ledger.week(kind))
    early = facts.bound["early"].to_numpy(dtype=bool)
    size = len(facts.people)
    person = facts.bound["person"].to_numpy(np.int64)
    has_early = np.bincount(person[here & early], minlength=size) > 0
    has_late = np.bincount(person[here & ~early], minlength=size) > 0
    other, same = (has_late, has_early) if ledger.counts("early", kind) else (has_early, has_late)
    mixed: Amounts = (other & ~same).astype(float)
    return mixed


COSTS: Mapping[str, Cost] = {
    "hole": hole,
    "overtime": overtime,
    "hours_short": hours_short,
    "wishes": wishes,
    "fair_hours": fair_hours,
    "fair_weekends": fair("weekends"),
    "fair_nights": fair("nights"),
    "fair_holidays": fair("holidays"),
    "even_weekends": even("weekends", by_whole_ones),
    "even_nights": even("nights", by_whole_ones),
    "even_holidays": even("holidays"),
    "even_holidays_ahead": even("holidays_ahead"),
    "even_holidays_for_good": even("holidays", for_good),
    "steady_starts": steady_starts,
}
"""Every soft rule, by its key."""

UNITS: Mapping[str, str] = {
    "wishes": "wishes",
    "fair_weekends": "days",
    "fair_nights": "nights",
    "fair_holidays": "holidays",
    "even_weekends": "days",
    "even_nights": "nights",
    "even_holidays": "holidays",
    "even_holidays_ahead": "holidays",
    "even_holidays_for_good": "holidays",
    "steady_starts": "weeks",
}
"""Units of amounts where they are not hours."""


def weight_of(rule: str, weights: Weights, standby: bool) -> int:
    """Points a unit."""
    if rule == "hole" and standby:
        return weights.standby_hole
    return int(vars(weights)[rule])


def _beyond(had: Ints, more: int, limit: NDArray[np.number]) -> Amounts:
    over: Amounts = np.maximum(had + more - limit, 0) - np.maximum(had - limit, 0)
    return over.astype(float)
