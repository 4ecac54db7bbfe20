"""Every limit recomputed from the segments alone, one function a rule. Shares no code with the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from optimize.roster.evidence import View, rows
from optimize.roster.limit_evidence import DAY, Asked, Diary, Table, diary, hours_on, on_duty, past_days, workable
from optimize.roster.weights import MUST

Broken = tuple[pd.Timestamp, Table]
"""The day under which breaks are told, and their amount by person."""
ASKS = ("days_off_in_row", "whole_weekends", "training_in_period")
"""Rules that ask for something which no roster may be able to give."""
SMALL = 1e-6


def check_limits(view: View) -> pd.DataFrame:
    """Breaks of all limits, as `checker.check` tells them."""
    frame = view.problem.limits
    same = [name for name in frame.columns if name not in ("employee", "law", "weight")]
    found = []
    for _, group in frame.groupby([*same, "weight"], dropna=False, sort=False):
        row = group.iloc[0]
        asked = Asked(view, group["employee"].tolist(), **{name: row[name] for name in same})
        weight = None if np.isnan(row["weight"]) else float(row["weight"])
        for day, over, lack in _breaks(asked):
            for amounts, is_lack in ((over, False), (lack, True)):
                found.append(_rows(asked, day, amounts, weight, is_lack))
    kept = [part for part in found if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else rows("", pd.DataFrame(_BLANK), "days")


_BLANK = {
    "employee": pd.Series(dtype="str"),
    "day": pd.Series(dtype="datetime64[us]"),
    "amount": pd.Series(dtype=float),
}


def _breaks(asked: Asked) -> Iterator[tuple[pd.Timestamp, Table, Table]]:
    """Day, what is beyond the most and what is missing to the least."""
    none = np.zeros(len(asked.people))
    if asked.rule in BETWEEN:
        yield from BETWEEN[asked.rule](asked, diary(asked))
        return
    for day, amounts in CHECKS[asked.rule](asked, diary(asked)):
        yield (day, none, amounts) if asked.rule in ASKS else (day, amounts, none)


def _rows(asked: Asked, day: pd.Timestamp, amounts: Table, weight: float | None, lack: bool) -> pd.DataFrame:
    wrong = np.flatnonzero(amounts > SMALL)
    broken = pd.DataFrame(
        {"employee": [asked.people[person] for person in wrong], "day": day, "amount": amounts[wrong]}
    )
    told = rows(asked.rule, broken, UNITS[asked.rule], weight).assign(limit=asked.limit)
    return told.assign(weight=float(MUST)) if weight is None and lack else told


def _between(
    asked: Asked, days: Diary, table: Table, grain: float = 1.0
) -> Iterator[tuple[pd.Timestamp, Table, Table]]:
    """Sums of each period against most and least.

    A least holds in periods that end within the horizon, by the share of known days on which one could work.
    """
    known, _ = workable(asked, days)
    for first, last, told in asked.spans():
        total = days.part(table, first, last).sum(axis=1)
        over = np.zeros(len(total)) if np.isnan(asked.most) else total - asked.most
        lack = np.zeros(len(total))
        if not np.isnan(asked.least) and last <= asked.view.days[-1]:
            share = days.part(known, first, last).sum(axis=1) / (((last - first) / DAY) + 1)
            lack = np.floor(asked.least * grain * share + SMALL) / grain - total
        yield told, over, lack


def hours_in_period(asked: Asked, days: Diary) -> Iterator[tuple[pd.Timestamp, Table, Table]]:
    """Working hours of each period."""
    return _between(asked, days, hours_on(asked, days, asked.what), grain=60.0)


def days_in_period(asked: Asked, days: Diary) -> Iterator[tuple[pd.Timestamp, Table, Table]]:
    """Days on duty in each period."""
    return _between(asked, days, on_duty(asked, days))


def duties_in_period(asked: Asked, days: Diary) -> Iterator[tuple[pd.Timestamp, Table, Table]]:
    """Days with a duty of the kind in each period."""
    return _between(asked, days, on_duty(asked, days, asked.what))


def nights_in_period(asked: Asked, days: Diary) -> Iterator[tuple[pd.Timestamp, Table, Table]]:
    """Night duties in each period."""
    return _between(asked, days, on_duty(asked, days, "night"))


def training_in_period(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Hours of training that are missing in each period."""
    every = asked.view.both()
    table = days.fill(every, every["trained_hours"])
    return ((told, lack) for told, _, lack in _between(asked, days, table, grain=60.0))


