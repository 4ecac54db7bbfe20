"""Forecast accuracy on public histories, against the seasonal naive, by rolling origins.

    python -m benchmarks.forecast melbourne --data DIR      39 places, hourly, 7 days ahead
    python -m benchmarks.forecast bank_il --data DIR        a call desk, half-hourly, 7 days ahead
    python -m benchmarks.forecast favorita --data DIR       54 stores, daily, 28 days ahead

The objective of a line is the WAPE of the finest grain (sum of absolute errors / sum of counts); every origin sees
only what was known then. `bar` is what a published method reached on these origins or ones like them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import holidays
import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options, main
from forecast import ForecastProblem, backtest
from quarterhour.grid import TimeGrid

NO_EVENTS = pd.DataFrame({"outlet": pd.Series(dtype="str"), "day": pd.Series(dtype="datetime64[us]")}).assign(
    kind=pd.Series(dtype="str")
)


Task = tuple[ForecastProblem, int, int, int]
"""Problem, days ahead, number of origins, days between them."""


def _folder(data: Path, name: str) -> Path:
    """The set's folder, in `data` itself or in its part for forecasting."""
    return data / name if (data / name).is_dir() else data / "forecast" / name


def melbourne(data: Path) -> Task:
    """Pedestrians by sensor and hour; sensors with at least 20 an hour in the middle of the last two years."""
    with ZipFile(_folder(data, "pedestrian_melbourne") / "pedestriancounts_melbourne.zip") as archive:
        names = ["when", "weekday", "hour", "sensor", "name", "count"]
        rows = pd.read_csv(archive.open("pedestriancounts_melbourne.csv"), header=None, names=names)
    rows = rows.dropna(subset=["sensor", "count"])
    # Written 01-JAN-2012 00:00, with a leading blank.
    when = pd.to_datetime(rows["when"].str.strip().str.title(), format="%d-%b-%Y %H:%M")
    last = pd.Timestamp("2015-02-14")  # the last day that most sensors counted to its end
    kept = (when < last + pd.Timedelta(days=1)).to_numpy()
    grid = TimeGrid("Australia/Melbourne", 60)
    start = when[kept].drop_duplicates().sort_values()
    zoned = pd.Series(grid.local(pd.DatetimeIndex(start)), index=start)
    history = pd.DataFrame(
        {
            "outlet": "S" + rows.loc[kept, "sensor"].astype(int).astype(str).str.zfill(2),
            "service": "visit",
            "start": when[kept].map(zoned),
            "count": rows.loc[kept, "count"].astype(float),
        }
    )
    # 2012-10-07 02:00 does not exist and falls onto 03:00.
    history = history.groupby(["outlet", "service", "start"])["count"].sum().reset_index()
    recent = history[history["start"] >= (last - pd.Timedelta(days=785)).tz_localize(grid.timezone)]
    stats = recent.groupby("outlet")["count"].agg(["size", "median"])
    chosen = stats.index[(stats["size"] > 0.98 * 786 * 24) & (stats["median"] >= 20)]
    history = history[history["outlet"].isin(chosen)]
    return _problem(history, None, grid, last, ("AU", "VIC"), (5, 6)), 7, 6, 28


def bank_il(data: Path) -> Task:
    """Calls to an Israeli bank in 1999, 6 minutes gathered to half hours."""
    calls = pd.read_csv(_folder(data, "bank_israel_1999") / "callcenter_6min.csv.gz", parse_dates=["ds"])
    grid = TimeGrid("Etc/GMT-2", 30)  # the file counts 240 six-minute steps on every day of the year
    half_hours = calls.set_index("ds")["y"].resample("30min").sum()
    history = pd.DataFrame(
        {
            "outlet": "desk",
            "service": "call",
            "start": grid.local(pd.DatetimeIndex(half_hours.index)),
            "count": half_hours.to_numpy(dtype=float),
        }
    )
    return _problem(history, None, grid, pd.Timestamp("1999-12-31"), ("IL", None), (4, 5)), 7, 12, 7


