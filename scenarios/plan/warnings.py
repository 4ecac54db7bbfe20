"""Three-colour warnings of a plan; each carries its numbers.

Complaints count only where the rise is more than chance: the week's count beside the week's before, by
the conditional binomial test of two Poisson counts.
"""

from __future__ import annotations

import pandas as pd
from scipy.stats import binomtest

from optimize.requirement.values import Requirement
from optimize.roster.values import Roster
from optimize.shifts.values import StaffPlan
from quarterhour.grid import hours_between
from scenarios.network.model import Network
from scenarios.rehearsal.values import Rehearsal

SHORT_ORANGE = 0.1
"""Share of a day's need that is missing from which shortage is orange rather than yellow."""
COMPLAINTS_RISE = 0.3
"""Complaints up by this share week on week raise a yellow warning (a management standard's figure)."""
CHANCE = 0.05
"""Rises that chance alone brings this often are not reported."""
RED_SHORTFALL = 0.5
"""A promise kept for less than this share of its target is red."""


def warnings(
    network: Network,
    requirement: Requirement | None,
    staff: StaffPlan | None,
    roster: Roster | None,
    rehearsal: Rehearsal | None,
) -> pd.DataFrame:
    """warning, level, outlet, start, value, limit; the gravest first."""
    zone = network.grid.timezone
    found = [_complaints(network)]
    if requirement is not None:
        found += [_overdue(network, requirement)]
    if staff is not None:
        found += [_short(network, staff, roster)]
    if rehearsal is not None:
        found += [_promises(network, rehearsal)]
    frames = [frame for frame in found if len(frame)]
    if not frames:
        return pd.DataFrame(
            {
                **{name: pd.Series([], dtype="str") for name in ("warning", "level", "outlet")},
                "start": pd.DatetimeIndex([], tz=zone).as_unit("us"),
                **{name: pd.Series([], dtype="float64") for name in ("value", "limit")},
            }
        )
    every = pd.concat(frames, ignore_index=True)
    gravity = every["level"].map({"red": 0, "orange": 1, "yellow": 2})
    order = every.assign(gravity=gravity).sort_values(["gravity", "start", "outlet", "warning"])
    return order.drop(columns="gravity").reset_index(drop=True)


def _short(network: Network, staff: StaffPlan, roster: Roster | None) -> pd.DataFrame:
    """Person-hours missing by outlet and day, in the staff plan and in the roster's unfilled duties."""
    grid = network.grid
    cover = staff.cover.assign(day=grid.business_day(pd.DatetimeIndex(staff.cover["start"])))
    by_day = cover.groupby(["outlet", "day"], as_index=False)[["needed", "short"]].sum()
    by_day[["needed", "short"]] *= grid.grain / 60
    holes = _hole_hours(network, roster)
    both = by_day.merge(holes, on=["outlet", "day"], how="left", validate="one_to_one").fillna({"hours": 0.0})
    missing = both["short"] + both["hours"]
    shown = both.assign(value=missing)[missing > 0]
    level = (shown["value"] > SHORT_ORANGE * shown["needed"]).map({True: "orange", False: "yellow"})
    return _frame(network, "staff_short", shown, level, SHORT_ORANGE * shown["needed"])


def _overdue(network: Network, requirement: Requirement) -> pd.DataFrame:
    """Days on which work misses its deadline though staffed as required: age of the oldest, and the deadline."""
    promise = ["promise_minutes", "promise_share"]
    told = requirement.backlog.dropna(subset="in_time").merge(network.table("services")[["service", *promise]])
    day = network.grid.business_day(pd.DatetimeIndex(told["start"]))
    told = told.assign(day=day, kept=told["in_time"] * told["arrived"], value=told["oldest_minutes"])
    sums = {"arrived": "sum", "kept": "sum", "value": "max"}
    by_day = told.groupby(["outlet", "service", "day", *promise], as_index=False).agg(sums)
    met = by_day["kept"] / by_day["arrived"].where(by_day["arrived"] > 0) / by_day["promise_share"]
    late = met < 1.0 - 1e-9
    return _frame(network, "work_overdue", by_day[late], _levels(met[late]), by_day.loc[late, "promise_minutes"])


