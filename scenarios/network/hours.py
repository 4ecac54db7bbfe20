"""When outlets are open: weekday and holiday hours, closures and the first day, as open intervals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.grid import Day
from scenarios.network.calendar import day_calendar, weekend
from scenarios.network.check_hours import WEEKDAYS, minutes_of
from scenarios.network.model import Network

HOLIDAY = len(WEEKDAYS)
ROWS = {day: number for number, day in enumerate((*WEEKDAYS, "holiday"))}
DAY = 1440


def opening(network: Network, first_day: Day, days: int) -> pd.DataFrame:
    """outlet, start (zone-aware): every open interval of `days` business days, outlets in their order.

    An interval is open when the outlet is open in any part of it. Hours belong to the civil date on which
    they open: a closure, a holiday or the day before `opened` takes them away whole, also what lies past
    midnight. On a public holiday the holiday rows count, or else those of the weekday, or none for an outlet
    that does not open on holidays. On a make-up workday an outlet that is closed on that weekday keeps the
    hours of the working day next to the weekend.
    """
    starts = network.grid.starts(first_day, days)
    outlets = network.table("outlets")["outlet"]
    mask = open_mask(network, starts)
    place, interval = np.nonzero(mask)
    return pd.DataFrame({"outlet": outlets.take(place).reset_index(drop=True), "start": starts.take(interval)})


def open_mask(network: Network, starts: pd.DatetimeIndex) -> npt.NDArray[np.bool_]:
    """Which intervals are open, shape (outlets, starts); `starts` are those of whole business days."""
    outlets = network.table("outlets")
    if not len(starts):
        return np.zeros((len(outlets), 0), dtype=bool)
    wall = starts.tz_localize(None)
    dates = pd.date_range(
        wall[0].normalize() - pd.Timedelta(days=1), wall[-1].normalize() + pd.Timedelta(days=1), unit="us"
    )
    hours = network.table("opening_hours")
    weekday = np.asarray(hours["weekday"].map(ROWS), dtype=np.int64)
    place = _places(network, hours["outlet"])
    used = _used_rows(network, dates, place, weekday)
    row, date = np.nonzero(used[place] == weekday[:, None])
    stop = starts[-1] + pd.Timedelta(minutes=network.grid.grain)
    opens, closes = minutes_of(hours["opens"]), minutes_of(hours["closes"])
    length = np.where(closes > opens, closes - opens, closes - opens + DAY)
    begin = _first_pass(dates[date] + pd.to_timedelta(opens[row], unit="min"), network.grid.timezone)
    end = _first_pass(dates[date] + pd.to_timedelta((opens + length)[row], unit="min"), network.grid.timezone)
    inside = (begin < stop) & (end > starts[0])
    first = starts.searchsorted(begin[inside].where(begin[inside] > starts[0], starts[0]), side="right") - 1
    past = starts.searchsorted(end[inside], side="left")
    change = np.zeros((len(outlets), len(starts) + 1), dtype=np.int32)
    np.add.at(change, (place[row[inside]], first), 1)
    np.add.at(change, (place[row[inside]], past), -1)
    open_now: npt.NDArray[np.bool_] = change.cumsum(axis=1)[:, :-1] > 0
    return open_now


def _places(network: Network, outlets: pd.Series) -> npt.NDArray[np.int64]:
    """The position of each outlet in the outlets table."""
    order = pd.Index(network.table("outlets")["outlet"])
    return np.asarray(order.get_indexer(pd.Index(outlets)), dtype=np.int64)


def _first_pass(wall: pd.DatetimeIndex, timezone: str) -> pd.DatetimeIndex:
    """Instants of wall-clock times: the first pass of an hour that comes twice, the end of one that is skipped."""
    ambiguous = np.ones(len(wall), dtype=bool)
    return wall.tz_localize(timezone, ambiguous=ambiguous, nonexistent="shift_forward")


def _used_rows(
    network: Network, dates: pd.DatetimeIndex, place: npt.NDArray[np.int64], weekday: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Which weekday's rows each outlet follows on each date, shape (outlets, dates); -1 where it is closed."""
    outlets = network.table("outlets")
    calendar = day_calendar(network, dates[0], dates[-1])
    kind = calendar["kind"].to_numpy()
    has = np.zeros((len(outlets), HOLIDAY + 1), dtype=bool)
    has[place, weekday] = True
    used = np.tile(dates.day_of_week.to_numpy().astype(np.int64), (len(outlets), 1))

    beside = _working_day_beside(weekend(network))
    unusual = (kind == "workday")[None, :] & ~has[np.arange(len(outlets))[:, None], used]
    used = np.where(unusual, beside[used], used)

    holiday = (kind == "holiday")[None, :]
    used = np.where(holiday & has[:, [HOLIDAY]], HOLIDAY, used)
    used = np.where(holiday & ~outlets["open_holidays"].to_numpy()[:, None], -1, used)

    before = dates.to_numpy()[None, :] < outlets["opened"].to_numpy()[:, None]
    used = np.where(before, -1, used)
    closures = network.table("closures")
    which = _places(network, closures["outlet"])
    first = dates.searchsorted(pd.DatetimeIndex(closures["first_day"]))
    last = dates.searchsorted(pd.DatetimeIndex(closures["last_day"]), side="right")
    for outlet, begin, end in zip(which, first, last, strict=True):
        used[outlet, begin:end] = -1
    return used


def _working_day_beside(weekend_days: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """For each weekday the nearest one that is no day off: Friday for Saturday, Monday for Sunday."""
    working = [day for day in range(7) if day not in weekend_days] or list(range(7))
    nearest = [min(working, key=lambda day: (min((day - d) % 7, (d - day) % 7), day)) for d in range(7)]
    return np.array(nearest, dtype=np.int64)
