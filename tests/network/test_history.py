"""The history for forecasting, compared with a walk through one series after another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.network import Network, history, opening
from tests.network.fixtures import settings, tables


def network(arrivals: pd.DataFrame) -> Network:
    """Outlets A (9 to 17 from Monday to Friday) and B (around the clock) in Melbourne."""
    hours = [("A", day, "09:00", "17:00") for day in ("mon", "tue", "wed", "thu", "fri")]
    hours += [("B", day, "00:00", "24:00") for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]
    return Network.from_tables(
        {
            "settings": settings(timezone="Australia/Melbourne", country="AU", plan_start=""),
            "outlets": tables()["outlets"],
            "opening_hours": pd.DataFrame(hours, columns=["outlet", "weekday", "opens", "closes"]),
            "arrivals": arrivals,
        }
    )


def test_against_a_walk() -> None:
    """Zeros, unknowns and absences as the docstring says, over a clock change, with a finer grain and gaps."""
    draw = np.random.default_rng(5)
    every = pd.date_range("2026-03-30", "2026-04-12", freq="10min", tz="Australia/Melbourne")
    parts = []
    for outlet, service in (("B", "x"), ("A", "y"), ("A", "x")):
        starts = every[draw.random(len(every)) < 0.3]
        starts = starts[~np.isin(starts.day, draw.choice(np.arange(1, 12), 3))]
        if outlet == "A":
            starts = starts[(starts.hour >= 8) & (starts.hour < 17)]
        counts = draw.poisson(1.0, len(starts)).astype(float)
        counts[draw.random(len(starts)) < 0.02] = np.nan
        parts.append(pd.DataFrame({"outlet": outlet, "service": service, "start": starts, "count": counts}))
    rows = pd.concat(parts).sample(frac=1, random_state=1)
    net = network(rows)
    found, daily = history(net)
    assert daily.empty

    day = net.grid.business_day
    walked: dict[tuple[str, str, pd.Timestamp], float] = {}
    open_at = set(opening(net, "2026-03-29", 16).itertuples(index=False, name=None))
    for outlet, service in (("A", "x"), ("A", "y"), ("B", "x")):
        part = rows[(rows["outlet"] == outlet) & (rows["service"] == service)]
        given: dict[pd.Timestamp, float] = {}
        for start, count in zip(part["start"], part["count"], strict=True):
            interval = start.tz_convert("UTC").floor("30min").tz_convert(start.tz)
            given[interval] = given.get(interval, 0.0) + count
        days = set(day(pd.DatetimeIndex(part["start"])))
        span = (max(days) - min(days)).days + 1
        for start in net.grid.starts(min(days), span):
            known = day(pd.DatetimeIndex([start]))[0] in days
            if (outlet, start) in open_at:
                walked[outlet, service, start] = given.get(start, 0.0 if known else np.nan)
            elif given.get(start, 0.0) > 0:
                walked[outlet, service, start] = given[start]
    got = found.set_index(["outlet", "service", "start"])["count"]
    expected = pd.Series(walked)
    assert got.index.is_unique
    assert len(got) == len(expected)
    np.testing.assert_array_equal(got.reindex(expected.index).to_numpy(), expected.to_numpy())
    assert found.isna()["count"].sum() > 50  # unknown days are there to be told from zeros
    ordered = found.sort_values(["outlet", "service", "start"], ignore_index=True)
    pd.testing.assert_frame_equal(found, ordered)


def test_days_stay_days() -> None:
    """Rows that count whole days are given apart, by business day, with blanks kept."""
    days = pd.DataFrame(
        {"outlet": "A", "service": "x", "start": ["2026-04-06", "2026-04-05", "2026-04-07"], "count": [5, "", 0]}
    )
    found, daily = history(network(days))
    assert found.empty
    assert list(found.columns) == ["outlet", "service", "start", "count"]
    assert list(daily["day"].dt.strftime("%m-%d")) == ["04-05", "04-06", "04-07"]
    np.testing.assert_array_equal(daily["count"].to_numpy(), [np.nan, 5.0, 0.0])


def test_totals_are_kept() -> None:
    """Every known customer of the arrivals table is in the history, once."""
    net = Network.from_tables(tables())
    found, daily = history(net)
    assert found["count"].sum() + daily["count"].sum() == net.table("arrivals")["count"].sum()
