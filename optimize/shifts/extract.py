"""Duties with breaks, sources and labels from the values of a model's columns.

The model counts people by duty, by start of break and by source; people of one kind of work are alike. So each
count is written out as that many people, and the lists are paired by rank: breaks by earliest window, sources
own first, then link by link.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Numbers
from optimize.shifts.clock import Clock
from optimize.shifts.duties import GROUP
from optimize.shifts.model import StaffModel
from optimize.shifts.partitions import Part
from optimize.shifts.supply import WORK

COLUMNS = [
    *("duty", "outlet", "pool", "post", "day", "start", "end", "break_start", "break_end", "break_paid"),
    *("people", "activity", "source", "lender", "link", "travel_minutes"),
]
PLACED = ["p", "k", "from_minute", "to_minute", "break_from", "break_to", "lender_p"]
NO_BREAK = -1


def extract(part: Part, model: StaffModel, values: Numbers) -> pd.DataFrame:
    """`StaffPlan.duties` of the part, with the numbers of `PLACED` behind (minutes of the part's clock)."""
    work = _with_sources(_with_breaks(model, values), _work_sources(model, values), [*WORK])
    standby = _with_sources(
        _people(model.standby, values), _standby_sources(part, model, values), ["p", "day", "length"]
    )
    work["activity"], standby["activity"] = "work", "standby"
    standby["k"], standby["travel_minutes"] = -1, 0.0
    standby["break_from"] = standby["break_to"] = NO_BREAK
    standby["break_paid"] = False
    standby = standby.merge(part.duties[["c", "shift"]], on="c")
    everyone = pd.concat([table for table in (work, standby) if len(table)] or [work], ignore_index=True)
    return _labelled(everyone, part)


def _people(table: pd.DataFrame, values: Numbers) -> pd.DataFrame:
    """One row a person."""
    count = np.rint(values[table["column"].to_numpy()]).astype(np.int64)
    return table.loc[table.index.repeat(count)].reset_index(drop=True)


def _with_breaks(model: StaffModel, values: Numbers) -> pd.DataFrame:
    """One row a person on duty, with the break of the same rank in the group."""
    people = _people(model.duties, values).sort_values([*GROUP, "first_break", "c"], kind="stable")
    breaks = _people(model.breaks, values).sort_values([*GROUP, "place"], kind="stable")
    people["rank"], breaks["rank"] = people.groupby(GROUP).cumcount(), breaks.groupby(GROUP).cumcount()
    paired = people.merge(breaks[[*GROUP, "rank", "place"]], on=[*GROUP, "rank"], how="left")
    return paired.drop(columns="rank")


def _work_sources(model: StaffModel, values: Numbers) -> pd.DataFrame:
    own = _people(model.own, values).assign(source="own", lender="", link="", lender_p=-1, travel_minutes=0.0)
    loans = _people(model.loans, values).assign(
        travel_minutes=lambda row: row["minutes"], source=lambda row: row["kind"]
    )
    kept = [*WORK, "post", "source", "lender", "link", "lender_p", "travel_minutes"]
    return pd.concat([table[kept] for table in (own, loans) if len(table)] or [own[kept]], ignore_index=True)


def _standby_sources(part: Part, model: StaffModel, values: Numbers) -> pd.DataFrame:
    post = part.own.sort_values(["p", "day", "people", "post"], ascending=[True, True, False, True])
    post = post.drop_duplicates(["p", "day"])[["p", "day", "post"]]
    own = _people(model.own_standby, values).merge(post, on=["p", "day"])
    own = own.assign(source="own", lender="", link="", lender_p=-1)
    linked = _people(model.linked_standby, values).assign(source=lambda row: row["kind"])
    kept = ["p", "day", "length", "post", "source", "lender", "link", "lender_p"]
    return pd.concat([table[kept] for table in (own, linked) if len(table)] or [own[kept]], ignore_index=True)


def _with_sources(people: pd.DataFrame, sources: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Each person gets the source of the same rank among those of the same work."""
    order = [*key, "start", "end", *(["place"] if "place" in people else [])]
    people = people.sort_values(order, kind="stable")
    people["rank"], sources = people.groupby(key).cumcount(), sources.assign(rank=sources.groupby(key).cumcount())
    return people.merge(sources, on=[*key, "rank"], validate="one_to_one").drop(columns="rank")


def _labelled(people: pd.DataFrame, part: Part) -> pd.DataFrame:
    """People of equal duty and source together, with instants and a stable name."""
    has_break = people.get("place", pd.Series(np.nan, people.index)).notna()
    if "place" in people:
        start = people["place"].fillna(0) * part.clock.grid.grain + people["break_offset"].fillna(0)
        people["break_from"] = np.where(has_break, start, NO_BREAK).astype(np.int64)
        people["break_to"] = np.where(has_break, start + people["break_minutes"].fillna(0), NO_BREAK).astype(
            np.int64
        )
    people["break_paid"] = people["break_paid"].astype(bool) & has_break
    people = people.drop(columns=["outlet", "pool"], errors="ignore").merge(
        part.pools[["p", "outlet", "pool"]], on="p"
    )
    people = people.rename(columns={"start": "from_minute", "end": "to_minute"})
    same = [column for column in (*COLUMNS, *PLACED, "shift") if column in people.columns]
    duties = people.groupby(same, as_index=False, sort=True).size().rename(columns={"size": "people"})
    duties["start"], duties["end"] = (_instants(duties[name], part.clock) for name in ("from_minute", "to_minute"))
    duties["break_start"], duties["break_end"] = (
        _instants(duties[name], part.clock) for name in ("break_from", "break_to")
    )
    duties["duty"] = _names(duties)
    return duties[[*COLUMNS, *PLACED]].sort_values(["day", "outlet", "pool", "start", "duty"], ignore_index=True)


def _instants(minutes: pd.Series, clock: Clock) -> pd.Series:
    instants = pd.Series(clock.instants(minutes.to_numpy()), index=minutes.index)
    return instants.where(minutes != NO_BREAK)


def _names(duties: pd.DataFrame) -> pd.Series:
    """Stable names: they say what the duty is, and nothing of how it was found."""
    rest = (duties["break_from"] - duties["from_minute"]).where(duties["break_from"] != NO_BREAK, 0)
    parts = [
        *(duties["outlet"], duties["pool"], duties["post"], duties["day"].dt.strftime("%Y%m%d"), duties["shift"]),
        *(
            duties["start"].dt.strftime("%H%M"),
            rest.astype(str),
            duties["activity"],
            duties["source"],
            duties["link"],
        ),
    ]
    named: pd.Series = parts[0].str.cat([part.astype(str) for part in parts[1:]], sep="|")
    return named
