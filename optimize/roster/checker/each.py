"""Hard rules that look at one person at a time, recomputed from the segments. Shares no code with the model."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from optimize.roster.checker.breaks import over, rows
from optimize.roster.checker.elapsed import hours_between
from optimize.roster.checker.evidence import View
from optimize.roster.checker.splits import SPLITS

WEEKENDS_COUNTED = 4
DAY = pd.Timedelta(days=1)


def as_planned(view: View) -> pd.DataFrame:
    """A duty is served at its outlet and post from its start to its end."""
    served = view.duties[(view.duties["duty"] != "") & ~view.duties["locked"]]
    planned = view.problem.duties[["duty", "outlet", "post", "start", "end"]]
    both = served.merge(planned, on="duty", how="left", suffixes=("", "_planned"))
    same = (both["outlet"] == both["outlet_planned"]) & (both["post"] == both["post_planned"])
    same &= (both["begins"] == both["start_planned"]) & (both["finishes"] == both["end_planned"])
    return rows("as_planned", both[~same].assign(amount=1.0), "duties")


def able(view: View) -> pd.DataFrame:
    """Every post is held only by people with all its skills and valid certificates."""
    posted = view.duties[view.duties["named"] & ~view.duties["training"]]
    held = posted.merge(view.problem.able, on=["employee", "outlet", "post"])
    valid = ~(held["day"] < held["since"]) & ~(held["day"] > held["until"])
    good = held.loc[valid, ["employee", "day", "duty"]].drop_duplicates()
    tested = posted.merge(good, on=["employee", "day", "duty"], how="left", indicator=True)
    return rows("able", tested[tested["_merge"] == "left_only"].assign(amount=1.0), "duties")


def employed(view: View) -> pd.DataFrame:
    """Nobody is on duty outside the employment."""
    duties = view.with_terms("first_day", "last_day")
    outside = (duties["day"] < duties["first_day"]) | (duties["day"] > duties["last_day"])
    return rows("employed", duties[outside].assign(amount=1.0), "days")


def absent(view: View) -> pd.DataFrame:
    """No duty touches a day of absence, known ones after the horizon too; on a day of training none starts."""
    later = view.problem.later_absences.assign(kind="leave")
    away = pd.concat([view.absences, later], ignore_index=True).rename(columns={"day": "away"})
    away["opens"] = view.opens(away["away"])
    away["closes"] = view.opens(away["away"] + DAY)
    both = view.duties[~view.duties["training"]].merge(
        away[["employee", "away", "kind", "opens", "closes"]], on="employee"
    )
    overlap = (both["start"] < both["closes"]) & (both["end"] > both["opens"]) & (both["kind"] != "training")
    clash = overlap | (both["day"] == both["away"])
    return rows("absent", both[clash].assign(amount=1.0), "days")


def one_duty_a_day(view: View) -> pd.DataFrame:
    """At most one duty begins on a day, and nobody, slots included, is in two places at once."""
    count = view.duties.groupby(["employee", "day"], as_index=False).size()
    twice = count[count["size"] > 1].assign(amount=lambda frame: frame["size"] - 1.0)
    ordered = view.segments.sort_values(["employee", "start"])
    reached = ordered.groupby("employee")["end"].cummax().groupby(ordered["employee"]).shift()
    overlap = ordered[ordered["start"] < reached].assign(amount=1.0)
    return pd.concat([rows("one_duty_a_day", twice, "duties"), rows("one_duty_a_day", overlap, "duties")])


def rest(view: View) -> pd.DataFrame:
    """Between two duties, travel included, lies the contract's rest."""
    every = pd.concat([part for part in (view.past, view.duties) if len(part)] or [view.duties])
    every = every[every["named"]].sort_values(["employee", "start"])
    gap = hours_between(every.groupby("employee")["end"].shift(), every["start"])
    short = view.term(every, "rest_hours") - gap
    return rows("rest", every.assign(amount=short)[(short > 1e-9) & (every["day"] >= view.first_day)], "hours")


def hours_day(view: View) -> pd.DataFrame:
    """Working time of a day is within the contract."""
    named = view.duties[view.duties["named"]]
    worked = named.groupby(["employee", "day"])["worked"].sum().reset_index()
    return over("hours_day", worked, view.term(worked, "hours_day"))


def hours_week(view: View) -> pd.DataFrame:
    """Working time of a week, the part before the first day included, is within the contract."""
    weekly = view.by_week()
    return over("hours_week", weekly, view.term(weekly, "hours_week_most"))


def hours_month(view: View) -> pd.DataFrame:
    """Working time of a month, the part before the first day included, is within the contract."""
    every = view.both()
    every["day"] = every["day"].dt.to_period("M").dt.start_time.astype("datetime64[us]")
    monthly = every.groupby(["employee", "day"], as_index=False)["worked"].sum()
    monthly = monthly[monthly["day"] >= view.first_day.replace(day=1)]
    return over("hours_month", monthly, view.term(monthly, "hours_month_most"))


