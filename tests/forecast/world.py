"""A made-up world whose truth is known: level x weekday x season x holidays x day profile, Poisson counts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from forecast import ForecastProblem
from quarterhour.grid import TimeGrid

WEEKDAY = np.array([1.1, 1.0, 0.95, 1.0, 1.15, 0.8, 0.7])
FESTIVAL = "Spring Festival"
NATIONAL = "National Day"
# First days of the lunar new year, as published for these years.
NEW_YEAR = {2022: "2022-02-01", 2023: "2023-01-22", 2024: "2024-02-10", 2025: "2025-01-29", 2026: "2026-02-17"}


@dataclass(frozen=True)
class World:
    """What the truth is made of; `problem` draws its history.

    Attributes
    ----------
    lift
        Factor of demand on the days of each holiday.
    noise
        Standard deviation of the log of a day's own factor.
    """

    outlets: tuple[str, ...] = tuple(f"O{number:02d}" for number in range(6))
    first: str = "2023-01-02"
    days: int = 730
    horizon: int = 28
    grain: int = 60
    opens: int = 9
    closes: int = 17
    mean: float = 160.0
    lift: dict[str, float] = field(default_factory=lambda: {FESTIVAL: 0.5, NATIONAL: 1.8})
    season: float = 0.15
    noise: float = 0.08
    closed_weekdays: tuple[int, ...] = ()
    timezone: str = "Asia/Shanghai"
    paths: int = 20
    seed: int = 1

    @property
    def start(self) -> pd.Timestamp:
        """First day of the horizon."""
        return pd.Timestamp(self.first) + pd.Timedelta(days=self.days)

    @property
    def calendar(self) -> pd.DataFrame:
        """Seven days of Spring Festival and of National Day a year, two make-up Saturdays around each."""
        day = pd.date_range(self.first, self.start + pd.Timedelta(days=self.horizon), freq="D")
        day = pd.date_range(day[0] - pd.Timedelta(days=40), day[-1] + pd.Timedelta(days=40), freq="D")
        frame = pd.DataFrame({"day": day, "holiday": "", "kind": "ordinary", "announced": True})
        for name, firsts in {
            FESTIVAL: list(NEW_YEAR.values()),
            NATIONAL: [f"{y}-10-01" for y in NEW_YEAR],
        }.items():
            for first in map(pd.Timestamp, firsts):
                run = (frame["day"] >= first) & (frame["day"] < first + pd.Timedelta(days=7))
                frame.loc[run, ["holiday", "kind"]] = name, "holiday"
                for shift in (-7, 13):
                    week = pd.date_range(first + pd.Timedelta(days=shift), periods=7, freq="D")
                    saturday = week[week.day_of_week == 5][0]
                    free = (frame["day"] == saturday) & (frame["kind"] == "ordinary")
                    frame.loc[free, "kind"] = "workday"
        return frame

    def truth(self) -> pd.DataFrame:
        """day, expected arrivals a day of an outlet of size 1, open."""
        frame = self.calendar
        last = self.start + pd.Timedelta(days=self.horizon)
        frame = frame[(frame["day"] >= self.first) & (frame["day"] < last)].reset_index(drop=True)
        weekday = frame["day"].dt.day_of_week.to_numpy()
        makeup = (frame["kind"] == "workday").to_numpy()
        factor = np.where(makeup, WEEKDAY[:5].mean(), WEEKDAY[weekday])
        factor = factor * (1 + self.season * np.sin(2 * np.pi * frame["day"].dt.day_of_year.to_numpy() / 365.25))
        factor = factor * frame["holiday"].map(self.lift).fillna(1.0).to_numpy()
        closed = np.isin(weekday, self.closed_weekdays) & ~makeup
        return frame.assign(expected=self.mean * factor, open=~closed)

    def shape(self) -> np.ndarray:
        """Share of each slot of an ordinary day."""
        slots = np.arange(1440 // self.grain) * self.grain / 60
        inside = (slots >= self.opens) & (slots < self.closes)
        bump = np.exp(-(((slots - 11) / 3) ** 2)) + 0.7 * np.exp(-(((slots - 15) / 2) ** 2))
        return np.where(inside, bump, 0.0) / bump[inside].sum()

    def sizes(self) -> dict[str, float]:
        """How large each outlet is."""
        return {outlet: 0.5 + 0.25 * place for place, outlet in enumerate(self.outlets)}

    def intervals(self) -> pd.DataFrame:
        """outlet, service, start, day, expected, count: all open intervals of history and horizon."""
        grid = TimeGrid(self.timezone, self.grain)
        truth = self.truth()
        starts = grid.starts(truth["day"].iloc[0], len(truth))
        day = grid.business_day(starts)
        slot = grid.slot(starts)
        rows = truth.set_index("day").loc[day]
        here = rows["open"].to_numpy() & (self.shape()[slot] > 0)
        frames = []
        for outlet, size in self.sizes().items():
            draw = np.random.default_rng([self.seed, int(size * 100)])
            noise = dict(zip(truth["day"], np.exp(draw.normal(0, self.noise, len(truth))), strict=True))
            expected = size * rows["expected"].to_numpy() * self.shape()[slot]
            rate = expected * pd.Series(day).map(noise).to_numpy()
            frame = pd.DataFrame(
                {"outlet": outlet, "service": "counter", "start": starts, "day": day, "expected": expected}
            )
            frames.append(frame.assign(count=draw.poisson(rate).astype(float))[here])
        return pd.concat(frames, ignore_index=True)

    def problem(self, intervals: pd.DataFrame | None = None) -> ForecastProblem:
        """What the forecaster is given."""
        rows = self.intervals() if intervals is None else intervals
        past = rows["day"] < self.start
        return ForecastProblem(
            history=rows.loc[past, ["outlet", "service", "start", "count"]],
            daily=NO_DAILY,
            opening=rows.loc[~past, ["outlet", "start"]].drop_duplicates(),
            days=self.calendar,
            events=NO_EVENTS,
            outlets=pd.DataFrame({"outlet": list(self.outlets), "kind": "station", "region": "north"}),
            grid=TimeGrid(self.timezone, self.grain),
            first_day=self.start,
            horizon=self.horizon,
            paths=self.paths,
            seed=self.seed,
        )


NO_DAILY = pd.DataFrame(
    {
        "outlet": pd.Series(dtype="str"),
        "service": pd.Series(dtype="str"),
        "day": pd.Series(dtype="datetime64[us]"),
        "count": pd.Series(dtype="float64"),
    }
)
NO_EVENTS = pd.DataFrame(
    {
        "outlet": pd.Series(dtype="str"),
        "day": pd.Series(dtype="datetime64[us]"),
        "kind": pd.Series(dtype="str"),
    }
)
