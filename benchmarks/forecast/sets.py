"""The public sets: how each is read, and the windows on which it is judged (as measured before in the notes of
the project, so that figures can be set beside older ones).

Any set found in its folder is read; one that is not there is skipped by the caller.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from errno import ENOENT
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pandas as pd
from holidays import country_holidays

from benchmarks.forecast.generated import daily_5000, half_hours_1000
from benchmarks.forecast.task import DAY, Task

HALF_HOUR, HOUR = 30, 60
CUSTOMARY = {
    "New Year": ("01-02", "01-03"),
    "Obon": ("08-13", "08-14", "08-15"),
    "Year End": ("12-29", "12-30", "12-31"),
}
"""Japanese days off by custom, month and day."""
UNFORESEEN = "Terremoto|Mundial"
"""Events of Ecuador that no calendar told ahead: an earthquake, and matches that depend on others' results."""
TWO_YEARS = 24 * 7 * 104
"""Hours of history that everybody is given of the long hourly sets."""


def folder(data: Path, name: str) -> Path:
    """The set's folder, in `data` itself or in its part for forecasting."""
    return data / name if (data / name).is_dir() else data / "forecast" / name


def favorita(data: Path) -> Task:
    """Customers of 54 stores in Ecuador by day, with the set's own list of days off and of local holidays."""
    home = folder(data, "favorita_transactions")
    rows = pd.read_csv(home / "transactions.csv")
    day = pd.to_datetime(rows["date"], format="mixed")
    values = _wide(day, _store(rows["store_nbr"]), rows["transactions"])
    long = [name for name in values if len(values[name].loc[_span(values[name])]) >= 28 * 10 + 60]
    holidays, makeup, events = ecuadorian_days(home)
    return Task("favorita", values[long], DAY, 28, 10, (7,), 7, events=events, holidays=holidays, makeup=makeup)


def recruit(data: Path) -> Task:
    """Visitors of 829 Japanese restaurants by day, with the set's own list of days off."""
    home = folder(data, "recruit_restaurant")
    with ZipFile(home / "air_visit_data.csv.zip") as archive:
        rows = pd.read_csv(archive.open("air_visit_data.csv"), parse_dates=["visit_date"])
    values = _wide(rows["visit_date"], rows["air_store_id"], rows["visitors"])
    return Task("recruit", values, DAY, 28, 8, (7,), 7, holidays=japanese_days(home))


def nn5(data: Path) -> Task:
    """Cash taken from 111 machines in Britain by day; an empty day is a machine out of order."""
    rows = pd.read_csv(folder(data, "nn5_daily") / "nn5_long.csv.gz", parse_dates=["ds"])
    values = _wide(rows["ds"], rows["unique_id"], rows["y"])
    return Task("nn5", values, DAY, 56, 1, (7,), 7, country="GB", subdivision="ENG")


def parks(data: Path) -> Task:
    """Visitors of Chinese mountain parks by day."""
    home = folder(data, "tourism_china_daily")
    found = {}
    for path in sorted(home.glob("*.csv")):
        rows = pd.read_csv(path, encoding="utf-8-sig")
        if path.stem != "hawaii" and {"date", "tourist"} <= set(rows):
            found[path.stem] = pd.Series(rows["tourist"].to_numpy(float), index=pd.to_datetime(rows["date"]))
    if not found:
        raise FileNotFoundError(ENOENT, "no park", str(home))
    values = pd.DataFrame(found).asfreq("D")
    holidays, makeup = chinese_days(folder(data, "holiday_cn"))
    return Task("parks", values, DAY, 14, 14, (7,), 7, country="CN", holidays=holidays, makeup=makeup)


def siguniang(data: Path) -> Task:
    """Visitors of Mount Siguniang by day."""
    task = parks(data)
    return _renamed(task, "siguniang", task.values[["siguniang"]])