def days_off_in_period(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Days off that a period can not have any more; what is not known may be off."""
    table = on_duty(asked, days)
    for first, last, told in asked.spans():
        off = (last - first) / DAY + 1 - days.part(table, first, last).sum(axis=1)
        yield told, np.minimum(asked.least, (last - first) / DAY + 1) - off


def overtime_in_period(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Hours beyond normal working time: of days, or of the weeks that begin in a period."""
    table, contract = hours_on(asked, days), asked.view.terms.loc[asked.people, "hours_week"].to_numpy(float)
    if asked.period == "day":
        normal = contract / 5 if np.isnan(asked.normal_day) else np.full(len(contract), asked.normal_day)
        for first, last, told in asked.spans():
            yield told, days.part(table, first, last).sum(axis=1) - normal - asked.most
        return
    monday = asked.view.days[0] - asked.view.days[0].weekday() * DAY
    for first, last, told in asked.spans(since=monday):
        total = np.zeros(len(contract))
        for begin in pd.date_range(first, min(last, asked.view.days[-1])):
            if begin.weekday() == 0:
                week = days.part(table, begin, begin + 6 * DAY)
                by_day = np.clip(week - asked.normal_day, 0, None).sum(axis=1)
                normal = contract if np.isnan(asked.normal_week) else asked.normal_week
                by_week = np.clip(week.sum(axis=1) - normal, 0, None)
                if np.isnan(asked.normal_day):
                    by_day = 0 * by_week
                elif np.isnan(asked.normal_week):
                    by_week = 0 * by_day
                total += np.maximum(by_day, by_week)
        yield told, total - asked.most


def average_hours(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Hours of reference periods beyond their average, leave neutral, unknown days at the contract's hours."""
    table, (known, unknown) = hours_on(asked, days), workable(asked, days)
    contract = asked.view.terms.loc[asked.people, "hours_week"].to_numpy(float)
    for first, last, told in asked.spans():
        if told.weekday() == 6 or told == asked.view.days[-1]:
            blind = days.part(unknown, first, last).sum(axis=1)
            counted = blind + days.part(known, first, last).sum(axis=1)
            hours = days.part(table, first, last).sum(axis=1) + np.floor(blind * contract * 60 / 7 + SMALL) / 60
            yield told, hours - np.floor(asked.most * 60 * counted / 7 + SMALL) / 60


def weekly_rest(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Periods in which no rest of the length begins, or goes on at their first moment."""
    every = asked.view.both()
    every = every[every["employee"].isin(asked.people)].sort_values("start")
    duties = {
        name: list(zip(group["start"], group["end"], strict=True)) for name, group in every.groupby("employee")
    }
    least, opens = pd.Timedelta(hours=asked.least), asked.view.problem.grid.day_start
    for first, last, told in asked.spans():
        begin, end = opens(first), opens(last + DAY)
        rested = [_rests(duties.get(name, []), begin, end, least) for name in asked.people]
        yield told, 1.0 - np.asarray(rested, dtype=float)


def _rests(
    duties: list[tuple[pd.Timestamp, pd.Timestamp]], begin: pd.Timestamp, end: pd.Timestamp, least: pd.Timedelta
) -> bool:
    free = begin
    for start, finish in duties:
        if finish <= free:
            continue
        if start - free >= least or free >= end:
            break
        free = max(free, finish)
    return bool(free < end)


def nights_in_row(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Nights of the horizon that are beyond the most in their row."""
    return _in_row(asked, on_duty(asked, days, "night"), list(days.days), asked.view.days[0])


def weekends_in_row(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Weekends of the horizon on duty that are beyond the most in their row."""
    saturdays, table = _weekends(days, on_duty(asked, days))
    return _in_row(asked, table.max(axis=2), saturdays, asked.view.days[0] - DAY)


def _in_row(asked: Asked, table: Table, days: list[pd.Timestamp], since: pd.Timestamp) -> Iterator[Broken]:
    run = np.zeros(len(asked.people))
    for column, day in enumerate(days):
        run = np.where(table[:, column] > 0, run + 1, 0)
        if day >= since and asked.holds(day):
            yield day, (run > asked.most).astype(float)


def _weekends(days: Diary, table: Table) -> tuple[list[pd.Timestamp], Table]:
    """Saturdays, and (people, weekends, 2) whether Saturday and Sunday are on duty."""
    saturdays = [day for day in days.days if day.weekday() == 5]
    parts = [days.part(table, day, day + DAY) for day in saturdays]
    pairs = [np.pad(part, ((0, 0), (0, 2 - part.shape[1]))) for part in parts]
    return saturdays, np.stack(pairs, axis=1) if pairs else np.zeros((len(table), 0, 2))


def weekends_in_period(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Weekends on duty whose Saturday lies in a period."""
    saturdays, table = _weekends(days, on_duty(asked, days))
    on = table.max(axis=2)
    sunday = asked.view.days[0].weekday() == 6
    for first, last, told in asked.spans(since=asked.view.days[0] - DAY if sunday else None):
        inside = [first <= day <= last for day in saturdays]
        yield told, on[:, inside].sum(axis=1) - asked.most


def whole_weekends(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Weekends with one day on duty and the other off, both known."""
    saturdays, table = _weekends(days, on_duty(asked, days))
    opens, closes = asked.view.days[0], asked.view.days[-1]
    past = past_days(asked.view)
    for number, day in enumerate(saturdays):
        if day + DAY < opens or day + DAY > closes or not asked.holds(day):
            continue
        half = (table[:, number].sum(axis=1) == 1).astype(float)
        if day < opens:
            known = past.loc[past["day"] <= day, "employee"]
            half *= np.isin(asked.people, known.to_numpy(str))
        yield day, half


def days_off_in_row(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Days that a stretch of days off between two duty days lacks."""
    table, least = on_duty(asked, days), int(asked.least)
    off = np.full(len(asked.people), least)
    for column, day in enumerate(days.days):
        on = table[:, column] > 0
        if day >= asked.view.days[0] and asked.holds(day):
            yield day, np.where(on & (off > 0) & (off < least), least - off, 0).astype(float)
        off = np.where(on, 0, off + 1)


def no_succession(asked: Asked, days: Diary) -> Iterator[Broken]:
    """A duty of one kind, and of the other on the day after."""
    first, second = on_duty(asked, days, asked.what), on_duty(asked, days, asked.then)
    for column, day in enumerate(days.days):
        if day >= asked.view.days[0] and asked.holds(day):
            yield day, first[:, column - 1] * second[:, column]


BETWEEN: dict[str, Callable[[Asked, Diary], Iterator[tuple[pd.Timestamp, Table, Table]]]] = {
    "hours_in_period": hours_in_period,
    "days_in_period": days_in_period,
    "duties_in_period": duties_in_period,
    "nights_in_period": nights_in_period,
}
CHECKS: dict[str, Callable[[Asked, Diary], Iterator[Broken]]] = {
    "overtime_in_period": overtime_in_period,
    "average_hours": average_hours,
    "weekly_rest": weekly_rest,
    "days_off_in_period": days_off_in_period,
    "days_off_in_row": days_off_in_row,
    "nights_in_row": nights_in_row,
    "weekends_in_period": weekends_in_period,
    "weekends_in_row": weekends_in_row,
    "whole_weekends": whole_weekends,
    "no_succession": no_succession,
    "training_in_period": training_in_period,
}
UNITS = {
    "hours_in_period": "hours",
    "overtime_in_period": "hours",
    "average_hours": "hours",
    "training_in_period": "hours",
    "weekly_rest": "rests",
    "days_in_period": "days",
    "days_off_in_period": "days",
    "days_off_in_row": "days",
    "nights_in_period": "nights",
    "nights_in_row": "nights",
    "duties_in_period": "duties",
    "no_succession": "duties",
    "weekends_in_period": "weekends",
    "weekends_in_row": "weekends",
    "whole_weekends": "weekends",
}
