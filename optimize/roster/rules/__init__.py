"""The rules of a roster, one module a rule, named as HR says it; the same keys everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.model import RosterModel
from optimize.roster.rules.able import able
from optimize.roster.rules.absent import absent
from optimize.roster.rules.consecutive_days import consecutive_days
from optimize.roster.rules.employed import employed
from optimize.roster.rules.even_holidays import even_holidays
from optimize.roster.rules.even_nights import even_nights
from optimize.roster.rules.even_weekends import even_weekends
from optimize.roster.rules.fair_holidays import fair_holidays
from optimize.roster.rules.fair_hours import fair_hours
from optimize.roster.rules.fair_nights import fair_nights
from optimize.roster.rules.fair_weekends import fair_weekends
from optimize.roster.rules.hole import hole
from optimize.roster.rules.hours_day import hours_day
from optimize.roster.rules.hours_month import hours_month
from optimize.roster.rules.hours_short import hours_short
from optimize.roster.rules.hours_week import hours_week
from optimize.roster.rules.night_work import night_work
from optimize.roster.rules.one_duty_a_day import one_duty_a_day
from optimize.roster.rules.overtime import overtime
from optimize.roster.rules.pairs import apart, mentor, together
from optimize.roster.rules.rest import rest, rest_from_bound
from optimize.roster.rules.shift_length import shift_length
from optimize.roster.rules.standby_consent import standby_consent
from optimize.roster.rules.steady_starts import steady_starts
from optimize.roster.rules.trained import trained, trained_alone
from optimize.roster.rules.travel_limit import travel_limit
from optimize.roster.rules.weekends_off import weekends_off
from optimize.roster.rules.wishes import wishes

ALLOWS: Mapping[str, Callable[[Facts], Flags]] = {
    "able": able,
    "employed": employed,
    "absent": absent,
    "night_work": night_work,
    "shift_length": shift_length,
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
    "trained": trained,
    "apart": apart,
    "together": together,
    "mentor": mentor,
}
"""Hard rules that speak of several duties; pairs that have a weight are priced by the same rule."""

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
    "steady_starts": steady_starts,
}
"""Soft rules, each with its weight in `weights.Weights`."""
