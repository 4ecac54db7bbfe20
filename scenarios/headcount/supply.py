"""Who is on contract in each month, and who of them serves alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.headcount.allot import allot
from scenarios.headcount.work import skilled_posts
from scenarios.network.model import Network
from scenarios.network.pools import able
from scenarios.network.settings import Settings
from scenarios.plan.full_time import WEEKS_A_MONTH, own_people

FAR_PAST = pd.Timestamp("1900-01-01")
DAYS_A_YEAR = 365.25


def lead_days(settings: Settings, hours_week: float, left: float) -> float:
    """Days from the first day until somebody serves alone: induction, then the training still to be done at the
    contract's pace (`training_share` of its weekly hours).
    """
    return settings.induction_days + 7.0 * left / (settings.training_share * hours_week)


def serves_from(network: Network, people: pd.DataFrame) -> pd.Series:
    """First day on which each of them serves alone; the far past for those who do already."""
    settings = network.settings
    left = (settings.training_hours - people["training_hours"].astype(float)).clip(lower=0.0)
    begin = people["first_day"].fillna(network.first_day)
    # Whoever is there already has had the induction, or the rest of it.
    since = begin.where(begin > network.first_day - pd.Timedelta(days=settings.induction_days), network.first_day)
    lead = [
        lead_days(settings, float(hours), float(hours_left)) if hours_left > 0 else 0.0
        for hours, hours_left in zip(people["hours_week"], left, strict=True)
    ]
    ready = since + pd.to_timedelta(np.ceil(lead), unit="D")
    return ready.where(left > 0, people["first_day"]).fillna(FAR_PAST)


def supply(network: Network, months: pd.DatetimeIndex, need: pd.DataFrame, full_time: float) -> pd.DataFrame:
    """month, outlet, skill, contracted, serving (FTE), pay (money).

    Somebody whose last day is not known leaves with the attrition rate: (1 - a)^(years from the first day to
    plan). Who can hold posts of several skills at home counts where people are missed most (`allot`); who can hold
    none there does not count.

    Parameters
    ----------
    need
        outlet, skill, likely: FTE, for these shares.
    """
    people = own_people(network)
    people = people.assign(serves=serves_from(network, people), fte=people["hours_week"].astype(float) / full_time)
    shares = _shares(network, people, need)
    frames = []
    for month in months:
        end = month + pd.offsets.MonthEnd()
        there = _share_of_month(people["first_day"], people["last_day"], month, end)
        alone = np.minimum(there, _share_of_month(people["serves"], people["last_day"], month, end))
        years = max(0.0, ((month + (end - month) / 2) - network.first_day).days / DAYS_A_YEAR)
        left = np.where(people["last_day"].isna(), (1 - network.settings.attrition) ** years, 1.0)
        pay = people["hours_week"].astype(float) * WEEKS_A_MONTH * people["hourly_rate"].astype(float)
        each = people[["employee"]].assign(
            contracted=people["fte"] * there * left, serving=people["fte"] * alone * left, pay=pay * there * left
        )
        rows = shares.merge(each, on="employee")
        for column in ("contracted", "serving", "pay"):
            rows[column] = rows[column] * rows["share"]
        summed = rows.groupby(["outlet", "skill"], as_index=False)[["contracted", "serving", "pay"]].sum()
        frames.append(summed.assign(month=month))
    return pd.concat(frames, ignore_index=True)


def _share_of_month(first: pd.Series, last: pd.Series, begin: pd.Timestamp, end: pd.Timestamp) -> np.ndarray:
    """Share of the month's days between the two, both included."""
    since = first.where(first > begin, begin)
    until = last.where(last < end, end)
    days = (until - since).dt.days + 1
    return np.asarray(days.clip(lower=0) / ((end - begin).days + 1), dtype=float)


def _shares(network: Network, people: pd.DataFrame, need: pd.DataFrame) -> pd.DataFrame:
    """employee, outlet, skill, share: for which skills of the home outlet each person counts."""
    posts = skilled_posts(network)[["outlet", "post", "skill"]]
    can = able(network)[["employee", "outlet", "post"]].merge(posts, on=["outlet", "post"])
    pairs = can[["employee", "outlet", "skill"]].drop_duplicates()
    return allot(people, pairs, need)
