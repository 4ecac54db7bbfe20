"""Plans side by side: the same figures with one more index level, what changed, what it costs and what it buys."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Comparison:
    """Any number of plans; the first is the base that the others are held against.

    Attributes
    ----------
    names
        Of the plans; the first is the base.
    figures
        indicator, scope, unit, plan, value, low, high, difference (to the base; NaN for the base itself).
    pairing
        plan, paired (bool), reason (code; "" where paired): whether the plan's rehearsal met the customers of the
        base's, so that differences are taken replication by replication.
    differences
        plan, indicator, scope ("" or an outlet), unit, base, value (means over replications), difference, low,
        high (95% interval of the difference; NaN for one replication), clear (bool: the interval leaves out 0).
        Empty where either plan was not rehearsed.
    outlets
        plan, outlet, change (added, removed, kept), hours, hours_base.
    people
        plan, change (added, removed, kept), employee, hours, hours_base (on duty; those with other hours only).
    segments
        plan, change (added, removed, moved), employee, outlet, start, end, outlet_base, start_base, end_base.
    loans
        plan, lender, outlet, hours, hours_base: people lent from one outlet to another, where hours differ.
    changes
        plan, number, change (key), detail (JSON text).
    costs
        plan, item, base, money, difference.
    benefits
        plan, indicator, unit, base, value, difference, clear (bool: beyond chance), price (money a unit, NaN where
        the network states none), money (what the difference is worth: positive is better; NaN without a price).
    trade
        plan, cost (difference of the total), benefit (sum of priced benefits), net (benefit - cost), customers
        (difference of those served within their promise), money_a_customer (cost / customers where the plans
        expect the same demand, both rise or both fall and the difference is beyond chance, else NaN).
    verdicts
        plan, target (as written), indicator, unit, value, low, high, verdict (surely, met, missed, untold),
        missed_by (in the indicator's unit; 0 where met, NaN where the plan does not tell it).
    choice
        plan, meets (bool: all targets), cost, missed (sum of misses as shares of their targets; NaN where one is
        untold); the plan to take comes first.
    """

    names: tuple[str, ...]
    figures: pd.DataFrame
    pairing: pd.DataFrame
    differences: pd.DataFrame
    outlets: pd.DataFrame
    people: pd.DataFrame
    segments: pd.DataFrame
    loans: pd.DataFrame
    changes: pd.DataFrame
    costs: pd.DataFrame
    benefits: pd.DataFrame
    trade: pd.DataFrame
    verdicts: pd.DataFrame
    choice: pd.DataFrame
