"""From monthly customers to people: workload of representative weeks, full-time people, and who is there.

hours at the post    by `optimize.requirement` on a week of the month, x the month's open days
people needed        hours / (full-time hours of the month x shift efficiency x (1 - planned absence)
                     x (1 - unplanned absence))
gap                  people needed less those on contract who serve alone
"""

from __future__ import annotations

import pandas as pd

from forecast.monthly import forecast_months
from forecast.months.values import MonthlyForecast
from quarterhour.progress import Progress
from scenarios.headcount.demand import monthly_problem
from scenarios.headcount.hires import costs, full_time_rate, hires
from scenarios.headcount.supply import lead_days, supply
from scenarios.headcount.values import BANDS, Headcount
from scenarios.headcount.weeks import (
    open_slots,
    open_weekdays,
    week_rates,
    with_new,
)
from scenarios.headcount.work import month_hours, skilled_posts
from scenarios.network.model import Network
from scenarios.plan.full_time import WEEKS_A_MONTH, full_time_hours, share_at_post
from scenarios.plan.ordinary_week import KEYS, allowance, net_factor, week_shape

ALL = "*"
QUANTILE = {"low": "q10", "likely": "likely", "high": "q90"}
"""Columns of the monthly forecast behind each band: the 80 % range."""


def headcount(network: Network, months: int = 12, *, progress: Progress | None = None) -> Headcount:
    """People needed and there by month, outlet, region and skill.

    Raises
    ------
    LabelError
        When nothing of the history is known.
    """
    listener = progress or Progress()
    problem = monthly_problem(network, months)
    forecast = forecast_months(problem, progress=listener)
    factor = allowance(problem.daily, network.settings.staffing_quantile)
    own, together = _hours(network, forecast, factor, problem.first_month, months, listener)
    full_time = full_time_hours(network)
    for frame in (own, together):
        for band in BANDS:
            frame[band] = frame[f"hours_{band}"] / productive_hours(network, full_time)
    mean = own.groupby(["outlet", "skill"], as_index=False)[["likely"]].mean()
    there = supply(network, problem.ahead, mean, full_time)
    outlets = _with_supply(network, own, there, ["month", "outlet", "region", "skill"])
    regions = _with_supply(network, together, there, ["month", "region", "skill"])
    by_skill = _with_supply(network, together, there, ["month", "skill"])
    whole = _with_supply(network, together.assign(skill=ALL), there.assign(skill=ALL), ["month", "skill"])
    total = pd.concat([whole, by_skill], ignore_index=True)
    wanted = hires(network, regions, full_time)
    return Headcount(
        forecast=forecast,
        outlets=outlets,
        regions=regions,
        total=total,
        hires=wanted,
        costs=costs(network, total, there, wanted, full_time),
        steps=_steps(network, full_time, factor),
        first_day=network.first_day,
        full_time=full_time,
    )


def productive_hours(network: Network, full_time: float) -> float:
    """Hours at the post that a full-time person gives in a month."""
    return full_time * WEEKS_A_MONTH * share_at_post(network.settings)