def _hole_hours(network: Network, roster: Roster | None) -> pd.DataFrame:
    if roster is None or roster.holes.empty:
        return pd.DataFrame(
            {
                "outlet": pd.Series(dtype="str"),
                "day": pd.Series(dtype="datetime64[us]"),
                "hours": pd.Series(dtype=float),
            }
        )
    holes = roster.holes
    day = network.grid.business_day(pd.DatetimeIndex(holes["start"]))
    hours = hours_between(holes["start"], holes["end"]) * holes["people"]
    return holes.assign(day=day, hours=hours).groupby(["outlet", "day"], as_index=False)[["hours"]].sum()


def _promises(network: Network, rehearsal: Rehearsal) -> pd.DataFrame:
    """Promises that do not hold on the mean over replications; by how much they are met."""
    broken = rehearsal.services[~rehearsal.services["kept"].astype(bool)]
    broken = broken[broken["arrivals"] > 0]
    mean_wait = broken["promise"] == "mean_wait"
    met = (broken["achieved"] / broken["target"]).where(~mean_wait, broken["target"] / broken["achieved"])
    worst = broken.assign(value=broken["achieved"], day=network.first_day)
    return _frame(network, "promise_broken", worst, _levels(met), broken["target"])


def _levels(met: pd.Series) -> pd.Series:
    """How grave it is to reach so large a part of what is promised."""
    edges = [-1.0, RED_SHORTFALL, 0.9, float("inf")]
    return pd.cut(met, edges, labels=["red", "orange", "yellow"], right=False).astype("str")


def _complaints(network: Network) -> pd.DataFrame:
    """Complaints of the last whole week of outcomes against the week before."""
    outcomes = network.table("outcomes")
    known = outcomes.dropna(subset="complaints")
    if known.empty:
        return pd.DataFrame()
    day = network.grid.business_day(pd.DatetimeIndex(known["start"]))
    last = day.max()
    age = (last - day).days
    weeks = known.assign(age=age)[(age < 14) & (known["period"] != "month").to_numpy()]
    weeks = weeks.assign(now=weeks["age"] < 7)
    counts = weeks.pivot_table(index="outlet", columns="now", values="complaints", aggfunc="sum", fill_value=0.0)
    counts = counts.reindex(columns=[False, True], fill_value=0.0).reset_index()
    before, now = counts[False].astype(float), counts[True].astype(float)
    risen = now > (1 + COMPLAINTS_RISE) * before
    chance = [
        binomtest(round(n), round(n + b), 0.5, alternative="greater").pvalue if n + b else 1.0
        for n, b in zip(now, before, strict=True)
    ]
    shown = counts.assign(value=now, day=last)[risen.to_numpy() & (pd.Series(chance) < CHANCE).to_numpy()]
    limit = (1 + COMPLAINTS_RISE) * before.loc[shown.index]
    return _frame(network, "complaints_up", shown, pd.Series("yellow", index=shown.index), limit)


def _frame(network: Network, warning: str, rows: pd.DataFrame, level: pd.Series, limit: pd.Series) -> pd.DataFrame:
    grid = network.grid
    start = {day: grid.day_start(day) for day in rows["day"].drop_duplicates()}
    starts = pd.Series(pd.DatetimeIndex([start[day] for day in rows["day"]], tz=grid.timezone).as_unit("us"))
    return pd.DataFrame(
        {
            "warning": warning,
            "level": level.to_numpy(),
            "outlet": rows["outlet"].to_numpy(),
            "start": starts,
            "value": rows["value"].to_numpy(dtype=float),
            "limit": limit.to_numpy(dtype=float),
        }
    )
