"""The staff plan's cover, counted again from its duties."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, where

KEYS = ["outlet", "pool", "start"]


def check_cover(facts: Facts) -> Iterator[Finding]:
    """People at the post by source, shortage and surplus, desks, holes and the reserve."""
    duties = facts.table("staff_duties")
    cover = facts.table("staff_cover")
    working = duties[duties["activity"] == "work"]
    for source in ("own", "lent", "partner"):
        counted = present(working[working["source"] == source], cover, facts.grain)
        yield from apart(f"cover_{source}", cover, KEYS, counted, cover[source])
    there = cover["own"] + cover["lent"] + cover["partner"]
    yield from apart("short", cover, KEYS, np.maximum(cover["needed"] - there, 0), cover["short"])
    yield from apart("surplus", cover, KEYS, np.maximum(there - cover["needed"], 0), cover["surplus"])
    yield from _needed(facts, cover)
    yield from _desks(facts, cover.assign(there=there))
    yield from _holes(facts, cover)
    yield from _reserve(facts, duties[duties["activity"] == "standby"])


def present(duties: pd.DataFrame, cells: pd.DataFrame, grain: pd.Timedelta) -> npt.NDArray[np.int64]:
    """People there in each interval of `cells` (outlet, pool, start): on duty and on no break for all of it."""
    if duties.empty or cells.empty:
        return np.zeros(len(cells), dtype=np.int64)
    origin = cells["start"].min()
    first = ((duties["start"] - origin) // grain).to_numpy()
    last = -((origin - duties["end"]) // grain).to_numpy()
    length = np.maximum(last - first, 0)
    row = np.repeat(np.arange(len(duties)), length)
    step = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length) + np.repeat(first, length)
    spread = duties.iloc[row].reset_index(drop=True)
    begin = pd.Series(origin + pd.to_timedelta(step * grain.total_seconds(), unit="s"))
    end = begin + grain
    inside = (begin >= spread["start"]) & (end <= spread["end"])
    resting = spread["break_start"].notna() & (begin < spread["break_end"]) & (end > spread["break_start"])
    there = spread.assign(start=begin.dt.as_unit("us"))[inside & ~resting]
    counts = there.groupby(KEYS)["people"].sum()
    found = counts.reindex(pd.MultiIndex.from_frame(cells[KEYS]), fill_value=0)
    return np.asarray(found, dtype=np.int64)


def asked(facts: Facts) -> pd.DataFrame:
    """outlet, pool, start, people: the requirement, and what rounds of planning asked for on top of it."""
    every = [facts.table(name)[[*KEYS, "people"]] for name in ("requirement_pools", "raised")]
    return pd.concat(every, ignore_index=True).groupby(KEYS, as_index=False)[["people"]].sum()


def _needed(facts: Facts, cover: pd.DataFrame) -> Iterator[Finding]:
    """The staff plan covers what is asked for, no less and no other; nothing is asked for where nobody is open."""
    both = cover[[*KEYS, "needed"]].merge(asked(facts), on=KEYS, how="outer").fillna({"needed": 0, "people": 0})
    yield from apart("needed", both, KEYS, both["people"], both["needed"])


def _desks(facts: Facts, cover: pd.DataFrame) -> Iterator[Finding]:
    """No more people serve at once than there are desks."""
    desks = facts.network.table("outlets").set_index("outlet")["desks"].astype(int)
    serving = cover.groupby(["outlet", "start"], as_index=False)[["there"]].sum()
    limit = serving["outlet"].map(desks)
    yield from where("desks", serving, ["outlet", "start"], serving["there"] > limit, limit, serving["there"])


def _holes(facts: Facts, cover: pd.DataFrame) -> Iterator[Finding]:
    """Every person-hour missing in the cover stands in a hole, and no hole is made up."""
    holes = facts.table("staff_holes")
    whole = holes[(holes["activity"] == "work") & (holes["post"] == "")]
    hours = (whole["end"] - whole["start"]).dt.total_seconds() / 3600 * whole["people"]
    stated = hours.groupby(whole["outlet"]).sum()
    counted = cover.groupby("outlet", as_index=False)[["short"]].sum()
    expected = counted["short"] * facts.grain.total_seconds() / 3600
    yield from apart("holes", counted, ["outlet"], expected, counted["outlet"].map(stated).fillna(0.0))


def _reserve(facts: Facts, standing: pd.DataFrame) -> Iterator[Finding]:
    """Standby people by interval, and what the pools could not give."""
    reserve = facts.table("staff_reserve")
    counted = present(standing, reserve, facts.grain)
    short = np.maximum(reserve["wanted"].to_numpy() - counted, 0)
    yield from apart("reserve_planned", reserve, KEYS, counted, reserve["planned"])
    yield from apart("reserve_short", reserve, KEYS, short, reserve["short"])
