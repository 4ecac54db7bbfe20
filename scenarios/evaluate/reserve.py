"""The standby reserve that is wanted, from the requirement of ordinary days and the forecast's peaks."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import pandas as pd

from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart

KEYS = ["outlet", "pool", "start"]


def check_reserve(facts: Facts) -> Iterator[Finding]:
    """People wanted on standby: the ratio times those on duty at that time on ordinary days of the weekday.

    Only on days of a peak, at outlets that keep a reserve; the median counts, and that of all ordinary days where
    the horizon has none of the weekday.
    """
    settings = facts.network.settings
    outlets = facts.network.table("outlets")
    keeping = outlets.loc[outlets["kind"].isin(settings.reserve_kinds), "outlet"]
    need = facts.table("requirement_pools")
    need = need.loc[need["outlet"].isin(keeping), [*KEYS, "people"]].reset_index(drop=True)
    need["day"] = facts.business_day(need["start"])
    peaks = [row for row in rows(facts.table("forecast_peaks")) if row["lift"] >= settings.peak_lift]
    ordinary: dict[tuple[object, ...], list[int]] = {}
    high = []
    for row in rows(need):
        if any(
            peak["outlet"] == row["outlet"] and peak["first_day"] <= row["day"] <= peak["last_day"]
            for peak in peaks
        ):
            high.append(row)
            continue
        for weekday in (row["day"].weekday(), "any"):
            time = (row["outlet"], row["pool"], _clock(facts, row["start"]), weekday)
            ordinary.setdefault(time, []).append(row["people"])
    wanted = []
    for row in high:
        slot = (row["outlet"], row["pool"], _clock(facts, row["start"]))
        regular = ordinary.get((*slot, row["day"].weekday())) or ordinary.get((*slot, "any")) or [0]
        people = round(settings.reserve_ratio * median(regular))
        if people:
            wanted.append((*(row[key] for key in KEYS), people))
    ours = pd.DataFrame(wanted, columns=[*KEYS, "people"])
    stated = facts.table("staff_reserve")
    if ours.empty and stated.empty:
        return
    both = ours.astype({"start": stated["start"].dtype}).merge(stated, on=KEYS, how="outer")
    both = both.fillna({"people": 0, "wanted": 0})
    yield from apart("reserve_wanted", both, KEYS, both["people"], both["wanted"])


def _clock(facts: Facts, start: pd.Timestamp) -> int:
    """Minutes of the wall clock after the day cut."""
    wall = start.tz_convert(facts.plan["timezone"])
    return int((wall.hour * 60 + wall.minute - int(facts.plan["day_cut"])) % 1440)
