"""The rules of fairness recomputed from the segments alone; shares no code with the model."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from optimize.roster.checker.breaks import rows
from optimize.roster.checker.comparable import homes
from optimize.roster.checker.evidence import View
from optimize.roster.weights import Weights

FINEST = 60
"""Bands are measured in sixtieths of a day, as the model does."""


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
    """Weekend days outside a band of one among comparable people."""
    outside = _outside(view, _weekend_days(view), balance(view, "weekend_days"))
    return rows("even_weekends", outside, "days", weights.even_weekends)


def even_nights(view: View, weights: Weights) -> pd.DataFrame:
    """Night duties outside a band of one among comparable people."""
    outside = _outside(view, _nights(view), balance(view, "nights"))
    return rows("even_nights", outside, "nights", weights.even_nights)


def even_holidays(view: View, weights: Weights) -> pd.DataFrame:
    """Duties on statutory holidays outside a band of one among comparable people."""
    outside = _outside(view, _holidays(view), balance(view, "holidays"))
    return rows("even_holidays", outside, "holidays", weights.even_holidays)


def even_holidays_ahead(view: View, weights: Weights) -> pd.DataFrame:
    """The same with weekend days that are signs of holidays to come, if there are any."""
    signs = _signs(view)
    stands = _outside(view, _holidays(view, signs), balance(view, "holidays"))
    outside = stands if signs else stands.head(0)
    return rows("even_holidays_ahead", outside, "holidays", weights.even_holidays_ahead)


FAIR: tuple[Callable[[View, Weights], pd.DataFrame], ...] = (
    fair_hours,
    fair_weekends,
    fair_nights,
    fair_holidays,
    even_weekends,
    even_nights,
    even_holidays,
    even_holidays_ahead,
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
    """What each had too much of before; who is not in the ledger has what comparable people have on average."""
    told = view.problem.ledger.set_index("employee")[what].astype(float).reindex(view.terms.index)
    near = [told.groupby(group).transform("mean") for group in (view.comparable, homes(view.problem))]
    return told.fillna(near[0]).fillna(near[1]).fillna(0.0)


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


def _outside(view: View, shares: pd.DataFrame, balance: pd.Series) -> pd.DataFrame:
    """employee, day (the first), amount: how far each lies outside the best band of one of comparable people.

    Each is held against a share by claim of what the group had, in sixtieths. The best level is found by trying
    all at which somebody stands at an edge of the band.
    """
    group = view.comparable
    had, claimed = (shares[name].groupby(group).transform("sum") for name in ("had", "claim"))
    more_there = shares["claim"] - shares["claim"].groupby(group).transform("min")
    before = ((shares["had"] + balance) * FINEST + 1e-6).round()
    stands = before - FINEST * had * more_there / claimed.where(claimed > 0)
    found = []
    for _, members in stands[(shares["total"] > 0) & (claimed > 0)].groupby(group):
        low, high = np.floor(members.to_numpy(float) + 1e-6), np.ceil(members.to_numpy(float) - 1e-6)
        levels = np.concatenate([low, high - FINEST])[:, None]
        apart = np.maximum(high - levels - FINEST, 0) + np.maximum(levels - low, 0)
        best = apart[apart.sum(axis=1).argmin()]
        found += [
            (name, view.first_day, amount / FINEST)
            for name, amount in zip(members.index, best.tolist(), strict=True)
            if amount > 0
        ]
    return pd.DataFrame(found, columns=["employee", "day", "amount"])
