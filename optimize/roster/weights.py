"""What a unit of each soft rule's amount is worth, in points: the one table, overridable by the caller."""

from __future__ import annotations

from dataclasses import dataclass

MUST = 1_000_000
"""Points a unit that a hard rule asks for and does not get (a least amount, a pattern): no roster may be able to
give it, so it is never forbidden but dearer than all holes of a unit, and told as a hard break."""


@dataclass(frozen=True)
class Weights:
    """Points a unit; hard rules have none and can not be overridden.

    Attributes
    ----------
    hole
        An hour of a person missing at a post: heavier than all wishes and shares that one duty can touch.
    standby_hole
        An hour of a person missing on standby: a reserve gives way to work at a post.
    overtime
        An hour over the contract's regular week: dearer than an uneven share.
    hours_short
        An hour under the contract's regular week.
    wishes
        A wish of weight 1 that is not granted.
    fair_hours
        An hour over the person's share of the unit's hours.
    fair_weekends, fair_nights, fair_holidays
        A weekend day, a night, a statutory holiday over the person's share.
    even_holidays
        A holiday outside a band of one that comparable people share, by quarters begun: the least that shares by
        presence leave over is worth more than some wishes, as the same people's wishes would otherwise tip it a
        little further every month; a whole one is less than an open duty, but not left to a later holiday for
        nothing, as that may have fewer places than people who are behind (measured, a year of 530 people: at a
        tenth of this price 2 of 97 groups end beyond one).
    even_nights
        The same of nights, by whole ones begun: less than an open duty (measured, a year of 53 people: at 600 by
        quarters two of four groups end beyond one).
    even_weekends
        The same of weekend days: more than two open duties of eight hours, as it may take that many to mend it,
        and what is a little too much is not made up for less (measured, a year of 530 people: half of this price
        left 3 of 97 groups beyond one, one of them proven to be so at that price for eight months).
    even_holidays_ahead
        The same of holidays with those to come: a guess, but later it costs open places to bring people near.
    even_holidays_for_good
        A holiday begun beyond what those to come can make up, which stays for months: more than what it takes to
        mend it (measured: a group of eight stayed two apart at half of this price, as that took 25 open hours).
    steady_starts
        A week that mixes early and late starts.
    """

    hole: int = 1000
    standby_hole: int = 200
    overtime: int = 10
    hours_short: int = 2
    wishes: int = 20
    fair_hours: int = 3
    fair_weekends: int = 15
    fair_nights: int = 15
    fair_holidays: int = 15
    even_weekends: int = 20_000
    even_nights: int = 6_000
    even_holidays: int = 6_000
    even_holidays_ahead: int = 600
    even_holidays_for_good: int = 50_000
    steady_starts: int = 5
