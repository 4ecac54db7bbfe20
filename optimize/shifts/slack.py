"""What a finished plan leaves unused: people, duties and hours of pools, people of links, desks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.shifts.clock import week_of
from optimize.shifts.hours import paid_hours, way_hours
from optimize.shifts.prepare import Prepared


@dataclass(frozen=True)
class Slack:
    """Unused means of a plan.

    Attributes
    ----------
    days
        p, day, activity, people (own in all), own (of these free that day), ready (of these again for standby
        only those who agree to it), duties and hours left in the week.
    links
        p (receiver), day, activity, linked (people links could give), free_links (links that still have somebody).
    desks
        outlet, start, left.
    weeks
        p, week, used_duties, used_hours (working hours, travel both ways included).
    """

    days: pd.DataFrame
    links: pd.DataFrame
    desks: pd.Series
    weeks: pd.DataFrame

    def desks_left(self, outlet: pd.Series, start: pd.Series) -> np.ndarray:
        """Desks free at each outlet and interval."""
        return self.desks.reindex(pd.MultiIndex.from_arrays([outlet, start])).to_numpy()


def slack_of(prepared: Prepared, duties: pd.DataFrame, cover: pd.DataFrame) -> Slack:
    """Count what the duties use, and take it from what there is."""
    pools = prepared.pools[["outlet", "pool", "p"]]
    done = duties.merge(pools, on=["outlet", "pool"])
    done = done.merge(prepared.links[["link", "day", "lender_p"]], on=["link", "day"], how="left")
    done["home"] = done["p"].where(done["source"] == "own", done["lender_p"].fillna(-1)).astype(np.int64)
    spent = (paid_hours(done) + way_hours(done)) * done["people"].to_numpy(float)
    done["hours"] = np.where(done["activity"] == "work", spent, 0.0)
    done["week"] = week_of(done["day"])
    weeks = _weeks(done)
    days = _days(prepared, done, weeks)
    links = _links(prepared, done, days, cover)
    desks = prepared.pools.groupby("outlet")["desks"].max()
    taken = cover[["outlet", "start"]].assign(there=cover[["own", "lent", "partner"]].sum(axis=1))
    total = taken.groupby(["outlet", "start"])["there"].sum().reset_index()
    total["left"] = total["outlet"].map(desks) - total["there"]
    left = total.set_index(["outlet", "start"])["left"]
    activities = pd.DataFrame({"activity": ["work", "standby"]})
    days = days.merge(activities, how="cross")
    days["ready"] = days["own"].where(days["activity"] == "work", days["ready"])
    return Slack(days, links, left, weeks)


def _weeks(done: pd.DataFrame) -> pd.DataFrame:
    week = done.groupby(["home", "week"], as_index=False)[["people", "hours"]].sum()
    return week.set_axis(["p", "week", "used_duties", "used_hours"], axis=1)


def _days(prepared: Prepared, done: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    used = done.groupby(["home", "day"], as_index=False)["people"].sum().set_axis(["p", "day", "used"], axis=1)
    standing = done[done["activity"] == "standby"].groupby(["home", "day"], as_index=False)["people"].sum()
    used = used.merge(standing.set_axis(["p", "day", "standing"], axis=1), on=["p", "day"], how="left")
    days = prepared.totals.merge(used, on=["p", "day"], how="left").merge(weeks, on=["p", "week"], how="left")
    weekly = prepared.weekly[["p", "week", "duties", "hours", "hours_most"]]
    days = days.merge(weekly, on=["p", "week"], how="left").fillna(
        {"used": 0, "standing": 0, "used_duties": 0, "used_hours": 0.0}
    )
    own = days["people"] - days["used"]
    return pd.DataFrame(
        {
            "p": days["p"],
            "day": days["day"],
            "people": days["people"],
            "own": own,
            "ready": np.minimum(own, days["standby"] - days["standing"]),
            "duties": days["duties"] - days["used_duties"],
            "hours": days[["hours", "hours_most"]].max(axis=1) - days["used_hours"],
        }
    )


def _links(prepared: Prepared, done: pd.DataFrame, days: pd.DataFrame, cover: pd.DataFrame) -> pd.DataFrame:
    """Links by receiver, day and activity, and how many of them still have somebody to give."""
    links = prepared.links
    key = np.where(links["kind"] == "lent", links["link"], links["lender"])
    links = links.assign(key=key)
    given = done[done["source"] != "own"]
    given = given.assign(key=np.where(given["source"] == "lent", given["link"], given["lender"]))
    given = given.groupby(["key", "day"])["people"].sum().rename("given").reset_index()
    links = links.merge(given, on=["key", "day"], how="left").fillna({"given": 0})
    most = links.groupby(["key", "day"])["people"].transform("max")
    lender = days.rename(columns={"p": "lender_p", "people": "all"})
    links = links.merge(lender, on=["lender_p", "day"], how="left")
    links = links.fillna({"own": 0, "ready": 0, "duties": 0, "hours": 0.0})
    short = cover.merge(prepared.slots[["outlet", "pool", "start", "p", "day"]], on=["outlet", "pool", "start"])
    short = short[short["short"] > 0][["p", "day"]].drop_duplicates().set_axis(["lender_p", "day"], axis=1)
    links = links.merge(short.assign(short=True), on=["lender_p", "day"], how="left")
    needed = links["least_minutes"] / 60 + 2 * links["minutes"] / 60
    able = (links["own"] > 0) & (links["duties"] > 0) & links["short"].isna()
    for_work = able & (links["hours"] >= needed) | (links["kind"] == "partner")
    left = most.to_numpy() > links["given"]
    standing = able & (links["ready"] > 0) | (links["kind"] == "partner")
    ready = links["standby"].astype(bool)
    rows = [
        links.assign(activity="work", free_links=left & for_work),
        links.assign(activity="standby", free_links=left & standing)[ready],
    ]
    table = pd.concat(rows, ignore_index=True)
    table["free_links"] = table["free_links"].astype(np.int64)
    grouped = table.groupby(["p", "day", "activity"], as_index=False)
    return grouped.agg(linked=("people", "sum"), free_links=("free_links", "sum"))
