"""The hours account that payroll asks for: each hour of a person once, in the category that it is paid in.

The rule is that of the People's Republic of China for standard working hours: Labour Law of the PRC, article 44,
and Interim Provisions on Payment of Wages (Ministry of Labour, 1994), article 13:

- `overtime_150`: hours beyond the regular ones on a workday, at not less than 150%.
- `rest_day_200`: hours beyond the regular ones on a rest day for which no other day off is given, at 200%.
- `holiday_300`: all hours worked on a statutory holiday, at 300%. Those are the days that the Regulation on
  Public Holidays for National Annual Festivals and Memorial Days names (13 a year since 2025), by civil date;
  the other days of a long break, and days off given for holidays on a weekend, are rest days. The organisation's
  own days (table `holidays`) are none of the law's: they neither add to these days nor take any away.
- `regular`: every other hour of work, travel and training.

How the rule is put to rosters whose rest days are on any weekday: the regular hours are the contract's a calendar
week; hours on statutory holidays do not use them up; the last hours of the week beyond them are the overtime, and
those on the sixth and seventh day of duty of a week are hours on a rest day, for a week has two of them (State
Council Provisions on Employees' Working Hours, 1995, article 7). Contracts with comprehensive working hours,
which know no 200%, are not told apart: no table says who has one.

Beside these stand `paid_break`, `leave` and `standby`, which is paid at the contract's factor; `night` (22:00 to
06:00) and `lent` (worked away from home) are hours of the first four told once more, for allowances.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.values import Roster
from quarterhour.grid import hours_between
from scenarios.network.calendar import statutory_days
from scenarios.plan.values import Plan
from scenarios.roster.values import roster_of

WORKED = ("work", "travel", "training")
CATEGORIES = ("regular", "overtime_150", "rest_day_200", "holiday_300")
"""Add up to the hours worked."""
ASIDE = ("paid_break", "leave", "standby")
EXTRA = ("night", "lent")
WORKDAYS_A_WEEK = 5
NIGHT_ENDS, NIGHT_BEGINS = pd.Timedelta(hours=6), pd.Timedelta(hours=22)
DAY = pd.Timedelta(days=1)


def payroll(plan: Plan) -> pd.DataFrame:
    """employee, month (its first day), CATEGORIES, ASIDE, paid (all but standby), EXTRA: hours.

    One row a person of the roster's account and civil month, zeros included; partner slots have none.

    Raises
    ------
    ValueError
        When the plan has no roster.
    """
    roster = roster_of(plan)
    pieces = _pieces(roster, plan.timezone)
    settings = plan.settings
    country, subdivision = str(settings.get("country") or ""), str(settings.get("subdivision") or "")
    free = frozenset[pd.Timestamp]()
    if country and len(pieces):
        free = statutory_days(country, subdivision, pieces["date"].min(), pieces["date"].max())
    return account(pieces, roster.hours, free)


def account(pieces: pd.DataFrame, hours: pd.DataFrame, statutory: frozenset[pd.Timestamp]) -> pd.DataFrame:
    """As `payroll`, of pieces that lie within one civil day each and the roster's account by week."""
    worked = _categories(pieces[pieces["activity"].isin(WORKED)], hours, statutory)
    beside = pieces[pieces["activity"].isin(["break", "leave", "standby"])]
    kinds = beside["activity"].replace("break", "paid_break")
    sums = pd.concat(
        [
            *(
                worked[["employee", "month"]].assign(kind=name, hours=worked[name])
                for name in (*CATEGORIES, *EXTRA)
            ),
            beside[["employee", "month", "hours"]].assign(kind=kinds),
        ]
    )
    people = pd.Index(hours["employee"].unique(), name="employee")
    rows = pd.MultiIndex.from_product([people, np.sort(pieces["month"].unique())], names=["employee", "month"])
    table = sums.pivot_table(index=["employee", "month"], columns="kind", values="hours", aggfunc="sum")
    wide = table.reindex(index=rows, columns=[*CATEGORIES, *ASIDE, *EXTRA]).astype(float).fillna(0.0)
    wide.insert(len(CATEGORIES) + len(ASIDE), "paid", wide[[*CATEGORIES, "paid_break", "leave"]].sum(axis=1))
    return wide.rename_axis(columns=None).reset_index()