def hawaii(data: Path) -> Task:
    """Arrivals in Hawaii by day, to the end of 2019."""
    rows = pd.read_csv(folder(data, "tourism_china_daily") / "hawaii.csv", encoding="utf-8-sig")
    values = pd.Series(rows["tourist"].to_numpy(float), index=pd.to_datetime(rows["date"])).asfreq("D")
    return Task("hawaii", values[:"2019-12-31"].to_frame("hawaii"), DAY, 28, 26, (7,), 7, country="US")


def rossmann(data: Path) -> Task:
    """Customers of 100 German drugstores by day, with opening, promotions and school holidays known ahead."""
    rows = pd.read_csv(
        folder(data, "rossmann") / "rossmann_100stores_restored_dates.csv.gz",
        parse_dates=["Date"],
        dtype={"StateHoliday": str},
    )
    series = "R" + rows["Store"].astype(str).str.zfill(3)
    opened = rows["Open"].fillna(0) > 0
    values = _wide(rows["Date"], series, rows["Customers"].where(opened))
    known = {"promo": rows["Promo"], "school holiday": rows["SchoolHoliday"]}
    events = pd.concat(
        [
            pd.DataFrame({"series": series, "day": rows["Date"], "kind": kind})[flag.fillna(0) > 0]
            for kind, flag in known.items()
        ],
        ignore_index=True,
    )
    return Task("rossmann", values, DAY, 48, 10, (7,), 7, country="DE", events=events)


def ambulance(data: Path) -> Task:
    """Ambulance incidents in Britain by day and area."""
    wide = pd.read_csv(folder(data, "ambulance_uk") / "incidents_wide.csv.gz", index_col=0, parse_dates=True)
    kept = [name for name in map(str, wide) if sum(part != "<agg>" for part in name.split("|")) <= 1]
    kept = [name for name in kept if wide[name].mean() >= 5]
    return Task(
        "ambulance", wide[kept].astype(float), DAY, 84, 6, (7,), 7, step=42, country="GB", subdivision="ENG"
    )


def bank_us(data: Path) -> Task:
    """Calls to a bank in the United States by half hour, Monday to Friday 7 to 21 o'clock."""
    rows = pd.read_csv(folder(data, "bank_calls") / "bank_calls_5min.csv", parse_dates=["ds"])
    rows = rows[rows["ds"].dt.hour < 21]
    values = rows.groupby(rows["ds"].dt.floor("30min"))["y"].sum().astype(float).to_frame("bank_us")
    return Task("bank_us", values, HALF_HOUR, 140, 8, (28, 140), 140, country="US")


def bank_il(data: Path) -> Task:
    """Calls to a bank in Israel in 1999 by half hour, around the clock."""
    calls = pd.read_csv(folder(data, "bank_israel_1999") / "callcenter_6min.csv.gz", parse_dates=["ds"])
    values = calls.set_index("ds")["y"].resample("30min").sum().astype(float).to_frame("bank_il")
    return Task("bank_il", values, HALF_HOUR, 336, 12, (48, 336), 336, country="IL", weekend=(4, 5))


def ed_iowa(data: Path) -> Task:
    """Arrivals at an emergency department by hour."""
    rows = pd.read_csv(folder(data, "ed_arrivals_iowa") / "uihc_ed_arrivals.csv.gz")
    start = pd.Timestamp("1970-01-01") + pd.to_timedelta(rows["Date"].astype(int) * 24 + rows["Hour"], unit="h")
    values = rows["Arrivals"].groupby(start).sum().asfreq("h").astype(float).to_frame("ed")
    return _hourly("ed_iowa", values, 12, 4, "US", longest=TWO_YEARS)


def bike(data: Path) -> Task:
    """Rented bicycles in Washington by hour, without weather; an hour without a row had none."""
    rows = pd.read_csv(folder(data, "bike_uci") / "hour.csv")
    start = pd.to_datetime(rows["dteday"]) + pd.to_timedelta(rows["hr"], unit="h")
    values = pd.Series(rows["cnt"].to_numpy(float), index=start).asfreq("h").fillna(0.0).to_frame("bike")
    return _hourly("bike", values, 12, 3, "US")


