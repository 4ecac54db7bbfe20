"""Every hard rule of working time, person by person, from the roster's segments and the contracts."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, where
from scenarios.evaluate.splits import check_splits, parting
from scenarios.network.labour_law import articles

WORKING = ("work", "travel", "training")
"""Activities that count towards the limits of working time."""
GAP = pd.Timedelta(hours=4)
"""Published segments further apart than this are two duties."""
SLACK = 1e-6


def check_people(facts: Facts) -> Iterator[Finding]:
    """Overlaps, one duty a day, rest, hours, rows of days, weekends, nights, length, splits, absence, consent.

    Rules of `settings.rules_off` are not looked at; a rest by law is, whatever the contract's.
    """
    off = set(facts.network.settings.rules_off)
    yield from (finding for finding in _every(facts, "rest" in off) if finding.check not in off - {"rest"})


def _every(facts: Facts, rest_by_law: bool) -> Iterator[Finding]:
    segments = own_segments(facts)
    terms = _terms(facts)
    duties = _duties(facts, segments)
    past = _past(facts)
    yield from _overlaps(segments)
    yield from _one_a_day(segments)
    yield from _absent(facts, segments)
    yield from _employed(segments, terms)
    law = articles(facts.network.settings.labour_law)
    least = law.loc[law["rule"] == "rest", "least"].max()
    resting = terms.assign(rest_hours=0.0 if pd.isna(least) else float(least)) if rest_by_law else terms
    yield from _rest(pd.concat([past, duties], ignore_index=True), resting)
    yield from _hours(facts, duties, past, terms)
    yield from _days_in_a_row(facts, duties, past, terms)
    yield from _weekends(facts, duties, terms)
    yield from _single_duties(segments, terms)
    yield from check_splits(facts, segments, published(facts), terms)


def own_segments(facts: Facts) -> pd.DataFrame:
    """Roster segments of named people; partner slots are nobody's employees."""
    segments = facts.table("roster_segments")
    named = facts.network.table("employees")["employee"]
    return segments[segments["employee"].isin(named)].reset_index(drop=True)


def _terms(facts: Facts) -> pd.DataFrame:
    contracts = facts.network.table("contracts").drop(columns="name")
    people = facts.network.table("employees")
    return people.merge(contracts, on="contract", how="left").set_index("employee")


