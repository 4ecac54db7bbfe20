"""Situations of any size: a town with outlets, people, partners, a surge at some, all drawn from one seed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch import Policy, Situation
from quarterhour.grid import TimeGrid

ZONE = "Asia/Shanghai"
DAY = pd.Timestamp("2026-09-16")
SKILLS = ("counter", "office", "insurance")


def town(
    outlets: int,
    seed: int,
    *,
    partners: int = 2,
    surged: float = 0.15,
    hours: float = 6.0,
    grain: int = 30,
    now: str = "10:20",
    width_km: float = 20.0,
    load: float = 0.5,
    policy: Policy | None = None,
) -> Situation:
    """A morning on which a share of the outlets has more customers than people."""
    rng = np.random.default_rng(seed)
    grid = TimeGrid(ZONE, grain)
    at = pd.Timestamp(f"{DAY.date()} {now}").tz_localize(ZONE)
    names = [f"O{number:03d}" for number in range(outlets)]
    starts = grid.starts(DAY, 1)
    open_ = starts[(starts >= _at(9)) & (starts < _at(17.5))]
    surge = np.where(rng.random(outlets) < surged, rng.uniform(1.4, 2.0, outlets), rng.uniform(0.7, 1.1, outlets))
    people_of = rng.integers(3, 9, outlets)
    profile = 1.0 + 0.3 * np.sin(np.linspace(0, np.pi, len(open_)))
    handling = 8.0
    calm = people_of * grain / handling * load
    rates = calm[:, None] * profile[None, :]
    row, t = np.indices(rates.shape)
    flow = pd.DataFrame(
        {"outlet": np.array(names)[row.ravel()], "lane": "counter", "start": open_[t.ravel()]}
    ).assign(rate=(rates * surge[:, None]).ravel())
    asked = np.ceil(rates * surge[:, None] * handling / grain + 0.7).astype(np.int64)
    need = flow[["outlet", "start"]].assign(pool="counter", post="", people=asked.ravel())
    office = need.assign(pool="counter", post="office", people=1)
    waiting = np.where(surge > 1.2, rng.integers(4, 25, outlets), rng.integers(0, 2, outlets))
    where = rng.uniform(0, width_km, (outlets + partners, 2))
    return Situation(
        now=at,
        until=min(at + pd.Timedelta(hours=hours), _at(20)),
        grid=grid,
        lanes=pd.DataFrame(
            {"outlet": names, "lane": "counter", "pool": "counter", "waiting": waiting.astype(float)}
        ).assign(handling=handling, cv=0.7, patience=np.inf, promise=10.0, price=40.0),
        posts=_posts(names),
        desks=pd.DataFrame({"outlet": names, "desks": people_of + rng.integers(1, 5, outlets)}),
        flow=flow,
        need=pd.concat([need, office], ignore_index=True)[["outlet", "pool", "post", "start", "people"]],
        people=_people(names, people_of, rng),
        offers=_offers(partners, rng),
        able=pd.DataFrame({"who": [], "outlet": [], "post": []}, dtype="str"),
        travel=_travel(names, where, outlets),
        policy=policy or Policy(),
        seed=seed,
    )


def able(situation: Situation, rng: np.random.Generator, share: float = 0.85) -> Situation:
    """With who may hold which post: their own, and with some chance the counters elsewhere."""
    from dataclasses import replace

    who = np.concatenate([situation.people["employee"], situation.offers["offer"]])
    fit = who[rng.random(len(who)) < share]
    counters = situation.posts.loc[situation.posts["post"] == "counter", ["outlet", "post"]]
    every = pd.DataFrame({"who": fit}).merge(counters, how="cross")
    own = situation.people[["employee", "outlet", "post"]].rename(columns={"employee": "who"})
    return replace(situation, able=pd.concat([every, own]).drop_duplicates(ignore_index=True).astype("str"))


def network(outlets: int, seed: int, **more: object) -> Situation:
    """A town in which it is known who may hold what."""
    made = town(outlets, seed, **more)  # type: ignore[arg-type]
    return able(made, np.random.default_rng([seed, 1]))


def _at(hour: float) -> pd.Timestamp:
    return (DAY + pd.Timedelta(hours=hour)).tz_localize(ZONE)


def _posts(names: list[str]) -> pd.DataFrame:
    both = pd.DataFrame({"outlet": names}).merge(pd.DataFrame({"post": ["counter", "office"]}), how="cross")
    return both.assign(pool="counter", lane=np.where(both["post"] == "counter", "counter", ""))


def _people(names: list[str], people_of: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    outlet = np.repeat(names, people_of + 3)
    size = len(outlet)
    place = np.concatenate([np.arange(count + 3) for count in people_of])
    state = np.where((place == 0) & (rng.random(size) < 0.5), "standby", "duty")
    post = np.where((place == 1) | (place == 2), "office", "counter")
    begin = rng.choice([8.0, 8.5, 9.0, 11.0], size, p=[0.3, 0.3, 0.3, 0.1])
    last = begin + rng.choice([4.0, 6.0, 8.0, 9.0], size, p=[0.05, 0.15, 0.4, 0.4])
    pauses = (last - begin >= 8) & (state == "duty")
    pause = begin + rng.choice([3.0, 3.5, 4.0, 4.5], size)
    moment = lambda hours: pd.Series(pd.DatetimeIndex([_at(float(hour)) for hour in hours]).as_unit("us"))  # noqa: E731
    rest = moment(pause)
    return pd.DataFrame(
        {
            "employee": [f"E{number:05d}" for number in range(size)],
            "home": outlet,
            "state": state,
            "outlet": outlet,
            "post": post,
            "begins": moment(begin),
            "ends": moment(last),
            "break_start": rest.where(pauses),
            "break_end": (rest + pd.Timedelta(hours=1)).where(pauses),
            "break_earliest": moment(begin + 3).where(pauses),
            "break_latest": moment(begin + 5).where(pauses),
            "available": rng.random(size) > 0.04,
            "trained": rng.random(size) > 0.05,
            "standby": rng.random(size) > 0.1,
            "night_work": rng.random(size) > 0.5,
            "travel_limit": rng.choice([20.0, 45.0, 60.0], size),
            "rate": rng.choice([38.0, 46.0, 52.0], size),
            "overtime_factor": 1.5,
            "day_left": rng.choice([0.0, 60.0, 120.0, 540.0], size),
            "week_left": rng.choice([30.0, 240.0, 1200.0], size),
            "month_left": 3000.0,
            "longest_end": moment(begin + 10),
            "shortest_end": moment(begin + 4),
            "home_by": moment(rng.choice([18.0, 21.0, 23.9], size)),
        }
    )


def _offers(partners: int, rng: np.random.Generator) -> pd.DataFrame:
    names = [f"P{number:02d}" for number in range(partners)]
    return pd.DataFrame(
        {
            "offer": pd.Series([f"{name}/clerks" for name in names], dtype="str"),
            "partner": pd.Series(names, dtype="str"),
            "people": rng.integers(1, 5, partners),
            "price": rng.choice([58.0, 62.0, 72.0], partners),
            "least_minutes": 240.0,
            "standby_factor": 0.3,
        }
    )


def _travel(names: list[str], where: np.ndarray, outlets: int) -> pd.DataFrame:
    every = [*names, *(f"P{number:02d}" for number in range(len(where) - outlets))]
    minutes = np.sqrt(((where[:, None] - where[None, :outlets]) ** 2).sum(axis=2)) * 1.3 / 30 * 60
    origin, to = np.nonzero((minutes <= 120) & (np.arange(len(every))[:, None] != np.arange(outlets)[None, :]))
    return pd.DataFrame(
        {"origin": np.array(every)[origin], "outlet": np.array(names)[to], "minutes": minutes[origin, to]}
    )
