"""Random days of lending of any size, for tests and benchmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.shared_staff.lending import LendingProblem, LendingTerms
from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator

SEAT = ["outlet", "pool", "post"]
SHIFTS = [(420, 540, 60), (480, 540, 60), (540, 540, 60), (660, 540, 60), (780, 480, 30), (600, 240, 0)]
"""Start, length and break of duties, in minutes after midnight."""
SKILLS = ("counter", "advice", "office")


def day(
    outlets: int = 50,
    partners: int = 20,
    seed: int = 0,
    *,
    grain: int = 15,
    size: float = 6.0,
    surging: float = 0.1,
    lift: float = 1.8,
    wobble: float = 0.12,
    nearest: int = 8,
    width: float | None = None,
    certified: float = 0.7,
    jam: float = 1.5,
) -> LendingProblem:
    """A city as dense whatever its size; a tenth of its outlets surges in parts of town, all wobble a little.

    Own people are grouped by duty and by whether they hold the certificate that posts of advice ask for.
    """
    rng = generator(seed, "lending", outlets)
    grid = TimeGrid("Asia/Shanghai", grain)
    first = grid.day_start("2026-10-01")
    starts = pd.date_range(first, periods=1440 // grain, freq=f"{grain}min", unit="us")
    minute = np.arange(0, 1440, grain)
    side = width or 3.0 * np.sqrt(outlets)
    places, offices = rng.random((outlets, 2)) * side, rng.random((partners, 2)) * side
    storms = rng.random((max(1, round(outlets * surging / 3)), 2)) * side
    needs, steps, supplies, links, desks = [], [], [], [], []
    seats: list[tuple[int, str, str]] = []
    groups: list[tuple[str, int, str, bool]] = []
    for number in range(outlets):
        name = f"o{number:03d}"
        pools = ["counter"] + (["advice"] if rng.random() < 0.5 else [])
        near = np.hypot(*(storms - places[number]).T).min() < 0.06 * side + 1.0
        total = 0
        for pool in pools:
            scale = size * (0.3 + 1.2 * rng.random()) * (1.0 if pool == "counter" else 0.5)
            shape = 0.4 + 0.6 * np.exp(-(((minute - 640 - 90 * rng.random()) / 170.0) ** 2))
            shape += 0.25 * np.exp(-(((minute - 960) / 90.0) ** 2))
            open_ = (minute >= 480) & (minute < 1200)
            ordinary = np.where(open_, np.maximum(1, np.rint(scale * shape)), 0).astype(int)
            there, cohorts = _duties(rng, ordinary, minute, grain)
            surge = 1 + (lift - 1) * np.exp(-(((minute - 780) / 150.0) ** 2)) if near else 1.0
            factor = surge * np.exp(wobble * rng.standard_normal())
            wanted = np.where(open_, np.maximum(1, np.rint(scale * shape * factor)), 0).astype(int)
            keep = np.maximum(wanted, np.where(open_, np.rint(ordinary * 0.9), 0).astype(int))
            total += int(max(there.max(), wanted.max()))
            seats.append((number, pool, pool))
            for q in np.flatnonzero(open_):
                needs.append((name, pool, "", starts[q], int(there[q]), int(wanted[q]), int(keep[q])))
                steps += _steps((name, pool, "", starts[q]), int(wanted[q]))
            for place, (begin, length, rest, people) in enumerate(cohorts):
                able = int(rng.binomial(people, certified)) if pool == "counter" else people
                for certificate, count in ((True, able), (False, people - able)):
                    if count:
                        supply = f"{name}/{pool}/{place}/{'c' if certificate else '-'}"
                        window = (begin, begin + length, rest, rest + 60 if rest else 0)
                        supplies.append((supply, "own", name, name, pool, pool, count, *window, 5.0, 60, 1440))
                        groups.append((supply, number, pool, certificate))
            if rng.random() < 0.15:
                supply = f"{name}/{pool}/call"
                supplies.append((supply, "standby", name, name, pool, pool, 2, 480, 1200, 0, 0, 32.0, 60, 600))
                groups.append((supply, number, pool, True))
        desks.append((name, total + int(rng.integers(0, 3))))
    lenders = [(f"o{number:03d}", 6, float(rng.normal(0, 20))) for number in range(outlets)]
    far = np.hypot(places[:, None, 0] - places[None, :, 0], places[:, None, 1] - places[None, :, 1])
    order = np.argsort(far, axis=1, kind="stable")[:, 1:]
    for supply, home, pool, certificate in groups:
        call = supply.endswith("call")
        for number, other, post in seats:
            if number == home and (not call or other != pool):
                continue
            if number != home and home not in order[number, :nearest]:
                continue
            way = 1.3 * float(far[home, number]) / 30 * 60
            barred = _barred(way, certificate or post != "advice")
            links.append((supply, f"o{number:03d}", other, post, way, way * 5, barred))
    for place in range(partners):
        name = f"partner{place:02d}"
        lenders.append((name, 8, float(rng.normal(0, 20))))
        for offer in range(int(rng.integers(1, 3))):
            supply, certificate = f"{name}/{offer}", bool(rng.random() < 0.5)
            terms = (int(rng.integers(2, 7)), 480, 1260, 0, 0, float(rng.integers(50, 80)), 240, 480)
            supplies.append((supply, "partner", name, "", "", "", *terms))
            away = np.hypot(*(places - offices[place]).T)
            for number, other, post in seats:
                way = 1.3 * float(away[number]) / 30 * 60
                if way <= 60:
                    barred = _barred(way, certificate or post != "advice")
                    links.append((supply, f"o{number:03d}", other, post, way, np.inf, barred))
    pace = np.where(((minute >= 450) & (minute < 570)) | ((minute >= 1020) & (minute < 1140)), jam, 1.0)
    return LendingProblem(
        starts=starts,
        grain=grain,
        pace=tuple(pace.tolist()),
        needs=pd.DataFrame(needs, columns=[*SEAT, "start", "there", "wanted", "keep"]),
        steps=pd.DataFrame(steps, columns=[*SEAT, "start", "step", "people", "price"]),
        supplies=_supplies(supplies, first),
        links=pd.DataFrame(links, columns=["supply", *SEAT, "drive", "walk", "barred"]),
        lenders=pd.DataFrame(lenders, columns=["lender", "most", "credit"]),
        desks=pd.DataFrame(desks, columns=["outlet", "desks"]),
        terms=LendingTerms(),
        seed=seed,
    )


def _duties(
    rng: np.random.Generator, ordinary: np.ndarray, minute: np.ndarray, grain: int
) -> tuple[np.ndarray, list[tuple[int, int, int, int]]]:
    """People on duty by interval, and duties (start, length, break or 0, people) that cover ordinary days."""
    there = np.zeros(len(minute), dtype=int)
    cohorts: dict[tuple[int, int, int], int] = {}
    while (gap := np.clip(ordinary - there, 0, None)).sum() > 0.02 * ordinary.sum() + 4:
        best, gain = None, -1.0
        for begin, length, pause in SHIFTS:
            for rest in (begin + length // 2 - 30, begin + length // 2 + 30) if pause else (0,):
                on = (minute >= begin) & (minute < begin + length) & ~((minute >= rest) & (minute < rest + 60))
                value = float(np.minimum(gap, 1)[on].sum()) / length + 1e-6 * rng.random()
                if value > gain:
                    best, gain = (begin, length, rest, on), value
        assert best is not None
        there += best[3]
        cohorts[best[:3]] = cohorts.get(best[:3], 0) + 1
    return there, [(*key, people) for key, people in cohorts.items()]


def _steps(key: tuple[object, ...], wanted: int) -> list[tuple[object, ...]]:
    """The first third of those wanted may be missing at 150 an hour, the second at 300, the last at 600."""
    third = -(-wanted // 3)
    widths = (third, min(third, wanted - third), max(0, wanted - 2 * third))
    return [(*key, step, width, 150.0 * 2**step) for step, width in enumerate(widths) if width > 0]


def _barred(way: float, certificate: bool) -> str:
    if way + 35 > 120:
        return "lending.too_far"
    return "" if certificate else "lending.no_certificate"


def _supplies(rows: list[tuple[object, ...]], first: pd.Timestamp) -> pd.DataFrame:
    times = ["begins", "ends", "break_start", "break_end"]
    columns = ["supply", "kind", "lender", "outlet", "pool", "post", "people", *times]
    table = pd.DataFrame(rows, columns=[*columns, "price", "least_minutes", "most_minutes"])
    for name in times:
        at = first + pd.to_timedelta(table[name], unit="min")
        table[name] = at.where(table[name] > 0) if name.startswith("break") else at
    return table


@dataclass(frozen=True)
class Place:
    """An outlet with its usual and its actual people needed, by quarter hour from its opening."""

    outlet: str
    latitude: float
    longitude: float
    usual: np.ndarray
    today: np.ndarray


def from_places(
    places: list[Place], opens: int, date: str, timezone: str, seed: int, partners: int = 20
) -> LendingProblem:
    """A day of given places: one pool each, duties for the usual need, partners strewn among them by seed."""
    rng = generator(seed, "lending", date)
    first = TimeGrid(timezone, 15).day_start(date)
    starts = pd.date_range(first, periods=96, freq="15min", unit="us")
    minute = np.arange(0, 1440, 15)
    north = np.array([place.latitude for place in places]) * 111.2
    east = np.array([place.longitude for place in places]) * 111.2 * np.cos(np.radians(places[0].latitude))
    needs, steps, supplies, links, desks, lenders = [], [], [], [], [], []
    for number, place in enumerate(places):
        span = slice(opens // 15, opens // 15 + len(place.usual))
        usual, today = np.zeros(96, dtype=int), np.zeros(96, dtype=int)
        usual[span], today[span] = place.usual, place.today
        there, cohorts = _duties(rng, usual + (usual > 0), minute, 15)
        seat = (place.outlet, "visitor", "")
        for q in np.flatnonzero(usual):
            needs.append((*seat, starts[q], int(there[q]), int(today[q]), int(today[q])))
            steps += _steps((*seat, starts[q]), int(today[q]))
        desks.append((place.outlet, int(max(there.max(), today.max())) + 2))
        lenders.append((place.outlet, 6, float(rng.normal(0, 20))))
        for index, (begin, length, rest, people) in enumerate(cohorts):
            supply = f"{place.outlet}/{index}"
            window = (begin, begin + length, rest, rest + 60 if rest else 0)
            home = (place.outlet, place.outlet, "visitor", "desk")
            supplies.append((supply, "own", *home, people, *window, 5.0, 60, 1440))
            links += _to_all(supply, places, np.hypot(north - north[number], east - east[number]), number)
    for number in range(partners):
        name, supply = f"partner{number:02d}", f"partner{number:02d}/0"
        lenders.append((name, 8, float(rng.normal(0, 20))))
        terms = (int(rng.integers(2, 7)), opens, 1260, 0, 0, float(rng.integers(50, 80)), 240, 480)
        supplies.append((supply, "partner", name, "", "", "", *terms))
        at = rng.integers(len(places))
        far = np.hypot(north - north[at] - rng.normal(), east - east[at] - rng.normal())
        links += _to_all(supply, places, far, -1)
    return LendingProblem(
        starts=starts,
        grain=15,
        pace=tuple(np.where((minute >= 1020) & (minute < 1140), 1.5, 1.0).tolist()),
        needs=pd.DataFrame(needs, columns=[*SEAT, "start", "there", "wanted", "keep"]),
        steps=pd.DataFrame(steps, columns=[*SEAT, "start", "step", "people", "price"]),
        supplies=_supplies(supplies, first),
        links=pd.DataFrame(links, columns=["supply", *SEAT, "drive", "walk", "barred"]),
        lenders=pd.DataFrame(lenders, columns=["lender", "most", "credit"]),
        desks=pd.DataFrame(desks, columns=["outlet", "desks"]),
        terms=LendingTerms(),
        seed=seed,
    )


def _to_all(supply: str, places: list[Place], far: np.ndarray, home: int) -> list[tuple[object, ...]]:
    """Links to every other place, driven or walked."""
    return [
        (supply, place.outlet, "visitor", "desk", 5 + 2.6 * float(way), 16 * float(way), "")
        for number, (place, way) in enumerate(zip(places, far, strict=True))
        if number != home
    ]