def consecutive_days(view: View) -> pd.DataFrame:
    """No run of duty days is longer than the contract allows; runs go back before the first day."""
    days = view.both()[["employee", "day"]].drop_duplicates().sort_values(["employee", "day"])
    days["run"] = (days.groupby("employee")["day"].diff() != DAY).cumsum()
    runs = days.groupby(["employee", "run"], as_index=False).agg(day=("day", "max"), length=("day", "size"))
    runs = runs[runs["day"] >= view.first_day]
    amount = runs["length"] - view.term(runs, "consecutive_days")
    return rows("consecutive_days", runs.assign(amount=amount)[amount > 0], "days")


def weekends_off(view: View) -> pd.DataFrame:
    """Of any four whole weekends that reach into the horizon enough are off; of fewer by share, rounded down.

    Weekends before the first day count from the person's first published segment.
    """
    every = view.both()
    taken = set(zip(every["employee"], every["day"], strict=True))
    last = view.days[-1]
    began = view.problem.past.groupby("employee")["start"].min().dt.tz_convert(view.problem.grid.timezone)
    opened = (
        (began.dt.tz_localize(None) - pd.Timedelta(minutes=view.problem.grid.day_cut)).dt.normalize().to_dict()
    )
    broken = []
    for employee, least in view.terms["weekends_off"].items():
        start = min(opened.get(employee, view.first_day), view.first_day)
        start = max(start, view.first_day - 5 * 7 * DAY)
        days = list(pd.date_range(start, last - DAY, freq="W-SAT"))
        earlier = [day for day in days if day + DAY < view.first_day]
        days = [*earlier[len(earlier) - min(WEEKENDS_COUNTED - 1, len(earlier)) :], *days[len(earlier) :]]
        off = [not ({(employee, day), (employee, day + DAY)} & taken) for day in days]
        size = min(WEEKENDS_COUNTED, len(days))
        needed = min(int(least) * size // WEEKENDS_COUNTED, size)
        for first in range(len(days) - size + 1 if size else 0):
            lacking = needed - sum(off[first : first + size])
            if lacking > 0 and days[first + size - 1] + DAY >= view.first_day:
                broken.append((employee, days[first], float(lacking)))
    return rows("weekends_off", pd.DataFrame(broken, columns=["employee", "day", "amount"]), "weekends")


def night_work(view: View) -> pd.DataFrame:
    """Only people who may work at night are on duty between 22:00 and 06:00."""
    duties = view.with_terms("night_work")
    return rows(
        "night_work", duties[duties["night"] & ~duties["night_work"].astype(bool)].assign(amount=1.0), "duties"
    )


def shift_length(view: View) -> pd.DataFrame:
    """Shifts, breaks included but not those that part them, are between the contract's shortest and longest."""
    duties = view.with_terms("shift_hours_least", "shift_hours_most")
    duties = duties[~duties["standby"] & ~duties["training"]]
    length = hours_between(duties["begins"], duties["finishes"]) - duties["between"]
    off = (duties["shift_hours_least"] - length).clip(lower=0) + (length - duties["shift_hours_most"]).clip(
        lower=0
    )
    return rows("shift_length", duties.assign(amount=off)[off > 1e-9], "hours")


def travel_limit(view: View) -> pd.DataFrame:
    """Nobody travels further than agreed, one way."""
    duties = view.with_terms("travel_limit")
    minutes = hours_between(duties["start"], duties["begins"]) * 60
    over = minutes - duties["travel_limit"]
    return rows("travel_limit", duties.assign(amount=over)[over > 0.5], "minutes")


def standby_consent(view: View) -> pd.DataFrame:
    """Only people who agreed to it stand by."""
    duties = view.with_terms("standby_consent")
    return rows(
        "standby_consent",
        duties[duties["standby"] & ~duties["standby_consent"].astype(bool)].assign(amount=1.0),
        "duties",
    )


def locked(view: View) -> pd.DataFrame:
    """Locked segments stand as they were."""
    keys = ["employee", "start", "end", "outlet", "post", "activity"]
    wanted = view.problem.fixed[keys].merge(
        view.segments[keys].drop_duplicates(), on=keys, how="left", indicator=True
    )
    lost = wanted[wanted["_merge"] == "left_only"]
    return rows(
        "locked", lost.assign(day=lost["start"].dt.tz_localize(None).dt.normalize(), amount=1.0), "segments"
    )


EACH: tuple[Callable[[View], pd.DataFrame], ...] = (
    as_planned,
    able,
    employed,
    absent,
    one_duty_a_day,
    rest,
    hours_day,
    hours_week,
    hours_month,
    consecutive_days,
    weekends_off,
    night_work,
    shift_length,
    *SPLITS,
    travel_limit,
    standby_consent,
    locked,
)
