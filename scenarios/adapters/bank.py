"""The call desk of an Israeli bank: all of 1999's calls, counted by six minutes.

Source: the "Anonymous Bank" of Mandelbaum, Sakov and Zeltyn; Brown et al., "Statistical analysis of a
telephone call center", JASA 100 (2005). Real are the calls and the calendar; handling time and patience
follow the paper, rounded, as these counts do not show them; hours are derived from the calls; staff is made
up. The desk's place is not known, so that it has none, and there are no residents.

Hours: a half hour of the week is open when its mean count is at least `OPEN_SHARE` of the busiest half
hour's; the open hours of a weekday are the longest run of such half hours. For the whole year this gives
Sunday to Thursday 07:00 to 24:00 as in the paper, Friday 07:00 to 15:30 and Saturday 19:00 to 24:00, somewhat
longer than the paper's 14:00 and 20:00. The calls outside of them, less than 2%, are left out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from scenarios.adapters import team
from scenarios.adapters.horizon import plan_start, settings
from scenarios.network import Network
from scenarios.sample.opening import WEEKDAYS

CALLS = "callcenter_6min.csv.gz"
TIMEZONE, GRAIN = "Asia/Jerusalem", 30
DESK, SERVICE = "bank", "call"
OPEN_SHARE = 0.1
HANDLING, SPREAD = 3.2, 4.0
"""Minutes: mean and standard deviation of a call, rounded; the paper finds durations close to lognormal."""
PATIENCE = 10.0
"""Minutes, the order of magnitude of the paper's estimates of mean patience."""
SAFETY = 1.0
"""People beyond the offered load, per square root of it, that the staff is sized for."""


def bank(folder: Path, *, until: str | None = None, seed: int = 2026) -> Network:
    """The network of one call desk.

    Parameters
    ----------
    folder
        Holds the calls by six minutes.
    until
        First day that is held back, so that a plan can be played against what really came, `1999-12-06`
        for the last four weeks; the plan begins on the Monday on or after it. By default all of 1999 is
        used and the plan begins on Monday 3 January 2000.

    Raises
    ------
    ValueError
        When there are no eight weeks of calls before `until`.
    """
    calls = read_calls(folder / CALLS)
    end = pd.Timestamp(until) if until else calls["start"].max().normalize() + pd.Timedelta(days=1)
    known = calls[calls["start"] < end]
    if end - calls["start"].min() < pd.Timedelta(weeks=team.SIZING_WEEKS):
        raise ValueError(
            f"there are no {team.SIZING_WEEKS} weeks of calls before {end.date()}.\nMaybe a later day."
        )
    opened = open_hours(known)
    arrivals = _arrivals(known, opened)
    first = plan_start(end)
    people = team.needed(arrivals, HANDLING, GRAIN, first, SAFETY)
    return Network.from_tables(
        {
            "settings": settings("Bank call desk", TIMEZONE, GRAIN, "IL", first, seed, currency="ILS"),
            "outlets": pd.DataFrame(
                {
                    "outlet": [DESK],
                    "name": "Bank call desk",
                    "kind": "call_desk",
                    "tier": 1,
                    "desks": team.desks(people, pd.Series([DESK])),
                    "monthly_cost": 40_000,
                }
            ),
            "opening_hours": opened.assign(outlet=DESK),
            "services": _services(),
            "posts": pd.DataFrame(
                {"outlet": [DESK], "post": "calls", "services": SERVICE, "skills": "calls", "minimum_people": 1}
            ),
            "arrivals": arrivals,
            "employees": team.employees(people, GRAIN, "calls"),
            "contracts": team.CONTRACTS.assign(hourly_rate=[48.0, 44.0]),
            "shift_types": team.SHIFT_TYPES,
        }
    )


def read_calls(file: Path) -> pd.DataFrame:
    """start (naive wall clock), count: calls by half hour."""
    raw = pd.read_csv(file, parse_dates=["ds"])
    start = raw["ds"].astype("datetime64[us]").dt.floor(f"{GRAIN}min")
    return raw.groupby(start.rename("start"))["y"].sum().rename("count").reset_index()


def open_hours(calls: pd.DataFrame) -> pd.DataFrame:
    """weekday, opens, closes: one row a weekday on which the desk is open."""
    start = calls["start"].dt
    slot = (start.hour * 60 + start.minute) // GRAIN
    week = calls.assign(weekday=start.day_of_week, slot=slot)
    mean = week.pivot_table(index="weekday", columns="slot", values="count", aggfunc="mean").to_numpy()
    busy = mean >= OPEN_SHARE * mean.max()
    rows = [(day, *_longest_run(slots)) for day, slots in zip(WEEKDAYS, busy, strict=True) if slots.any()]
    return pd.DataFrame(
        [(day, _clock(first), _clock(past)) for day, first, past in rows], columns=["weekday", "opens", "closes"]
    )


def _longest_run(busy: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """First slot and slot past the end of the longest run."""
    edges = np.flatnonzero(np.diff(busy.astype(int), prepend=0, append=0))
    first, past = edges[::2], edges[1::2]
    longest = int((past - first).argmax())
    return int(first[longest]), int(past[longest])


def _clock(slot: int) -> str:
    minute = slot * GRAIN
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _arrivals(calls: pd.DataFrame, opened: pd.DataFrame) -> pd.DataFrame:
    """The table `arrivals`: calls within opening hours; the clock changes at night."""
    clock = calls["start"].dt.strftime("%H:%M")
    day = pd.Series(np.array(WEEKDAYS)[calls["start"].dt.day_of_week], index=calls.index)
    hours = opened.set_index("weekday").reindex(day)
    within = (clock.to_numpy() >= hours["opens"].to_numpy()) & (clock.to_numpy() < hours["closes"].to_numpy())
    kept = calls[within]
    return pd.DataFrame(
        {
            "outlet": DESK,
            "service": SERVICE,
            "start": kept["start"].dt.tz_localize(TIMEZONE),
            "count": kept["count"].astype(float),
        }
    ).reset_index(drop=True)


def _services() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "service": [SERVICE],
            "name": "Call",
            "kind": "immediate",
            "handling_minutes": HANDLING,
            "handling_spread": SPREAD,
            "patience_minutes": PATIENCE,
            "promise": "share_within",
            "promise_minutes": 0.5,
            "promise_share": 0.8,
        }
    )
