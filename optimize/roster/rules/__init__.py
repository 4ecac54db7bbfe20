"""The rules of a roster, one module a rule, named as HR says it; the same keys everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel
from optimize.roster.rules.able import able
from optimize.roster.rules.absent import absent
from optimize.roster.rules.average_hours import average_hours
from optimize.roster.rules.budget import budget
from optimize.roster.rules.consecutive_days import consecutive_days
from optimize.roster.rules.cover import cover_least, cover_most
from optimize.roster.rules.days_in_period import days_in_period
from optimize.roster.rules.days_off_in_period import days_off_in_period
from optimize.roster.rules.days_off_in_row import days_off_in_row
from optimize.roster.rules.duties_in_period import duties_in_period
from optimize.roster.rules.employed import employed
from optimize.roster.rules.even_holidays import even_holidays
from optimize.roster.rules.even_holidays_ahead import even_holidays_ahead
from optimize.roster.rules.even_holidays_for_good import even_holidays_for_good
from optimize.roster.rules.even_nights import even_nights
from optimize.roster.rules.even_weekends import even_weekends
from optimize.roster.rules.fair_holidays import fair_holidays
from optimize.roster.rules.fair_hours import fair_hours
from optimize.roster.rules.fair_nights import fair_nights
from optimize.roster.rules.fair_weekends import fair_weekends
from optimize.roster.rules.hole import hole
from optimize.roster.rules.hours_day import hours_day
from optimize.roster.rules.hours_in_period import hours_in_period
from optimize.roster.rules.hours_month import hours_month
from optimize.roster.rules.hours_short import hours_short
from optimize.roster.rules.hours_week import hours_week
from optimize.roster.rules.night_work import night_work
from optimize.roster.rules.nights_in_period import nights_in_period
from optimize.roster.rules.nights_in_row import nights_in_row
from optimize.roster.rules.no_succession import no_succession
from optimize.roster.rules.one_duty_a_day import one_duty_a_day
from optimize.roster.rules.overtime import overtime
from optimize.roster.rules.overtime_in_period import overtime_in_period
from optimize.roster.rules.pairs import apart, mentor, together
from optimize.roster.rules.rest import rest, rest_from_bound
from optimize.roster.rules.rotation import rotation
from optimize.roster.rules.shift_length import shift_length
from optimize.roster.rules.split_break import split_break
from optimize.roster.rules.split_days import split_agreed, split_days
from optimize.roster.rules.split_spread import split_spread
from optimize.roster.rules.standby_consent import standby_consent
from optimize.roster.rules.steady_starts import steady_starts
from optimize.roster.rules.trained import trained, trained_alone
from optimize.roster.rules.training_in_period import training_in_period
from optimize.roster.rules.travel_limit import travel_limit
from optimize.roster.rules.weekends_in_period import weekends_in_period
from optimize.roster.rules.weekends_in_row import weekends_in_row
from optimize.roster.rules.weekends_off import weekends_off
from optimize.roster.rules.weekly_rest import weekly_rest
from optimize.roster.rules.whole_weekends import whole_weekends
from optimize.roster.rules.wishes import wishes

ALLOWS: Mapping[str, Callable[[Facts], Flags]] = {
    "able": able,
    "employed": employed,
    "absent": absent,
    "night_work": night_work,
    "shift_length": shift_length,
    "split_days": split_agreed,
    "split_spread": split_spread,
    "split_break": split_break,
    "hours_day": hours_day,
    "travel_limit": travel_limit,
    "standby_consent": standby_consent,
    "trained": trained_alone,
    "one_duty_a_day": one_duty_a_day,
    "rest": rest_from_bound,
}
"""Hard rules that speak of one person and one duty: pairs they forbid never become variables."""

CONSTRAINS: Mapping[str, Callable[[RosterModel], None]] = {
    "rest": rest,
    "hours_week": hours_week,
    "hours_month": hours_month,
    "consecutive_days": consecutive_days,
    "weekends_off": weekends_off,
    "split_days": split_days,
    "trained": trained,
    "apart": apart,
    "together": together,
    "mentor": mentor,
    "cover_least": cover_least,
    "cover_most": cover_most,
    "budget": budget,
}
"""Hard rules that speak of several duties; pairs, cover and budgets with a weight are priced by the same rule."""

PRICES: Mapping[str, Callable[[RosterModel], None]] = {
    "hole": hole,
    "overtime": overtime,
    "hours_short": hours_short,
    "wishes": wishes,
    "fair_hours": fair_hours,
    "fair_weekends": fair_weekends,
    "fair_nights": fair_nights,
    "fair_holidays": fair_holidays,
    "even_weekends": even_weekends,
    "even_nights": even_nights,
    "even_holidays": even_holidays,
    "even_holidays_ahead": even_holidays_ahead,
    "even_holidays_for_good": even_holidays_for_good,
    "steady_starts": steady_starts,
}
"""Soft rules, each with its weight in `weights.Weights`."""


def priced(facts: Facts) -> dict[str, Callable[[RosterModel], None]]:
    """The soft rules that are not switched off, by key."""
    return {key: rule for key, rule in PRICES.items() if key not in facts.unit.problem.off}


class LimitRule(Protocol):
    """A rule of `RosterProblem.limits`, one row and so one person at a time, hard or weighted."""

    def post(self, model: RosterModel, limit: Limit) -> None:
        """Write what it asks of one person into the model, constraints that speak of nobody else."""

    def opens(self, facts: Facts, limit: Limit, taken: Flags) -> Flags:
        """(G,): kinds of duty that the person could take beside `taken` (G,) without passing a hard limit."""


LIMITS: Mapping[str, LimitRule] = {
    "hours_in_period": hours_in_period,
    "overtime_in_period": overtime_in_period,
    "average_hours": average_hours,
    "weekly_rest": weekly_rest,
    "days_in_period": days_in_period,
    "days_off_in_period": days_off_in_period,
    "days_off_in_row": days_off_in_row,
    "nights_in_period": nights_in_period,
    "nights_in_row": nights_in_row,
    "duties_in_period": duties_in_period,
    "weekends_in_period": weekends_in_period,
    "weekends_in_row": weekends_in_row,
    "whole_weekends": whole_weekends,
    "no_succession": no_succession,
    "training_in_period": training_in_period,
    "rotation": rotation,
}
"""Rules with periods, runs and successions, given as data: key in the column `rule`."""