def metro(data: Path) -> Task:
    """Cars on a road by hour, the last years."""
    path = folder(data, "metro_traffic") / "Metro_Interstate_Traffic_Volume.csv"
    rows = pd.read_csv(path, parse_dates=["date_time"])
    values = rows.groupby("date_time")["traffic_volume"].mean().asfreq("h").astype(float)
    return _hourly("metro", values["2016-01-01":"2018-09-30 23:00"].to_frame("metro"), 12, 4, "US")


def pedestrian(data: Path) -> Task:
    """Pedestrians in Melbourne by hour: all sensors that counted busily for the last two years."""
    values = _pedestrians(data)
    recent = values.iloc[-(168 * 8 + TWO_YEARS) :]
    kept = values.loc[:, (recent.isna().mean() <= 0.02) & (recent.median() >= 20)]
    return _hourly("pedestrian", kept, 6, 4, "AU", "VIC", longest=TWO_YEARS)


def pedestrian_all(data: Path) -> Task:
    """The same of every sensor that counts in the last week, new, broken and quiet ones included."""
    values = _pedestrians(data)
    kept = values.loc[:, values.iloc[-168:].notna().any()]
    return _hourly("pedestrian_all", kept, 6, 4, "AU", "VIC", longest=TWO_YEARS)


def _pedestrians(data: Path) -> pd.DataFrame:
    with ZipFile(folder(data, "pedestrian_melbourne") / "pedestriancounts_melbourne.zip") as archive:
        names = ["when", "weekday", "hour", "sensor", "name", "count"]
        rows = pd.read_csv(archive.open("pedestriancounts_melbourne.csv"), header=None, names=names)
    rows = rows.dropna(subset=["sensor", "count"])
    # Written 01-JAN-2012 00:00, with a leading blank.
    start = pd.to_datetime(rows["when"].str.strip().str.title(), format="%d-%b-%Y %H:%M")
    values = _wide(start, "P" + rows["sensor"].astype(int).astype(str).str.zfill(2), rows["count"], "h")
    last = pd.Timestamp("2015-02-14 23:00")  # the last day that most sensors counted to its end
    return values[:last].iloc[-(168 * 30 + TWO_YEARS) :]


def m4_hourly(data: Path) -> Task:
    """414 hourly series of the M4 competition: no counts, no calendar."""
    home = folder(data, "m4_hourly")
    train, test = (pd.read_csv(home / f"Hourly-{part}.csv", index_col=0) for part in ("train", "test"))
    columns = {}
    for name in train.index:
        both = np.concatenate([train.loc[name].dropna(), test.loc[name].dropna()]).astype(float)
        columns[name] = pd.Series(both, index=pd.date_range("2015-07-01", periods=len(both), freq="h"))
    return Task("m4_hourly", pd.DataFrame(columns), HOUR, 48, 1, (24, 168), 24)


def chinese_days(home: Path) -> tuple[pd.Series, tuple[pd.Timestamp, ...]]:
    """Official days off (name by day) and make-up workdays."""
    entries = [day for path in sorted(home.glob("*.json")) for day in json.loads(path.read_text())["days"]]
    off = {pd.Timestamp(day["date"]): day["name"] for day in entries if day["isOffDay"]}
    return pd.Series(off, dtype="str").sort_index(), tuple(
        sorted(pd.Timestamp(day["date"]) for day in entries if not day["isOffDay"])
    )


