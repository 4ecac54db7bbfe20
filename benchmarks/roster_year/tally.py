"""Who had how many nights, weekend days and holidays by the segments; how far comparable people are apart."""

from __future__ import annotations

import pandas as pd

from optimize.roster import RosterProblem

BURDENS = ("nights", "weekends", "holidays")
KEPT_AS = {"nights": "nights", "weekends": "weekend_days", "holidays": "holidays"}
"""Columns of the ledger."""
NEAR, ROUNDING = 1.0, 1e-4
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


def spreads(group: pd.Series, year: pd.DataFrame, ledger: pd.DataFrame) -> dict[str, float]:
    """Over groups of comparable people (by employee): how far the highest is from the lowest.

    Of each burden: groups of two or more that had any, the largest spread, the mean one, and how many groups are
    within one; of the ledger's balances at the end, of numbers as they are (raw) and of what each had beyond a
    share by days present in all the year (fair).
    """
    found: dict[str, float] = {"compared": int((group.map(group.value_counts()) > 1).sum())}
    balances = ledger.set_index("employee").reindex(year.index)
    group = group.reindex(year.index)
    for what in BURDENS:
        had, there = year[what].astype(float), year[f"there_{what}"].astype(float)
        total, present = had.groupby(group).transform("sum"), there.groupby(group).transform("sum")
        beyond = had - total * there / present.clip(lower=1)
        chosen = (had.groupby(group).size() > 1) & (had.groupby(group).sum() > 0)
        for kind, values in (("ledger", balances[KEPT_AS[what]]), ("raw", had), ("fair", beyond)):
            by_group = values.groupby(group)
            spread = (by_group.max() - by_group.min())[chosen]
            found |= {
                f"{what}_{kind}_most": round(float(spread.max()), 2) if len(spread) else 0.0,
                f"{what}_{kind}_mean": round(float(spread.mean()), 2) if len(spread) else 0.0,
                f"{what}_{kind}_within": int((spread <= NEAR + ROUNDING).sum()),
            }
        found[f"{what}_groups"] = int(chosen.sum())
    return found
