"""The roster as people read it: one entry a person, day and activity, and where everybody is at home."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from optimize.roster.values import Roster
from scenarios.plan.values import Plan
from scenarios.roster.lines import WITHIN, clock


def entries(roster: Roster) -> pd.DataFrame:
    """employee, day, activity (work, standby, training, leave), outlet, source, start, end, text.

    Breaks and travel are inside the duty and not told; `text` is such as 8–16:30.
    """
    told = roster.segments[~roster.segments["activity"].isin(WITHIN)]
    keys = ["employee", "day", "activity", "outlet", "source"]
    joined = told.groupby(keys, as_index=False, dropna=False).agg(start=("start", "min"), end=("end", "max"))
    joined = joined.sort_values(["employee", "start"], ignore_index=True)
    return joined.assign(text=clock(joined["start"]) + "–" + clock(joined["end"]))


def people(plan: Plan) -> pd.DataFrame:
    """employee, name, home: everybody of the network and every partner slot with a duty.

    Names come from the layer `people`; who is not in it is called by the identifier and is at home where most
    of the own duties are, else where most duties are.
    """
    known = plan.layers.get("people")
    listed = _empty() if known is None else known.rename(columns={"outlet": "home"})[["employee", "name", "home"]]
    if plan.roster is None:
        return listed
    segments = plan.roster.segments
    rest = segments[~segments["employee"].isin(listed["employee"])]
    if rest.empty:
        return listed
    length = (rest["end"] - rest["start"]).dt.total_seconds() + 1e9 * (rest["source"] == "own")
    hours = rest.assign(length=length).groupby(["employee", "outlet"], as_index=False)[["length"]].sum()
    homes = hours.sort_values(["length", "outlet"], ascending=[False, True]).drop_duplicates("employee")
    guessed = pd.DataFrame({"employee": homes["employee"], "name": homes["employee"], "home": homes["outlet"]})
    return pd.concat([listed, guessed], ignore_index=True)


def at_outlet(outlet: str, everybody: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Rows of `everybody` who are at home at the outlet, then those who come to it, each in order of name."""
    comers = set(told.loc[told["outlet"] == outlet, "employee"])
    own = everybody[everybody["home"] == outlet].sort_values("employee")
    guests = everybody[(everybody["home"] != outlet) & everybody["employee"].isin(comers)].sort_values("employee")
    return pd.concat([own, guests], ignore_index=True)


def paid_hours(roster: Roster) -> Mapping[str, float]:
    """Paid hours of each person over the horizon."""
    sums = roster.hours.groupby("employee")["paid"].sum()
    return dict(zip(sums.index, sums.astype(float), strict=True))


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in ("employee", "name", "home")})