def ecuadorian_days(home: Path) -> tuple[pd.Series, tuple[pd.Timestamp, ...], pd.DataFrame]:
    """National days off (name by day), make-up workdays, and events: local holidays by store, days of shopping.

    A holiday moved away from a workday leaves it a workday. Days that are listed as around one of shopping are
    events too; around holidays calendars find them.
    """
    listed = pd.read_csv(home / "holidays_events.csv")
    listed["day"] = pd.to_datetime(listed["date"], format="mixed")
    listed = listed[~listed["transferred"] | (listed["day"].dt.day_of_week >= 5)]
    names = listed["description"].str.removeprefix("Traslado ")
    national = listed["locale"] == "National"
    off = national & listed["type"].isin(["Holiday", "Transfer", "Bridge"])
    about = names.str.replace(r"[+-]\d+$", "", regex=True)
    shopping = national & about.isin(names[listed["type"] == "Event"]) & ~names.str.contains(UNFORESEEN)
    stores = pd.read_csv(home / "stores.csv").melt("store_nbr", ["city", "state"], value_name="locale_name")
    local = listed[~national].merge(stores.assign(series=_store(stores["store_nbr"])), on="locale_name")
    everywhere = pd.DataFrame({"series": "", "day": listed["day"], "kind": names})[shopping]
    events = pd.concat([everywhere, local[["series", "day"]].assign(kind="local holiday")], ignore_index=True)
    days = pd.Series(names[off].to_numpy(), index=listed.loc[off, "day"], dtype="str")
    made_up = listed.loc[national & (listed["type"] == "Work Day"), "day"]
    return days[~days.index.duplicated()].sort_index(), tuple(made_up), events.drop_duplicates(ignore_index=True)


def japanese_days(home: Path) -> pd.Series:
    """Days off of the restaurants' calendar (name by day), by custom or by law."""
    days = pd.read_csv(home / "date_info.csv", parse_dates=["calendar_date"])
    off = pd.DatetimeIndex(days.loc[days["holiday_flg"] == 1, "calendar_date"])
    by_law = country_holidays("JP", years=sorted(set(off.year)), language="en_US")
    custom = {date: name for name, dates in CUSTOMARY.items() for date in dates}
    return pd.Series([custom.get(f"{day:%m-%d}") or by_law[day.date()] for day in off], index=off, dtype="str")


def _store(number: pd.Series) -> pd.Series:
    return "S" + number.astype(str).str.zfill(2)


def _hourly(
    name: str, values: pd.DataFrame, count: int, weeks: int, country: str, subdivision: str = "", longest: int = 0
) -> Task:
    """A week ahead by the hour, windows some weeks apart."""
    return Task(
        name,
        values,
        HOUR,
        168,
        count,
        (24, 168),
        168,
        step=168 * weeks,
        longest=longest,
        country=country,
        subdivision=subdivision,
    )


def _wide(start: pd.Series, series: pd.Series, count: pd.Series, freq: str = "D") -> pd.DataFrame:
    rows = pd.DataFrame({"start": start, "series": series, "count": count.astype(float)})
    known = rows.dropna(subset=["count"])  # a sum of missing counts would be 0
    return known.pivot_table(index="start", columns="series", values="count", aggfunc="sum").asfreq(freq)


def _span(values: pd.Series) -> slice:
    return slice(values.first_valid_index(), values.last_valid_index())


def _renamed(task: Task, name: str, values: pd.DataFrame) -> Task:
    return replace(task, name=name, values=values)


SETS: dict[str, Callable[[Path], Task]] = {
    "favorita": favorita,
    "recruit": recruit,
    "nn5": nn5,
    "siguniang": siguniang,
    "bank_us": bank_us,
    "bank_il": bank_il,
    "ed_iowa": ed_iowa,
    "bike": bike,
    "pedestrian": pedestrian,
    "m4_hourly": m4_hourly,
    "pedestrian_all": pedestrian_all,
    "parks": parks,
    "hawaii": hawaii,
    "rossmann": rossmann,
    "ambulance": ambulance,
    "metro": metro,
    "daily_5000": daily_5000,
    "half_hours_1000": half_hours_1000,
}
"""The ten sets of the benchmark first; the others are read where they are found, the last two are made."""
