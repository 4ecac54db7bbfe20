"""Days of a few outlets, small enough to say by hand what is right; minutes count from midnight."""

from __future__ import annotations

import pandas as pd

from optimize.shared_staff.lending import LendingProblem, LendingTerms

SEAT = ["outlet", "pool", "post"]
STARTS = pd.date_range("2026-10-01", periods=96, freq="15min", tz="Asia/Shanghai", unit="us")


def at(minute: float) -> pd.Timestamp:
    """The instant of a minute of the day."""
    return STARTS[0] + pd.Timedelta(minutes=minute)


def need(outlet: str, there: int, wanted: int, begin: int, end: int, keep: int | None = None) -> list[tuple]:
    """Rows of `needs` of the pool `a`, equal from `begin` to `end`."""
    kept = wanted if keep is None else keep
    return [(outlet, "a", "", at(minute), there, wanted, kept) for minute in range(begin, end, 15)]


def supply(name: str, people: int = 1, begin: int = 480, end: int = 1020, **others: object) -> dict[str, object]:
    """An own supply of the outlet before the slash, or what `others` say."""
    home = name.split("/")[0]
    row: dict[str, object] = {
        "supply": name,
        "kind": "own",
        "lender": home,
        "outlet": home,
        "pool": "a",
        "post": "p",
        "people": people,
        "begins": at(begin),
        "ends": at(end),
        "break_start": pd.NaT,
        "break_end": pd.NaT,
        "price": 5.0,
        "least_minutes": 60,
        "most_minutes": 1440,
    }
    return row | others


def link(name: str, outlet: str, minutes: float = 10.0, barred: str = "") -> tuple:
    """By car only."""
    return (name, outlet, "a", "p", minutes, float("inf"), barred)


def problem(
    needs: list[tuple],
    supplies: list[dict[str, object]],
    links: list[tuple],
    *,
    most: int = 99,
    credit: dict[str, float] | None = None,
    desks: int = 99,
    price: float = 300.0,
    pace: float = 1.0,
    terms: LendingTerms | None = None,
) -> LendingProblem:
    """All of it; every person missing costs the same."""
    rows = pd.DataFrame(needs, columns=[*SEAT, "start", "there", "wanted", "keep"])
    steps = rows[[*SEAT, "start"]].assign(step=0, people=rows["wanted"], price=price)
    table = pd.DataFrame(supplies)
    for name in ("begins", "ends", "break_start", "break_end"):
        table[name] = pd.to_datetime(table[name], utc=True).dt.tz_convert(STARTS.tz).astype(STARTS.dtype)
    lenders = sorted({*table["lender"], *rows["outlet"]})
    owed = [(credit or {}).get(name, 0.0) for name in lenders]
    return LendingProblem(
        starts=STARTS,
        grain=15,
        pace=(pace,) * 96,
        needs=rows,
        steps=steps,
        supplies=table,
        links=pd.DataFrame(links, columns=["supply", *SEAT, "drive", "walk", "barred"]),
        lenders=pd.DataFrame({"lender": lenders, "most": most, "credit": owed}),
        desks=pd.DataFrame({"outlet": sorted(set(rows["outlet"])), "desks": desks}),
        terms=terms or LendingTerms(),
    )
