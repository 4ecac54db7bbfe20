"""Visitor service points in Melbourne: real hourly pedestrian counts, thinned to those who ask.

Source: City of Melbourne open data, pedestrian counting system, 2012 to 2015. Real are the places, the
counts and the calendar. Made up are the share of passers-by who ask, handling time and promise, opening
hours, staff, partners. There are no residents here, so that coverage is not answered.

Thinning: of the `count` people who pass in an hour, each one asks with probability `ASKING` on his own, so
that arrivals are binomial(count, ASKING); their ratio to passers-by keeps the pattern of the real counts
and adds the chance of small numbers. Draws are seeded by sensor.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from quarterhour.seeds import generator
from scenarios.adapters import team
from scenarios.adapters.horizon import plan_start, settings
from scenarios.network import Network

COUNTS, PLACES = "pedestriancounts_melbourne.zip", "Pedestrian_sensor_locations.csv"
TIMEZONE, GRAIN = "Australia/Melbourne", 60
ASKING = 0.01
"""Share of the passers-by who ask: one in a hundred."""
OPENS, CLOSES = 8, 20
LEAST_DAYS = 365
"""A sensor without a year of counts shows no season and is left out."""
RECENT_DAYS = 14
"""A sensor silent for that long before the plan is out of service and left out."""
HANDLING, SPREAD = 5.0, 4.0
KINDS = (("Station", "hub"), ("Melbourne Central", "hub"), ("Mall", "mall"), ("Market", "mall"))
"""Kind of outlet by what the sensor's name contains; all others are counters."""
CENTRE = (-37.8136, 144.9631)


def melbourne(folder: Path, *, until: str | None = None, seed: int = 2026) -> Network:
    """The network of visitor service points.

    Parameters
    ----------
    folder
        Holds the zipped counts and the places of the sensors.
    until
        First day that is held back, so that a plan can be played against what really came; the plan begins
        on the Monday on or after it. By default the whole history is used and the plan begins on Monday
        16 February 2015, four weeks with Labour Day in Victoria; `2014-09-29` has the change to summer time.

    Raises
    ------
    ValueError
        When no sensor has a year of counts before `until`.
    """
    passers = _open_hours(read_counts(folder / COUNTS))
    end = pd.Timestamp(until) if until else passers["when"].max().normalize() + pd.Timedelta(days=1)
    known = _in_service(passers[passers["when"] < end], end)
    arrivals = _arrivals(known, seed)
    first = plan_start(end)
    people = team.needed(arrivals, HANDLING, GRAIN, first)
    outlets = _outlets(known, pd.read_csv(folder / PLACES), people)
    return Network.from_tables(
        {
            "settings": settings(
                "Melbourne visitor service",
                TIMEZONE,
                GRAIN,
                "AU",
                first,
                seed,
                subdivision="VIC",
                currency="AUD",
                price_shortage=200,
            ),
            "outlets": outlets,
            "opening_hours": _opening_hours(outlets["outlet"]),
            "services": _services(),
            "posts": _posts(outlets["outlet"]),
            "arrivals": arrivals,
            "employees": team.employees(people, GRAIN, "visitor"),
            "contracts": team.CONTRACTS.assign(hourly_rate=[38.0, 36.0]),
            "shift_types": team.SHIFT_TYPES,
            "partners": _partners(),
            "partner_offers": _partner_offers(),
        }
    )


def read_counts(file: Path) -> pd.DataFrame:
    """when (naive wall clock), sensor, name, count: the rows that are complete."""
    columns = ["when", "weekday", "hour", "sensor", "name", "count"]
    raw = pd.read_csv(file, header=None, names=columns, skipinitialspace=True).dropna()
    when = pd.to_datetime(raw["when"], format="%d-%b-%Y %H:%M").astype("datetime64[us]")
    rows: pd.DataFrame = raw.assign(when=when, sensor=raw["sensor"].astype(int), count=raw["count"].astype(int))
    complete: pd.DataFrame = rows[["when", "sensor", "name", "count"]].reset_index(drop=True)
    return complete


def outlet_of(sensor: pd.Series) -> pd.Series:
    """The outlet's identifier of a sensor."""
    return ("M" + sensor.astype("str").str.zfill(2)).astype("str")