def _hours(
    network: Network,
    forecast: MonthlyForecast,
    factor: pd.DataFrame,
    first: pd.Timestamp,
    months: int,
    listener: Progress,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """month, outlet, region, skill, hours by band: with each outlet's own range, and with that of all together."""
    posts, days = skilled_posts(network), open_weekdays(network, first, months)
    series = forecast.months[[*KEYS]].drop_duplicates(ignore_index=True)
    kinds = series.merge(network.table("outlets")[["outlet", "kind"]], on="outlet")
    last = first + pd.DateOffset(months=months - 1)
    shape = with_new(week_shape(network), kinds, open_slots(network, last))
    scale = series.merge(factor, on=KEYS, how="left").fillna({"factor": 1.0})
    scale["factor"] = scale["factor"] * net_factor(network, scale).to_numpy()
    served = posts[["outlet", "services"]].explode("services").rename(columns={"services": "service"})
    scale = scale.merge(served.drop_duplicates(), on=KEYS)
    rows = forecast.months.merge(scale, on=KEYS).merge(_network_ranges(forecast), on=["month", "service"])
    own: list[pd.DataFrame] = []
    together: list[pd.DataFrame] = []
    for number, band in enumerate(BANDS):
        asked = {"own": rows[QUANTILE[band]], "together": rows["likely"] * rows[f"{band}_ratio"]}
        for name, frames in (("own", own), ("together", together)):
            rates = week_rates(network, shape, rows.assign(customers=asked[name]), days)
            frames.append(month_hours(network, posts, rates, days).assign(band=band))
        listener.report("requirement", (number + 1) / len(BANDS))
    return _wide(network, own), _wide(network, together)


def _network_ranges(forecast: MonthlyForecast) -> pd.DataFrame:
    """month, service, low_ratio, likely_ratio, high_ratio: the ends of the range of all customers of a service
    over the likely ones."""
    total = forecast.total[forecast.total["service"] != ""]
    base = total["likely"].where(total["likely"] > 0)
    return total[["month", "service"]].assign(
        low_ratio=(total["q10"] / base).fillna(1.0),
        likely_ratio=1.0,
        high_ratio=(total["q90"] / base).fillna(1.0),
    )


def _wide(network: Network, frames: list[pd.DataFrame]) -> pd.DataFrame:
    rows = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    table = rows.pivot_table(index=["month", "outlet", "skill"], columns="band", values="hours", aggfunc="sum")
    table = table.reindex(columns=list(BANDS)).fillna(0.0)
    # Rounding to whole people may turn neighbours round; a range holds its middle.
    table["low"] = table[["low", "likely"]].min(axis=1)
    table["high"] = table[["high", "likely"]].max(axis=1)
    table.columns = pd.Index([f"hours_{band}" for band in BANDS])
    regions = network.table("outlets")[["outlet", "region"]]
    return table.reset_index().merge(regions, on="outlet")


def _with_supply(network: Network, need: pd.DataFrame, there: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Needs and people by `keys`, and the gap between them."""
    regions = network.table("outlets")[["outlet", "region"]]
    figures = [*(f"hours_{band}" for band in BANDS), *BANDS]
    needed = need.groupby(keys, as_index=False)[figures].sum()
    people = there.merge(regions, on="outlet").groupby(keys, as_index=False)[["contracted", "serving"]].sum()
    both = needed.merge(people, on=keys, how="outer").fillna(
        dict.fromkeys([*figures, "contracted", "serving"], 0.0)
    )
    gaps = {f"gap_{band}": both[band] - both["serving"] for band in BANDS}
    return both.assign(**gaps).sort_values(keys, ignore_index=True)


def _steps(network: Network, full_time: float, factor: pd.DataFrame) -> pd.DataFrame:
    """Every factor between customers and people with its source."""
    settings = network.settings
    given = set(network.table("settings")["key"])

    def source(key: str) -> str:
        return "settings" if key in given else "default"

    shares = ("staffing_quantile", "shift_efficiency", "planned_absence", "unplanned_absence", "attrition")
    rows: list[tuple[str, float, str, str]] = [
        ("full_time", full_time, "hours", "contracts"),
        ("busy_days", float(factor["factor"].mean()), "", "arrivals"),
        *((key, float(getattr(settings, key)), "share", source(key)) for key in shares),
        ("productive_hours", productive_hours(network, full_time), "hours", "derived"),
        ("training_hours", settings.training_hours, "hours", source("training_hours")),
        ("training_share", settings.training_share, "share", source("training_share")),
        ("induction_days", float(settings.induction_days), "days", source("induction_days")),
        ("hiring_days", float(settings.hiring_days), "days", source("hiring_days")),
        (
            "lead_days",
            settings.hiring_days + lead_days(settings, full_time, settings.training_hours),
            "days",
            "derived",
        ),
        ("hourly_rate", full_time_rate(network, full_time), "money", "contracts"),
    ]
    return pd.DataFrame(rows, columns=["key", "value", "unit", "source"])
