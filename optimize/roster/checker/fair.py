"""The rules of fairness recomputed from the segments alone; shares no code with the model."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from optimize.roster.checker.bands import outside_band
from optimize.roster.checker.breaks import rows
from optimize.roster.checker.comparable import homes
from optimize.roster.checker.evidence import View
from optimize.roster.weights import Weights

FINEST = 60
"""Balances are kept in sixtieths of a day (of an hour: in minutes)."""
TO_COME = pd.Timedelta(days=84)
"""Holidays within so long after the horizon can make up for those in it."""


def fair_hours(view: View, weights: Weights) -> pd.DataFrame:
    """Hours over a person's share of the unit's hours."""
    over = _over(view, _hours(view), balance(view, "hours"), 1 / 60)
    return rows("fair_hours", over, "hours", weights.fair_hours)


def fair_weekends(view: View, weights: Weights) -> pd.DataFrame:
    """Weekend days on duty over a person's share."""
    over = _over(view, _weekend_days(view), balance(view, "weekend_days"))
    return rows("fair_weekends", over, "days", weights.fair_weekends)


def fair_nights(view: View, weights: Weights) -> pd.DataFrame:
    """Night duties over a person's share, among those who may work at night."""
    over = _over(view, _nights(view), balance(view, "nights"))
    return rows("fair_nights", over, "nights", weights.fair_nights)


def fair_holidays(view: View, weights: Weights) -> pd.DataFrame:
    """Duties on statutory holidays over a person's share."""
    over = _over(view, _holidays(view), balance(view, "holidays"))
    return rows("fair_holidays", over, "holidays", weights.fair_holidays)


def even_weekends(view: View, weights: Weights) -> pd.DataFrame:
    """Weekend days outside a band of one among comparable people, by whole ones begun."""
    outside = outside_band(view, _weekend_days(view), balance(view, "weekend_days"), step=1.0)
    return rows("even_weekends", outside, "days", weights.even_weekends)


def even_nights(view: View, weights: Weights) -> pd.DataFrame:
    """Night duties outside a band of one among comparable people, by whole ones begun."""
    outside = outside_band(view, _nights(view), balance(view, "nights"), step=1.0)
    return rows("even_nights", outside, "nights", weights.even_nights)


def even_holidays(view: View, weights: Weights) -> pd.DataFrame:
    """Duties on statutory holidays outside a band of one among comparable people."""
    outside = outside_band(view, _holidays(view), balance(view, "holidays"))
    return rows("even_holidays", outside, "holidays", weights.even_holidays)


def even_holidays_ahead(view: View, weights: Weights) -> pd.DataFrame:
    """The same with weekend days that are signs of holidays to come, if there are any."""
    signs = _signs(view)
    stands = outside_band(view, _holidays(view, signs), balance(view, "holidays"))
    outside = stands if signs else stands.head(0)
    return rows("even_holidays_ahead", outside, "holidays", weights.even_holidays_ahead)


def even_holidays_for_good(view: View, weights: Weights) -> pd.DataFrame:
    """Duties on statutory holidays further apart than the weekdays among those to come can bring within one."""
    moves = _to_come(view) / 2
    outside = outside_band(view, _holidays(view), balance(view, "holidays"), moves, step=1.0)
    return rows("even_holidays_for_good", outside, "holidays", weights.even_holidays_for_good)


FAIR: tuple[Callable[[View, Weights], pd.DataFrame], ...] = (
    fair_hours,
    fair_weekends,
    fair_nights,
    fair_holidays,
    even_weekends,
    even_nights,
    even_holidays,
    even_holidays_ahead,
    even_holidays_for_good,
)


def _hours(view: View) -> pd.DataFrame:
    claims = view.regular().groupby("employee").sum()
    had = view.reached.groupby("employee")["hours"].sum()
    lacking = view.missing.assign(amount=view.missing["people"] * view.missing["worked"])
    return _shares(view, had, lacking.groupby("home")["amount"].sum(), claims)


def _weekend_days(view: View) -> pd.DataFrame:
    at_weekend = view.duties[view.duties["named"] & (view.duties["day"].dt.day_of_week >= 5)]
    had = at_weekend.drop_duplicates(["employee", "day"]).groupby("employee").size()
    missing = view.missing[view.missing["day"].dt.day_of_week >= 5].groupby("home")["people"].sum()
    there = view.there[view.there["day"].dt.day_of_week >= 5].groupby("employee").size()
    return _shares(view, had, missing, there.reindex(view.terms.index).fillna(0) * view.terms["hours_week"])