def _spans(segments: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row a duty: from the first to the last segment, with hours that count as working time."""
    length = (segments["end"] - segments["start"]).dt.total_seconds() / 3600
    worked = segments.assign(worked=length.where(segments["activity"].isin(WORKING), 0.0))
    return worked.groupby(keys, as_index=False).agg(
        start=("start", "min"), end=("end", "max"), worked=("worked", "sum")
    )


def _duties(facts: Facts, segments: pd.DataFrame) -> pd.DataFrame:
    """employee, day, start, end, worked of everything but leave inside the horizon."""
    return _spans(segments[segments["activity"] != "leave"], ["employee", "day"])


def _past(facts: Facts) -> pd.DataFrame:
    """The same for published segments before the horizon."""
    return _spans(published(facts), ["employee", "chain", "day"]).drop(columns="chain")


def published(facts: Facts) -> pd.DataFrame:
    """Published segments before the horizon but leave; `chain` is one a duty, `day` that on which it begins."""
    every = facts.network.table("segments")
    begin = facts.network.grid.day_start(facts.first_day)
    before = every[(every["start"] < begin) & (every["activity"] != "leave")]
    ordered = before.sort_values(["employee", "start"], ignore_index=True)
    gap = ordered["start"] - ordered.groupby("employee")["end"].shift()
    chain = (gap.isna() | (gap >= GAP)).cumsum()
    begins = ordered.groupby(chain)["start"].transform("min")
    return ordered.assign(chain=chain, day=facts.business_day(begins))


def _overlaps(segments: pd.DataFrame) -> Iterator[Finding]:
    """Nobody is in two places at once."""
    ordered = segments.sort_values(["employee", "start", "end"])
    reached = ordered.groupby("employee")["end"].cummax().groupby(ordered["employee"]).shift()
    wrong = reached.notna() & (ordered["start"] < reached)
    yield from where(
        "overlap", ordered, ["employee", "start"], wrong, "after the segment before", ordered["start"]
    )
    reversed_ = ordered["end"] <= ordered["start"]
    yield from where("reversed", ordered, ["employee", "start"], reversed_, "end after start", ordered["end"])


def _one_a_day(segments: pd.DataFrame) -> Iterator[Finding]:
    given = segments[segments["duty"] != ""]
    counts = given.groupby(["employee", "day"], as_index=False)[["duty"]].nunique()
    yield from where("one_duty_a_day", counts, ["employee", "day"], counts["duty"] > 1, "1", counts["duty"])


def _absent(facts: Facts, segments: pd.DataFrame) -> Iterator[Finding]:
    """No duty on a day of absence."""
    absences = facts.network.table("absences")[["employee", "first_day", "last_day", "kind"]]
    given = segments.loc[(segments["duty"] != "") & ~segments["locked"], ["employee", "day"]].drop_duplicates()
    both = given.merge(absences, on="employee")
    wrong = (both["day"] >= both["first_day"]) & (both["day"] <= both["last_day"])
    yield from where("absent", both, ["employee", "day"], wrong, "no duty", both["kind"])


def _employed(segments: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Finding]:
    first, last = segments["employee"].map(terms["first_day"]), segments["employee"].map(terms["last_day"])
    wrong = (first.notna() & (segments["day"] < first)) | (last.notna() & (segments["day"] > last))
    yield from where("employed", segments, ["employee", "day"], wrong, "within employment", segments["activity"])


def _rest(duties: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Finding]:
    """Hours between the end of one duty, travel home included, and the start of the next."""
    ordered = duties.sort_values(["employee", "start"]).reset_index(drop=True)
    before = ordered.groupby("employee")["end"].shift()
    rest = (ordered["start"] - before).dt.total_seconds() / 3600
    least = ordered["employee"].map(terms["rest_hours"]).astype(float)
    inside = ordered["day"].notna()
    yield from where("rest", ordered, ["employee", "day"], inside & (rest < least - SLACK), least, rest)


def _hours(facts: Facts, duties: pd.DataFrame, past: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Finding]:
    """Working time by day, calendar week and calendar month, what was worked before the horizon included."""
    most_a_day = duties["employee"].map(terms["hours_day"]).astype(float)
    over = duties["worked"] > most_a_day + SLACK
    yield from where("hours_day", duties, ["employee", "day"], over, most_a_day, duties["worked"])
    every = pd.concat([past, duties], ignore_index=True)
    monday = every["day"] - pd.to_timedelta(every["day"].dt.day_of_week, unit="D")
    month = every["day"].dt.to_period("M").astype(str)
    for check, period, limit in (
        ("hours_week", monday, "hours_week_most"),
        ("hours_month", month, "hours_month_most"),
    ):
        summed = every.assign(period=period).groupby(["employee", "period"], as_index=False)[["worked"]].sum()
        touched = pd.MultiIndex.from_arrays([duties["employee"], period[len(past) :]])
        inside = pd.Series(pd.MultiIndex.from_frame(summed[["employee", "period"]]).isin(touched))
        most = summed["employee"].map(terms[limit]).astype(float)
        over = inside & (summed["worked"] > most + SLACK)
        yield from where(check, summed, ["employee", "period"], over, most, summed["worked"])


def _days_in_a_row(
    facts: Facts, duties: pd.DataFrame, past: pd.DataFrame, terms: pd.DataFrame
) -> Iterator[Finding]:
    every = pd.concat([past, duties], ignore_index=True)[["employee", "day"]].drop_duplicates()
    ordered = every.sort_values(["employee", "day"]).reset_index(drop=True)
    step = ordered.groupby("employee")["day"].diff()
    run = (step != pd.Timedelta(days=1)).cumsum()
    length = ordered.groupby(run).cumcount() + 1
    most = ordered["employee"].map(terms["consecutive_days"]).astype(int)
    wrong = (length > most) & (ordered["day"] >= facts.first_day)
    yield from where("consecutive_days", ordered, ["employee", "day"], wrong, most, length)


def _weekends(facts: Facts, duties: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Finding]:
    """Of any four weekends in a row the contract's number are wholly off; by share where there are fewer."""
    days = pd.date_range(facts.first_day, periods=facts.days)
    saturdays = [day for day in days if day.weekday() == 5 and day + pd.Timedelta(days=1) in days]
    size = min(4, len(saturdays))
    busy = set(zip(duties["employee"], duties["day"], strict=True))
    rows = []
    for employee, least in terms["weekends_off"].astype(int).items():
        off = [
            (employee, saturday) not in busy and (employee, saturday + pd.Timedelta(days=1)) not in busy
            for saturday in saturdays
        ]
        needed = min(least * size // 4, size)
        rows += [
            (employee, saturdays[first], needed, sum(off[first : first + size]))
            for first in range(len(saturdays) - size + 1 if size else 0)
        ]
    windows = pd.DataFrame(rows, columns=["employee", "saturday", "needed", "off"])
    wrong = windows["off"] < windows["needed"]
    yield from where("weekends_off", windows, ["employee", "saturday"], wrong, windows["needed"], windows["off"])


def _single_duties(segments: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Finding]:
    """Night work, length at the post, consent to standby, travel limit: each duty by itself."""
    free = segments[(segments["duty"] != "") & ~segments["locked"]]
    at_post = free[free["activity"].isin(["work", "break", "standby"])]
    away = (at_post["end"] - at_post["start"]).where(parting(at_post), pd.Timedelta(0))
    grouped = at_post.assign(away=away).groupby(["employee", "day", "duty"], as_index=False)
    duties = grouped.agg(
        start=("start", "min"), end=("end", "max"), activity=("activity", "last"), away=("away", "sum")
    )
    person = terms.loc[duties["employee"]].reset_index()
    labels = ["employee", "day", "duty"]
    nightly = ~person["night_work"].astype(bool) & _touches_night(duties)
    yield from where("night_work", duties, labels, nightly, "no minute from 22:00 to 06:00", duties["start"])
    hours = (duties["end"] - duties["start"] - duties["away"]).dt.total_seconds() / 3600
    work = duties["activity"] != "standby"
    least, most = person["shift_hours_least"].astype(float), person["shift_hours_most"].astype(float)
    outside = work & ((hours < least - SLACK) | (hours > most + SLACK))
    yield from where("shift_length", duties, labels, outside, least.astype(str) + " to " + most.astype(str), hours)
    unasked = ~work & ~person["standby"].astype(bool)
    yield from where("standby_consent", duties, labels, unasked, "consent", duties["activity"])
    way = free[free["activity"] == "travel"].reset_index(drop=True)
    minutes = (way["end"] - way["start"]).dt.total_seconds() / 60
    limit = way["employee"].map(terms["travel_limit"]).astype(float)
    # Travel segments are whole minutes, the limit may not be.
    yield from where("travel_limit", way, labels, minutes > limit + 0.5, limit, minutes)


def _touches_night(duties: pd.DataFrame) -> pd.Series:
    start, end = duties["start"].dt.tz_localize(None), duties["end"].dt.tz_localize(None)
    early = start < start.dt.normalize() + pd.Timedelta(hours=6)
    late = end > start.dt.normalize() + pd.Timedelta(hours=22)
    touched: pd.Series = early | late
    return touched
