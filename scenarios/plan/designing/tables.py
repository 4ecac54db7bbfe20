"""Tables of a design: shifts by clock, duties, cover, and the network's own `shift_types`."""

from __future__ import annotations

import pandas as pd

from optimize.shifts.design import Design
from quarterhour.grid import TimeGrid
from scenarios.network.check_hours import WEEKDAYS
from scenarios.network.model import Network, names
from scenarios.network.schema import schema
from scenarios.plan.designing.candidates import BREAK, break_starts
from scenarios.plan.designing.problem import APART
from scenarios.plan.staffing import present_types

TOLD = ["group", "shift", "starts", "ends", "hours", *BREAK]


def clock(minute: int, grid: TimeGrid) -> str:
    """Minutes after the day cut as HH:MM."""
    wall = (minute + grid.day_cut) % 1440
    return f"{wall // 60:02d}:{wall % 60:02d}"


def shift_table(group: str, design: Design, candidates: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """`ShiftDesign.shifts` of one group, and the break's window in minutes."""
    used = design.shifts[["shift"]].merge(candidates, on="shift", how="left")
    used = used.assign(
        group=group,
        starts=[clock(minute, grid) for minute in used["minute"]],
        ends=[clock(end, grid) for end in used["minute"] + used["minutes"]],
        hours=used["minutes"] / 60,
    ).astype({"starts": "str", "ends": "str"})
    people = design.duties.pivot_table(index="shift", columns="day", values="people", aggfunc="sum", fill_value=0)
    people = people.reindex(index=used["shift"], columns=range(7), fill_value=0).set_axis(list(WEEKDAYS), axis=1)
    used = pd.concat([used, people.reset_index(drop=True).astype("int64")], axis=1)
    return used.assign(shift=used["starts"] + "-" + used["ends"])[[*TOLD, *WEEKDAYS]]


def duty_table(group: str, design: Design, candidates: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """`ShiftDesign.duties` of one group."""
    rows = []
    by_name = {one["shift"]: one for one in candidates.to_dict("records")}
    for duty in design.duties.to_dict("records"):
        one = by_name[duty["shift"]]
        begins = break_starts(one, grid.grain)
        outlet, pool = duty["place"].split(APART)
        name = f"{clock(one['minute'], grid)}-{clock(one['minute'] + one['minutes'], grid)}"
        rows.append(
            (group, outlet, pool, duty["day"], name, begins[duty["way"]] if begins else -1, duty["people"])
        )
    columns = ["group", "outlet", "pool", "weekday", "shift", "break_starts", "people"]
    return pd.DataFrame(rows, columns=columns)


def cover_table(group: str, design: Design, now: Design, grid: TimeGrid) -> pd.DataFrame:
    """`ShiftDesign.cover` of one group."""
    both = design.cover.merge(
        now.cover[["place", "slot", "needed", "people"]].rename(columns={"people": "present"}),
        on=["place", "slot", "needed"],
        how="outer",
    ).fillna({"people": 0.0, "present": 0.0})
    names_ = both["place"].str.split(APART, expand=True)
    return pd.DataFrame(
        {
            "group": group,
            "outlet": names_[0],
            "pool": names_[1],
            "weekday": both["slot"] // grid.slots_a_day,
            "minute": both["slot"] % grid.slots_a_day * grid.grain,
            "needed": both["needed"],
            "people": both["people"],
            "present": both["present"],
        }
    )


def as_shift_types(shifts: pd.DataFrame, groups: pd.DataFrame, network: Network, step: int) -> pd.DataFrame:
    """The network's table: a row a shift and its kinds of outlet; kinds not designed keep what they have."""
    rows = shifts.merge(groups[["group", "kind"]], on="group")
    rows = rows.assign(break_after=rows["break_after"] / 60, break_before=rows["break_before"] / 60)
    same = ["shift", "starts", "hours", *BREAK]
    merged = rows.groupby(same, as_index=False, sort=True)["kind"].agg(lambda kinds: ";".join(sorted(set(kinds))))
    table = pd.DataFrame(
        {
            "shift": merged["shift"],
            "kinds": merged["kind"],
            "earliest_start": merged["starts"],
            "latest_start": merged["starts"],
            "start_step": step,
            "hours": merged["hours"],
            "break_minutes": merged["break_minutes"],
            "break_after": merged["break_after"],
            "break_before": merged["break_before"],
            "break_paid": merged["break_paid"],
        }
    )
    whole = pd.concat([table, _kept(set(groups["kind"]), network)], ignore_index=True)
    again = whole.groupby("shift").cumcount()
    suffix = again.map(lambda number: "" if not number else f" {number + 1}").astype("str")
    return whole.assign(shift=whole["shift"] + suffix)[list(schema()["shift_types"].columns)]


def _kept(designed: set[str], network: Network) -> pd.DataFrame:
    """Present shift types, or the standard ones, for kinds of outlet that nothing was designed for."""
    others = sorted(set(network.table("outlets")["kind"]) - designed)
    table = present_types(network)
    kinds = [";".join(kind for kind in others if not own or kind in names(own)) for own in table["kinds"]]
    return table.assign(kinds=kinds)[[bool(kind) for kind in kinds]]
