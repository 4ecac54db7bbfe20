"""Who had how many nights, weekend days and holidays by the segments; how far comparable people are apart."""

from __future__ import annotations

import pandas as pd

from optimize.roster import RosterProblem
from scenarios.network import Network

BURDENS = ("nights", "weekends", "holidays")
NEAR = 1.0
AWAY = ("leave", "sick", "unpaid")


def tally(problem: RosterProblem, segments: pd.DataFrame) -> pd.DataFrame:
    """employee, nights, weekends, holidays, and the days on which somebody was there to have them (there_...)."""
    free = set(problem.holidays["day"])
    own = segments[segments["employee"].isin(problem.employees["employee"])]
    own = own[~own["activity"].isin(["leave", "travel"])]
    duty = own.assign(key=own["duty"].where(own["duty"] != "", "training"))
    spans = duty.groupby(["employee", "day", "key"], as_index=False).agg(
        start=("start", "min"), end=("end", "max")
    )
    first = spans["start"].dt.tz_localize(None)
    last = spans["end"].dt.tz_localize(None) - pd.Timedelta(minutes=1)
    night = (first.dt.hour < 6) | (first.dt.hour >= 22) | (last.dt.hour < 6) | (last.dt.hour >= 22)
    had = pd.DataFrame(
        {
            "employee": spans["employee"],
            "nights": night | (first.dt.date != last.dt.date),
            "weekends": (spans["day"].dt.day_of_week >= 5) & ~spans.duplicated(["employee", "day"]),
            "holidays": first.dt.normalize().isin(free) | last.dt.normalize().isin(free),
        }
    )
    counted = had.groupby("employee")[list(BURDENS)].sum()
    return pd.concat([counted, _there(problem)], axis=1).fillna(0).rename_axis("employee")


def _there(problem: RosterProblem) -> pd.DataFrame:
    days = pd.DataFrame({"day": pd.date_range(problem.first_day, periods=problem.days, unit="us")})
    every = problem.employees[["employee", "first_day", "last_day"]].merge(days, how="cross")
    every = every[~(every["day"] < every["first_day"]) & ~(every["day"] > every["last_day"])]
    away = problem.absences.loc[problem.absences["kind"].isin(AWAY), ["employee", "day"]]
    there = every.merge(away, on=["employee", "day"], how="left", indicator=True)
    there = there[there["_merge"] == "left_only"]
    weekend, free = there["day"].dt.day_of_week >= 5, there["day"].isin(problem.holidays["day"])
    days_there = there.assign(there_nights=1, there_weekends=weekend, there_holidays=free)
    return days_there.groupby("employee")[[f"there_{what}" for what in BURDENS]].sum()


def spreads(network: Network, year: pd.DataFrame) -> dict[str, float]:
    """Over groups of the same home, contract, skills and certificates: how far the highest is from the lowest.

    Of each burden: groups of two or more that had any, the largest spread, the mean one, and the share of groups
    within one; of numbers as they are (raw) and of what each had beyond a share by days present (fair).
    """
    staff = network.table("employees").set_index("employee").loc[year.index]
    held = (
        network.table("certificates").groupby("employee")["certificate"].agg(lambda names: ";".join(sorted(names)))
    )
    keys = [staff["outlet"], staff["contract"], staff["skills"], held.reindex(year.index).fillna("")]
    group = pd.Series(staff.groupby([key.to_numpy() for key in keys], sort=False).ngroup(), index=year.index)
    found: dict[str, float] = {}
    for what in BURDENS:
        had, there = year[what].astype(float), year[f"there_{what}"].astype(float)
        total, present = had.groupby(group).transform("sum"), there.groupby(group).transform("sum")
        beyond = (had - total * there / present.clip(lower=1)).groupby(group)
        chosen = (had.groupby(group).size() > 1) & (had.groupby(group).sum() > 0)
        for kind, values in (("raw", had.groupby(group)), ("fair", beyond)):
            spread = (values.max() - values.min())[chosen]
            found |= {
                f"{what}_{kind}_most": round(float(spread.max()), 2) if len(spread) else 0.0,
                f"{what}_{kind}_mean": round(float(spread.mean()), 2) if len(spread) else 0.0,
                f"{what}_{kind}_within": round(float((spread <= NEAR + 1e-9).mean()), 3) if len(spread) else 1.0,
            }
        found[f"{what}_groups"] = int(chosen.sum())
    return found