def _pieces(roster: Roster, zone: str) -> pd.DataFrame:
    """employee, activity, day, date (civil), month, start, hours, night (hours), lent (bool) of accounted people.

    Segments are cut at civil midnights; breaks are kept where they are paid.
    """
    own = roster.segments[roster.segments["employee"].isin(roster.hours["employee"])]
    own = own[(own["activity"] != "break") | own["paid"]]
    start, end = own["start"].dt.tz_convert(zone), own["end"].dt.tz_convert(zone)
    first = start.dt.tz_localize(None).dt.normalize()
    last = (end - pd.Timedelta(microseconds=1)).dt.tz_localize(None).dt.normalize()
    spans = ((last - first).dt.days + 1).to_numpy()
    rows = np.repeat(np.arange(len(own)), spans)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(spans) - spans, spans)
    cut = own.iloc[rows][["employee", "activity", "day", "source"]].reset_index(drop=True)
    date = first.iloc[rows].reset_index(drop=True) + pd.to_timedelta(offset, unit="D")
    start, end = start.iloc[rows].reset_index(drop=True), end.iloc[rows].reset_index(drop=True)
    opens, closes = _instants(date, zone), _instants(date + DAY, zone)
    start, end = start.where(start > opens, opens), end.where(end < closes, closes)
    night = _shared(start, end, opens, _instants(date + NIGHT_ENDS, zone))
    night += _shared(start, end, _instants(date + NIGHT_BEGINS, zone), closes)
    month = date.dt.to_period("M").dt.start_time.astype("datetime64[us]")
    return cut.drop(columns="source").assign(
        date=date,
        month=month,
        start=start,
        hours=hours_between(start, end),
        night=night,
        lent=cut["source"] == "lent",
    )


def _categories(worked: pd.DataFrame, hours: pd.DataFrame, statutory: frozenset[pd.Timestamp]) -> pd.DataFrame:
    """The pieces with their hours in each category."""
    week = (worked["day"] - pd.to_timedelta(worked["day"].dt.day_of_week, unit="D")).rename("week")
    rows = worked.assign(week=week, free=worked["date"].isin(list(statutory)))
    rows = rows.sort_values(["employee", "week", "start"], kind="stable", ignore_index=True)
    rows["holiday_300"] = rows["hours"].where(rows["free"], 0.0)
    usual = rows["hours"] - rows["holiday_300"]
    keys = [rows["employee"], rows["week"]]
    over = hours.set_index(["employee", "week"])["overtime"].reindex(pd.MultiIndex.from_arrays(keys)).fillna(0.0)
    on_holidays = rows["holiday_300"].groupby(keys).transform("sum")
    over = (pd.Series(over.to_numpy(), index=rows.index) - on_holidays).clip(lower=0.0)
    later = usual.groupby(keys).transform("sum") - usual.groupby(keys).cumsum()
    beyond = (over - later).clip(lower=0.0)
    beyond = beyond.where(beyond < usual, usual)
    usual_days = rows["day"].where(~rows["free"])
    sixth = usual_days.groupby(keys).rank(method="dense") > WORKDAYS_A_WEEK
    rows["rest_day_200"], rows["overtime_150"] = beyond.where(sixth, 0.0), beyond.where(~sixth, 0.0)
    rows["regular"] = usual - beyond
    return rows.assign(lent=rows["hours"].where(rows["lent"], 0.0))


def _instants(wall: pd.Series, zone: str) -> pd.Series:
    """Wall-clock times as instants; the first one that exists where the clock skips."""
    first_pass = np.ones(len(wall), dtype=bool)
    local = wall.dt.tz_localize(zone, ambiguous=first_pass, nonexistent="shift_forward")
    found: pd.Series = local.dt.as_unit("us")
    return found


def _shared(start: pd.Series, end: pd.Series, opens: pd.Series, closes: pd.Series) -> pd.Series:
    """Hours that two spans share."""
    return hours_between(start.where(start > opens, opens), end.where(end < closes, closes)).clip(lower=0.0)
