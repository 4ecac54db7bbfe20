"""The consolidation problem of a network: monthly volumes, cost and neighbours of every outlet."""

from __future__ import annotations

import pandas as pd

from optimize.coverage.values import ConsolidationProblem, CoverageProblem
from scenarios.network.hours import opening
from scenarios.network.model import Network
from scenarios.plan.full_time import WEEKS_A_MONTH
from scenarios.plan.people_needed import people_needed
from scenarios.plan.thresholds import with_thresholds
from scenarios.premises import Premises
from scenarios.premises.people import People
from scenarios.premises.travel import between_outlets


def consolidation_problem(
    premises: Premises, staff: People | None, history: pd.DataFrame, coverage: CoverageProblem
) -> ConsolidationProblem:
    """Monthly volumes, cost and neighbours of every outlet; `history` is outlet, service, day, count.

    Outlets that the scenario closes are neither reviewed nor receive anybody; services that it takes away from an
    outlet are no part of that outlet's history.
    """
    network = premises.network
    asked = network.table("arrivals")[["outlet", "service"]].drop_duplicates()
    history = history[~history["outlet"].isin(premises.closed)].merge(asked, on=["outlet", "service"])
    names = ["review_months", "digital_share", "lost_share", "decay_minutes", "transfer_reach_minutes"]
    names += ["coverage_floor", "cost_close", "cost_move", "cost_convert", "converted_monthly_cost"]
    names += ["converted_share", "price_lost_customer", "price_resident_unserved"]
    policy = {name: float(getattr(network.settings, name)) for name in names}
    limits = {name: getattr(network.settings, name) for name in ("budget", "district_floor", "vulnerable_floor")}
    policy |= {name: float("nan") if value is None else float(value) for name, value in limits.items()}
    monthly = _monthly(history)
    return ConsolidationProblem(
        monthly=monthly,
        outlets=_reviewed(premises, staff, history),
        services=_services(history),
        between=between_outlets(premises),
        coverage=coverage,
        as_of=_last_whole_month(history),
        policy=pd.Series(policy),
        people=people_needed(premises, history),
        seed=network.settings.seed,
    )


def _monthly(history: pd.DataFrame) -> pd.DataFrame:
    """outlet, month, volume, open_days, days: months between first and last day, closed ones included."""
    days = history.groupby(["outlet", "day"], as_index=False)[["count"]].sum()
    days["month"] = days["day"].dt.to_period("M").dt.to_timestamp().astype("datetime64[us]")
    seen = days.groupby(["outlet", "month"], as_index=False).agg(
        volume=("count", "sum"), open_days=("day", "nunique")
    )
    months = pd.DataFrame({"month": pd.date_range(seen["month"].min(), seen["month"].max(), freq="MS", unit="us")})
    first = seen.groupby("outlet", as_index=False)[["month"]].min().rename(columns={"month": "begun"})
    grid = first.merge(months, how="cross")
    grid = grid[grid["month"] >= grid["begun"]].drop(columns="begun")
    full = grid.merge(seen, on=["outlet", "month"], how="left", validate="one_to_one")
    filled = full.fillna({"volume": 0.0, "open_days": 0}).astype({"open_days": int})
    return filled.assign(days=filled["month"].dt.days_in_month).reset_index(drop=True)


def _last_whole_month(history: pd.DataFrame) -> pd.Timestamp:
    last = history["day"].max()
    month = last.to_period("M")
    whole = month if last == month.end_time.normalize() else month - 1
    return pd.Timestamp(whole.to_timestamp())


def _services(history: pd.DataFrame) -> pd.DataFrame:
    """Customers a month by outlet and service: mean of the last twelve operating months."""
    month = history["day"].dt.to_period("M")
    seen = history.assign(month=month).groupby(["outlet", "service", "month"], as_index=False)[["count"]].sum()
    seen = seen[seen["month"] < history["day"].max().to_period("M")]
    recent = seen[seen.groupby(["outlet", "service"])["month"].rank(ascending=False) <= 12]
    volumes: pd.DataFrame = recent.groupby(["outlet", "service"], as_index=False).agg(volume=("count", "mean"))
    return volumes


def _open_minutes(network: Network) -> pd.DataFrame:
    """outlet, open_minutes: on a day on which it opens, over the four weeks from the first day planned."""
    slots = opening(network, network.first_day, 28)
    day = network.grid.business_day(pd.DatetimeIndex(slots["start"]))
    days = (
        slots.assign(day=day)
        .groupby("outlet", as_index=False)
        .agg(slots=("start", "size"), days=("day", "nunique"))
    )
    return days.assign(open_minutes=days["slots"] / days["days"] * network.grid.grain)[["outlet", "open_minutes"]]


def _reviewed(premises: Premises, staff: People | None, history: pd.DataFrame) -> pd.DataFrame:
    network = premises.network
    columns = ["outlet", "name", "kind", "region", "least_monthly_volume", "monthly_cost", "desks"]
    outlets = network.table("outlets")[columns]
    outlets = outlets[~outlets["outlet"].isin(premises.closed)]
    services = network.table("services")[["service", "handling_minutes"]]
    mix = history.merge(services, on="service", validate="many_to_one")
    mix = mix.assign(minutes=mix["count"] * mix["handling_minutes"].astype(float))
    totals = mix.groupby("outlet", as_index=False)[["count", "minutes"]].sum()
    totals["handling_minutes"] = totals["minutes"] / totals["count"].where(totals["count"] > 0)
    joined = outlets.merge(totals[["outlet", "handling_minutes"]], on="outlet", how="left", validate="one_to_one")
    if staff is not None:
        money = staff.employees["hours_week"].astype(float) * staff.employees["hourly_rate"] * WEEKS_A_MONTH
        people = (
            staff.employees.assign(money=money)
            .groupby("outlet", as_index=False)
            .agg(staff=("employee", "size"), staff_cost=("money", "sum"))
        )
        joined = joined.merge(people, on="outlet", how="left", validate="one_to_one")
    else:
        joined = joined.assign(staff=0, staff_cost=0.0)
    joined = joined.merge(_open_minutes(network), on="outlet", how="left", validate="one_to_one")
    unknown = {"staff": 0, "staff_cost": 0.0, "handling_minutes": 0.0, "open_minutes": 0.0}
    known = joined.fillna(unknown).astype({"monthly_cost": float, "desks": int, "staff": int})
    return with_thresholds(network, known)
