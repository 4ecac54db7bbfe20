"""Staff problems small enough to write out, and to try every plan of."""

from __future__ import annotations

import pandas as pd

from optimize.shifts.values import StaffPrices, StaffProblem
from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator
from tests.shifts.instances import LINK_TYPES, SHIFT_COLUMNS, network

DAY = pd.Timestamp("2026-09-28")


def tiny(
    needs: dict[str, list[int]],
    *,
    people: dict[str, int] | None = None,
    shifts: tuple[tuple[object, ...], ...] = (("s2", 480, 600, 60, 120, 0, 0, 0),),
    links: list[tuple[object, ...]] = (),
    reserve: dict[str, list[int]] | None = None,
    desks: int = 9,
    opens: int = 480,
    hours: float = 40.0,
    hours_most: float = 44.0,
    duties: int = 5,
    grid: TimeGrid | None = None,
    day: pd.Timestamp = DAY,
    prices: StaffPrices | None = None,
) -> StaffProblem:
    """One pool and one post an outlet, `needs` by interval from `opens` on one day."""
    grid = grid or TimeGrid("Asia/Shanghai", 60)
    empty = network(1, days=1, partners=0, neighbours=0, reserve=0, two_posts=0.0, two_pools=0.0)

    def starts(count: int) -> pd.DatetimeIndex:
        first = grid.day_start(day) + pd.Timedelta(minutes=opens)
        return pd.date_range(first, periods=count, freq=f"{grid.grain}min", unit="us")

    def by_interval(table: dict[str, list[int]]) -> pd.DataFrame:
        rows = [
            (outlet, "a", start, count)
            for outlet, counts in table.items()
            for start, count in zip(starts(len(counts)), counts, strict=True)
        ]
        if not rows:
            return empty.reserve.assign(start=empty.reserve["start"].dt.tz_convert(grid.timezone))
        return pd.DataFrame(rows, columns=["outlet", "pool", "start", "people"])

    week = day - pd.Timedelta(days=day.weekday())
    own = {outlet: count for outlet, count in (people or {}).items() if count}
    return StaffProblem(
        need=by_interval(needs),
        floors=empty.floors.assign(start=empty.floors["start"].dt.tz_convert(grid.timezone)),
        posts=pd.DataFrame([(outlet, "a", "p") for outlet in needs], columns=["outlet", "pool", "post"]),
        desks=pd.DataFrame([(outlet, desks) for outlet in needs], columns=["outlet", "desks"]),
        reserve=by_interval(reserve or {}),
        shift_types=pd.DataFrame(
            [(outlet, *row, False) for outlet in needs for row in shifts],
            columns=["outlet", *SHIFT_COLUMNS, "break_paid"],
        ),
        staff=pd.DataFrame(
            [(outlet, "a", "p", day, count) for outlet, count in own.items()], columns=empty.staff.columns
        ).astype(empty.staff.dtypes),
        weekly=pd.DataFrame(
            [
                (outlet, "a", week, count, duties * count, hours, hours_most, 40.0 + place, 1.5, 0.3)
                for place, (outlet, count) in enumerate(own.items())
            ],
            columns=empty.weekly.columns,
        ).astype(empty.weekly.dtypes),
        links=pd.DataFrame(links, columns=list(LINK_TYPES)) if links else empty.links,
        prices=prices or StaffPrices(shortage=150.0, idle=5.0, travel=20.0, unplanned_absence=0.03),
        grid=grid,
    )


def random_tiny(seed: int) -> StaffProblem:
    """Two outlets, one or two people each, a link and a partner, breaks, a reserve: all at random."""
    rng = generator(seed, "tiny")
    needs = {outlet: rng.integers(0, 3, 4).tolist() for outlet in ("x", "y")}
    shifts = [("s2", 480, 600, 60, 120, 0, 0, 0), ("s4", 480, 480, 60, 240, 60, 60, 120)]
    links = [("y>x", "lent", "y", "a", "x", "a", "p", DAY, 30, 1, 41.0, 120, bool(rng.integers(2)), 0.3)]
    if rng.integers(2):
        links.append(("z>x", "partner", "z", "", "x", "a", "p", DAY, 15, 1, 60.0, 180, True, 0.25))
    return tiny(
        needs,
        people={"x": int(rng.integers(0, 2)), "y": int(rng.integers(1, 3))},
        shifts=tuple(shifts),
        links=links,
        reserve={"x": [0, 1, 1, 0]} if rng.integers(2) else {},
        desks=int(rng.integers(1, 4)),
        hours=float(rng.choice([2.0, 3.0, 40.0])),
        hours_most=float(rng.choice([3.5, 44.0])),
        duties=int(rng.integers(0, 2)) + 1,
    )
