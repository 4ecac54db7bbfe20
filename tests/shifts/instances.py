"""Random staff problems of any size, for tests and benchmarks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shifts.values import StaffPrices, StaffProblem
from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator

SHIFTS = [
    # shift, earliest, latest, step, minutes, break, after, before
    ("early8", 420, 600, 30, 540, 60, 180, 300),
    ("late8", 660, 840, 30, 540, 60, 180, 300),
    ("short4", 420, 1080, 60, 240, 0, 0, 0),
    ("mid6", 420, 900, 60, 360, 30, 120, 240),
]
NIGHT = ("night8", 1320, 1320, 60, 540, 60, 180, 300)
SHIFT_COLUMNS = [
    "shift",
    "earliest_start",
    "latest_start",
    "start_step",
    "minutes",
    "break_minutes",
    "break_after",
    "break_before",
]


def network(
    outlets: int = 40,
    weeks: int = 1,
    seed: int = 0,
    *,
    grain: int = 30,
    days: int | None = None,
    first_day: str = "2026-09-28",
    timezone: str = "Asia/Shanghai",
    two_pools: float = 0.25,
    two_posts: float = 0.2,
    around_the_clock: int = 1,
    staff_ratio: float = 1.5,
    partners: int = 4,
    neighbours: int = 4,
    reserve: int = 3,
    peak: float = 6.0,
) -> StaffProblem:
    """A city of outlets that lend to their neighbours, with partners and a few outlets that hold a reserve."""
    rng = generator(seed, "staff", outlets)
    days = days or 7 * weeks
    grid = TimeGrid(timezone, grain)
    dates = pd.date_range(first_day, periods=days, unit="us")
    names = [f"o{number:03d}" for number in range(outlets)]
    need, floors, posts, reserved, staff, weekly, shifts = [], [], [], [], [], [], []
    opening = {}
    for number, outlet in enumerate(names):
        always = number < around_the_clock
        opens, closes = (0, 1440) if always else (int(rng.integers(14, 19)) * 30, int(rng.integers(34, 43)) * 30)
        opening[outlet] = (opens, closes)
        pools = ["a", "b"] if rng.random() < two_pools else ["a"]
        for pool in pools:
            held = ["p", "q"] if rng.random() < two_posts else ["p"]
            posts += [(outlet, pool, post) for post in held]
            size = peak * (0.25 + rng.random())
            busiest = 1
            for day in dates:
                minutes = np.arange(opens, closes, grain)
                shape = 0.45 + 0.55 * np.exp(-((((minutes % 1440) - 640 - 120 * rng.random()) / 170.0) ** 2))
                load = size * shape * (0.8 + 0.4 * rng.random()) * (0.35 if always else 1.0)
                people = np.maximum(1, rng.poisson(load * 4) // 4).astype(int)
                start = grid.day_start(day) + pd.to_timedelta(minutes, unit="min")
                busiest = max(busiest, int(people.max()))
                need += [(outlet, pool, at, count) for at, count in zip(start, people, strict=True)]
                if len(held) == 2:
                    floors += [(outlet, pool, "q", at, 1) for at in start[: len(start) // 2]]
                if number % 13 == 5 and number // 13 < reserve and day.weekday() >= 3:
                    reserved += [(outlet, pool, at, 2 * count) for at, count in zip(start, people, strict=True)]
            own = max(1, round(busiest * staff_ratio * (3.0 if always else 1.35)))
            for day in dates:
                there = int(rng.binomial(own, 0.93))
                for place, post in enumerate(held):
                    staff.append((outlet, pool, post, day, max(1, there - place * (own // 3))))
            for week in sorted({day - pd.Timedelta(days=day.weekday()) for day in dates}):
                rate = 35 + 10 * rng.random()
                weekly.append((outlet, pool, week, own, 5 * own, 40.0 * own, 44.0 * own, rate, 1.5, 0.3))
        for row in [*SHIFTS, *([NIGHT] if always else [])]:
            shifts.append((outlet, *row, False))
    return StaffProblem(
        need=pd.DataFrame(need, columns=["outlet", "pool", "start", "people"]),
        floors=_frame(floors, ["outlet", "pool", "post", "start", "people"], start=grid),
        posts=pd.DataFrame(posts, columns=["outlet", "pool", "post"]),
        desks=_desks(need),
        reserve=_frame(reserved, ["outlet", "pool", "start", "people"], start=grid),
        shift_types=pd.DataFrame(shifts, columns=["outlet", *SHIFT_COLUMNS, "break_paid"]),
        staff=pd.DataFrame(staff, columns=["outlet", "pool", "post", "day", "people"]),
        weekly=pd.DataFrame(
            weekly,
            columns=(
                [
                    "outlet",
                    "pool",
                    "week",
                    "people",
                    "duties",
                    "hours",
                    "hours_most",
                    "rate",
                    "overtime_factor",
                    "standby_factor",
                ]
            ),
        ),
        links=_links(rng, names, posts, {row[:2]: row[7] for row in weekly}, dates, partners, neighbours),
        prices=StaffPrices(shortage=300.0, idle=5.0, travel=40.0, unplanned_absence=0.03),
        grid=grid,
        seed=seed,
    )


def _frame(rows: list[tuple[object, ...]], columns: list[str], start: TimeGrid) -> pd.DataFrame:
    """A frame that keeps the types of its columns when it has no rows."""
    if rows:
        return pd.DataFrame(rows, columns=columns)
    empty: dict[str, pd.Series] = {name: pd.Series(dtype="str") for name in columns}
    empty["start"] = pd.Series(pd.DatetimeIndex([], dtype=f"datetime64[us, {start.timezone}]"))
    empty["people"] = pd.Series(dtype="int64")
    return pd.DataFrame(empty)


def _desks(need: list[tuple[str, str, pd.Timestamp, int]]) -> pd.DataFrame:
    table = pd.DataFrame(need, columns=["outlet", "pool", "start", "people"])
    total = table.groupby(["outlet", "start"])["people"].sum().groupby("outlet").max() + 1
    return total.rename("desks").reset_index()


LINK_TYPES = {
    **dict.fromkeys(("link", "kind", "lender", "lender_pool", "outlet", "pool", "post"), "str"),
    "day": "datetime64[us]",
    **dict.fromkeys(("minutes", "people", "price", "least_minutes"), "float64"),
    "standby": "bool",
    "standby_factor": "float64",
}


def _links(
    rng: np.random.Generator,
    names: list[str],
    posts: list[tuple[str, str, str]],
    rates: dict[tuple[str, str], float],
    dates: pd.DatetimeIndex,
    partners: int,
    neighbours: int,
) -> pd.DataFrame:
    """From the first pool of each outlet to its neighbours, and from partners to about half of all posts."""
    places = rng.random((len(names), 2)) * 60
    number = {name: place for place, name in enumerate(names)}
    rows: list[tuple[object, ...]] = []
    for outlet, pool, post in posts:
        here = number[outlet]
        far = np.hypot(*(places - places[here]).T)
        near = [int(other) for other in np.argsort(far, kind="stable") if other != here][:neighbours]
        for other in near:
            lender, standby = names[other], bool((here + other) % 2)
            link = f"{lender}>{outlet}/{pool}/{post}"
            terms = (round(float(far[other])), 2, rates[lender, "a"], 240, standby, 0.3)
            rows += [(link, "lent", lender, "a", outlet, pool, post, day, *terms) for day in dates]
    for outlet, pool, post in posts:
        for place in range(partners):
            if rng.random() < 0.5:
                offer = f"offer{place}"
                link, terms = f"{offer}>{outlet}/{pool}/{post}", (20 + place, 3, 60.0 + 5 * place, 240, True, 0.25)
                rows += [(link, "partner", offer, "", outlet, pool, post, day, *terms) for day in dates]
    return pd.DataFrame(rows, columns=list(LINK_TYPES)).astype(LINK_TYPES)