def _nights(view: View) -> pd.DataFrame:
    had = view.duties[view.duties["named"] & view.duties["night"]].groupby("employee").size()
    missing = view.missing[view.missing["night"]].groupby("home")["people"].sum()
    there = view.there.groupby("employee").size().reindex(view.terms.index).fillna(0)
    return _shares(view, had, missing, there * view.terms["hours_week"] * view.terms["night_work"].astype(float))


def _holidays(view: View, signs: Collection[pd.Timestamp] = ()) -> pd.DataFrame:
    """Holidays, and weekend days that are `signs` of some to come."""
    duties, missing = view.duties, view.missing
    had = duties[duties["named"] & (duties["holiday"] | duties["day"].isin(signs))].groupby("employee").size()
    lacking = missing[missing["holiday"] | missing["day"].isin(signs)].groupby("home")["people"].sum()
    there = view.there[view.there["day"].isin([*view.problem.holidays["day"], *signs])].groupby("employee").size()
    return _shares(view, had, lacking, there.reindex(view.terms.index).fillna(0) * view.terms["hours_week"])


def _signs(view: View) -> list[pd.Timestamp]:
    """Weekend days of the last four weeks whose like four weeks later, after the horizon, are holidays."""
    free = set(view.problem.holidays["day"])
    return [day for day in view.days[-28:] if day.weekday() >= 5 and day + pd.Timedelta(days=28) in free]


def _to_come(view: View) -> pd.Series:
    """By employee: weekdays among the holidays to come on which they and somebody comparable will be there."""
    last, away = view.days[-1], view.problem.later_absences
    coming = {day for day in view.problem.holidays["day"] if last < day <= last + TO_COME and day.weekday() < 5}
    counted = pd.Series(0, index=view.terms.index)
    for day in coming:
        there = ~view.terms.index.isin(away.loc[away["day"] == day, "employee"])
        group = view.comparable[there]
        counted[group.index[group.duplicated(keep=False)]] += 1
    return counted


COUNTED: dict[str, Callable[[View], pd.DataFrame]] = {
    "hours": _hours,
    "nights": _nights,
    "weekend_days": _weekend_days,
    "holidays": _holidays,
}
"""What the ledger counts: by employee what was had, and the claim."""


def _shares(view: View, had: pd.Series, missing: pd.Series, claims: pd.Series) -> pd.DataFrame:
    """By employee: had, total of the unit, claimed (by the unit), share (of the total by claim)."""
    home = homes(view.problem)
    table = pd.DataFrame({"had": had.reindex(view.terms.index).fillna(0.0), "claim": claims})
    table["claim"] = table["claim"].fillna(0.0)
    table["total"] = table["had"].groupby(home).transform("sum") + home.map(missing).fillna(0.0).astype(float)
    table["claimed"] = table["claim"].groupby(home).transform("sum")
    table["share"] = (table["total"] * table["claim"] / table["claimed"]).where(table["claimed"] > 0, 0.0)
    return table.astype(float)


def balance(view: View, what: str) -> pd.Series:
    """What each had too much of before, in sixtieths; newcomers to the ledger had what comparable people had."""
    told = view.problem.ledger.set_index("employee")[what].astype(float).reindex(view.terms.index)
    near = [told.groupby(group).transform("mean") for group in (view.comparable, homes(view.problem))]
    return in_sixtieths(told.fillna(near[0]).fillna(near[1]).fillna(0.0))


def in_sixtieths(amounts: pd.Series) -> pd.Series:
    """As a ledger keeps them: what lies half-way is rounded up."""
    kept: pd.Series = np.floor(amounts * FINEST + 0.5 + 1e-4) / FINEST
    return kept


def _over(view: View, shares: pd.DataFrame, balance: pd.Series, whole: float = 1.0) -> pd.DataFrame:
    """employee, day (the first), amount: what each had over the share less the balance, rounded up to `whole`."""
    found = []
    for employee, had, total, claimed, share in zip(
        shares.index, shares["had"], shares["total"], shares["claimed"], shares["share"], strict=True
    ):
        least = max(0, math.ceil((share - balance[employee]) / whole - 1e-6)) * whole
        found.append((employee, view.first_day, had - (least if claimed > 0 else total)))
    over = pd.DataFrame(found, columns=["employee", "day", "amount"])
    return over[over["amount"] > 1e-6]