def favorita(data: Path) -> Task:
    """Customers of 54 stores in Ecuador by day."""
    rows = pd.read_csv(_folder(data, "favorita_transactions") / "transactions.csv")
    daily = pd.DataFrame(
        {
            "outlet": "S" + rows["store_nbr"].astype(str).str.zfill(2),
            "service": "shop",
            "day": pd.to_datetime(rows["date"], format="%m/%d/%Y").astype("datetime64[us]"),
            "count": rows["transactions"].astype(float),
        }
    )
    days = daily.groupby("outlet")["day"].agg(lambda day: (day.max() - day.min()).days + 1)
    daily = daily[daily["outlet"].isin(days.index[days >= 340])]
    grid = TimeGrid("America/Guayaquil", 60)
    return _problem(None, daily, grid, daily["day"].max(), ("EC", None), (5, 6)), 28, 10, 28


Reader = Callable[[Path], Task]
SETS: dict[str, Reader] = {"melbourne": melbourne, "bank_il": bank_il, "favorita": favorita}


def _problem(
    history: pd.DataFrame | None,
    daily: pd.DataFrame | None,
    grid: TimeGrid,
    last: pd.Timestamp,
    place: tuple[str, str | None],
    weekend: tuple[int, ...],
) -> ForecastProblem:
    """A problem whose horizon begins after `last`; only its past is played back here."""
    shown = history if history is not None else daily
    if shown is None:
        raise ValueError("a set needs a history by interval or by day")
    outlets = pd.DataFrame({"outlet": shown["outlet"].unique(), "kind": "outlet", "region": ""})
    first = shown["day"].min() if history is None else grid.business_day(pd.DatetimeIndex(shown["start"])).min()
    columns = {"outlet": "str", "service": "str", "count": "float64"}
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    start = pd.Series(dtype=f"datetime64[us, {grid.timezone}]")
    return ForecastProblem(
        history=empty.assign(start=start) if history is None else history,
        daily=empty.assign(day=pd.Series(dtype="datetime64[us]")) if daily is None else daily,
        opening=pd.DataFrame({"outlet": pd.Series(dtype="str"), "start": start}),
        days=_calendar(first, last + pd.Timedelta(days=28), *place),
        events=NO_EVENTS,
        outlets=outlets,
        grid=grid,
        first_day=last + pd.Timedelta(days=1),
        horizon=28,
        weekend=weekend,
    )


def _calendar(first: pd.Timestamp, last: pd.Timestamp, country: str, subdivision: str | None) -> pd.DataFrame:
    """Public holidays as the library `holidays` knows them, 40 days on both sides."""
    day = pd.date_range(first - pd.Timedelta(days=40), last + pd.Timedelta(days=40), freq="D")
    known = holidays.country_holidays(country, subdiv=subdivision, years=sorted(set(day.year)), language="en_US")
    name = [known.get(date, "") for date in day.date]
    kind = np.where([entry != "" for entry in name], "holiday", "ordinary")
    return pd.DataFrame({"day": day, "holiday": name, "kind": kind, "announced": True})


def _run(name: str) -> Callable[[Options], Iterator[Line]]:
    def run(options: Options) -> Iterator[Line]:
        problem, horizon, origins, every = SETS[name](options.data)
        begin = time.perf_counter()
        rows = backtest(problem, horizon=horizon, origins=origins, every=every)
        seconds = time.perf_counter() - begin
        for grain in ("interval", "day"):
            shown = rows[rows["grain"] == grain]
            if options.wants(grain) and len(shown):
                yield _line(name, grain, shown, seconds, options.seed)

    return run


def _line(name: str, grain: str, rows: pd.DataFrame, seconds: float, seed: int) -> Line:
    ours, naive = rows[rows["model"] == "ours"], rows[rows["model"] == "seasonal_naive"]

    def wape(part: pd.DataFrame) -> float:
        return float(part["error"].sum() / part["actual"].sum())

    return Line(
        set=name,
        instance=grain,
        ours={
            "objective": wape(ours),
            "bound": None,
            "status": None,
            "seconds": seconds,
            "seed": seed,
            "checked": False,
        },
        peers={"seasonal_naive": {"objective": wape(naive)}},
        metrics={
            "seasonal_naive": wape(naive),
            "mase": float(ours["mase"].mean()),
            "mase_naive": float(naive["mase"].mean()),
            "coverage_80": float(ours["inside"].sum() / ours["points"].sum()),
            "bias": float(ours["bias"].sum() / ours["actual"].sum()),
            "series": int(ours["outlet"].nunique()),
            "origins": int(ours["origin"].nunique()),
        },
    )


if __name__ == "__main__":
    main("forecast", {name: _run(name) for name in SETS})
