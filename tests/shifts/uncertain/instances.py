"""Two-stage problems small enough to solve in one piece, or to try every first stage of."""

from __future__ import annotations

import pandas as pd

from optimize.shifts.uncertain import Risk, Terms, UncertainProblem
from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator

DAY = pd.Timestamp("2026-09-28")
SHIFTS = (("s3", 480, 660, 60, 180, 0, 0, 0), ("s5", 480, 540, 60, 300, 60, 120, 180))
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


def problem(
    needs: dict[str, list[list[int]]],
    *,
    weights: list[float] | None = None,
    days: int = 1,
    people: int = 4,
    standby: int = 2,
    duties: int = 20,
    hours: float = 60.0,
    hours_most: float = 80.0,
    flexible: tuple[int, int, float, float] = (0, 1, 60.0, 20.0),
    shifts: tuple[tuple[object, ...], ...] = SHIFTS,
    windows: tuple[tuple[str, int, int], ...] = (("early", 480, 240), ("late", 600, 240)),
    desks: int = 9,
    terms: Terms | None = None,
    risk: Risk | None = None,
) -> UncertainProblem:
    """`needs` by outlet and path, hour after hour from 8 o'clock, the same hours on each of the days."""
    grid = TimeGrid("Asia/Shanghai", 60)
    outlets = list(needs)
    paths = len(needs[outlets[0]])
    rows = []
    for outlet, by_path in needs.items():
        for path, people_needed in enumerate(by_path):
            hours_a_day = len(people_needed) // days
            for place, count in enumerate(people_needed):
                day = DAY + pd.Timedelta(days=place // hours_a_day)
                start = grid.day_start(day) + pd.Timedelta(hours=8 + place % hours_a_day)
                rows.append((outlet, "a", start, path, count))
    every_day = [DAY + pd.Timedelta(days=number) for number in range(days)]
    least, most, price, retainer = flexible
    return UncertainProblem(
        need=pd.DataFrame(rows, columns=["outlet", "pool", "start", "path", "people"]),
        paths=pd.DataFrame({"path": range(paths), "weight": weights or [1 / paths] * paths}),
        pools=pd.DataFrame([(outlet, "a", "all") for outlet in outlets], columns=["outlet", "pool", "component"]),
        desks=pd.DataFrame([(outlet, desks) for outlet in outlets], columns=["outlet", "desks"]),
        shift_types=pd.DataFrame(
            [(outlet, *row, False) for outlet in outlets for row in shifts],
            columns=["outlet", *SHIFT_COLUMNS, "break_paid"],
        ),
        on_call=pd.DataFrame(
            [(outlet, *row) for outlet in outlets for row in windows],
            columns=["outlet", "contract", "start", "minutes"],
        ),
        staff=pd.DataFrame(
            [(outlet, "a", day, people, standby) for outlet in outlets for day in every_day],
            columns=["outlet", "pool", "day", "people", "standby"],
        ),
        weekly=pd.DataFrame(
            [
                (outlet, "a", DAY, duties, hours, hours_most, 30.0 + place, 1.5, 0.3)
                for place, outlet in enumerate(outlets)
            ],
            columns=[
                "outlet",
                "pool",
                "week",
                "duties",
                "hours",
                "hours_most",
                "rate",
                "overtime_factor",
                "standby_factor",
            ],
        ),
        flexible=pd.DataFrame(
            [("all", least, most, price, retainer)], columns=["component", "least", "most", "price", "retainer"]
        ),
        terms=terms or Terms(150.0, 1.5, 60, 120),
        grid=grid,
        risk=risk or Risk(),
    )


def random_problem(
    seed: int, *, outlets: int = 2, paths: int = 4, days: int = 1, risk: Risk | None = None
) -> UncertainProblem:
    """Needs that go together along each path, and limits that may bind."""
    rng = generator(seed, "two-stage")
    level = rng.uniform(0.5, 1.8, (paths, days))
    needs = {}
    for outlet in "xyz"[:outlets]:
        shape = rng.uniform(0.3, 2.2, 6)
        needs[outlet] = [
            [int(rng.poisson(each * level[path, day])) for day in range(days) for each in shape]
            for path in range(paths)
        ]
    weights = rng.dirichlet([2.0] * paths)
    return problem(
        needs,
        weights=[float(each) for each in weights],
        days=days,
        people=int(rng.integers(2, 5)),
        standby=int(rng.integers(0, 3)),
        duties=int(rng.integers(2, 4)) * days,
        hours=float(rng.choice([8.0, 60.0])) * days,
        hours_most=float(rng.choice([10.0, 80.0])) * days,
        flexible=(0, int(rng.integers(0, 3)), 60.0, float(rng.choice([0.0, 20.0]))),
        desks=int(rng.integers(2, 6)),
        terms=Terms(float(rng.choice([60.0, 150.0])), 1.5, int(rng.choice([0, 60, 120])), 120),
        risk=risk,
    )