def _open_hours(counts: pd.DataFrame) -> pd.DataFrame:
    """Between opening and closing; the clock changes at night, so that these hours occur once a day."""
    hour = counts["when"].dt.hour
    kept: pd.DataFrame = counts[(hour >= OPENS) & (hour < CLOSES)].reset_index(drop=True)
    return kept


def _in_service(passers: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """The rows of sensors with enough history that still count."""
    span = passers.groupby("sensor")["when"].agg(["min", "max"])
    long = span["max"] - span["min"] >= pd.Timedelta(days=LEAST_DAYS)
    alive = span["max"] >= end - pd.Timedelta(days=RECENT_DAYS)
    if not (long & alive).any():
        raise ValueError(f"no sensor has a year of counts before {end.date()}.\nMaybe a day from 2013 to 2015.")
    return passers[passers["sensor"].isin(span.index[long & alive])].reset_index(drop=True)


def _arrivals(passers: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table `arrivals`; hours that a sensor missed are there without a count."""
    asked = [
        rows.assign(
            count=generator(seed, "melbourne", int(rows["sensor"].iloc[0])).binomial(rows["count"], ASKING)
        )
        for _, rows in passers.sort_values("when").groupby("sensor")
    ]
    whole = pd.concat([_without_gaps(rows) for rows in asked], ignore_index=True)
    return pd.DataFrame(
        {
            "outlet": outlet_of(whole["sensor"]),
            "service": "visitor",
            "start": whole["when"].dt.tz_localize(TIMEZONE),
            "count": whole["count"],
        }
    )


def _without_gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """All open hours from the first to the last count."""
    hours = pd.date_range(rows["when"].iloc[0], rows["when"].iloc[-1], freq="h", unit="us", name="when")
    hours = hours[(hours.hour >= OPENS) & (hours.hour < CLOSES)]
    filled = rows.set_index("when")["count"].astype(float).reindex(hours).reset_index()
    return filled.assign(sensor=rows["sensor"].iloc[0])


def _outlets(known: pd.DataFrame, places: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    sensors = known[["sensor", "name"]].drop_duplicates("sensor").sort_values("sensor", ignore_index=True)
    columns = {"Sensor ID": "sensor", "Latitude": "latitude", "Longitude": "longitude"}
    placed = sensors.merge(places.rename(columns=columns)[list(columns.values())], on="sensor", validate="1:1")
    outlet = outlet_of(placed["sensor"])
    kind = np.select([placed["name"].str.contains(part) for part, _ in KINDS], [k for _, k in KINDS], "counter")
    return placed[["name", "latitude", "longitude"]].assign(
        outlet=outlet, kind=kind, region="Melbourne", desks=team.desks(people, outlet), monthly_cost=9000
    )


def _opening_hours(outlets: pd.Series) -> pd.DataFrame:
    days = pd.DataFrame({"weekday": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]})
    hours = days.assign(opens=f"{OPENS:02d}:00", closes=f"{CLOSES:02d}:00")
    return outlets.to_frame().merge(hours, how="cross")


def _services() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "service": ["visitor"],
            "name": "Visitor information",
            "kind": "immediate",
            "handling_minutes": HANDLING,
            "handling_spread": SPREAD,
            "promise": "share_within",
            "promise_minutes": 10.0,
            "promise_share": 0.8,
        }
    )


def _posts(outlets: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {"outlet": outlets, "post": "desk", "services": "visitor", "skills": "visitor", "minimum_people": 1}
    )


def _partners() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "partner": ["museums", "transit"],
            "name": ["Museums alliance", "Transit hosts"],
            "latitude": [CENTRE[0] + 0.010, CENTRE[0] - 0.005],
            "longitude": [CENTRE[1] + 0.008, CENTRE[1] - 0.010],
            "notice_hours": [24, 12],
        }
    )


def _partner_offers() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "partner": ["museums", "transit"],
            "offer": ["hosts", "station_staff"],
            "skills": "visitor",
            "people": [6, 4],
            "price": [55.0, 60.0],
            "least_hours": 4.0,
        }
    )
