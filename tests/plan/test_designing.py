"""Suggested shifts of a stored plan: the typical week, breaks, the table for the network, and what can not be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from quarterhour.grid import TimeGrid
from quarterhour.result import Limits
from scenarios.plan.designing import NotDesignedError, ShiftDesign, ShiftRules, design_shifts
from scenarios.plan.designing.candidates import away
from scenarios.plan.designing.typical import present_span, typical_week
from scenarios.plan.staffing import shift_types
from scenarios.plan.values import Plan
from tests.plan.fixtures import tiny
from tests.plan.planned import planned
from tests.shelf import made_once

RULES = ShiftRules(shortest=6.0, most=2, step=60, limits=Limits(nodes=1))


@made_once
def found() -> ShiftDesign:
    """The tiny network's shifts, at most two a group: of a station, and of a desk that is open at night."""
    return design_shifts(tiny(), without({"SC01"}), RULES)


def test_more_shifts_never_cost_more_and_bounds_hold() -> None:
    """Along the curve costs fall, no bound lies above its cost, and a limit is not called optimal."""
    for _, curve in found().curve[found().curve["choice"] == "designed"].groupby("group"):
        assert curve["cost"].is_monotonic_decreasing
        assert (curve["used"] <= curve["shifts"]).all()
    curve = found().curve
    assert (curve["bound"] <= curve["cost"] * (1 + 1e-6)).all()
    apart = curve["cost"] - curve["bound"] > 1e-5 * curve["cost"]
    assert (curve.loc[apart, "status"] == "feasible").all()


def test_cover_and_costs_follow_from_the_duties() -> None:
    """People at the post, breaks taken out, and the money of a group are those of its duties, counted here."""
    design, grid = found(), tiny().grid
    price = dict(zip(design.prices["price"], design.prices["money"], strict=True))
    for group in design.groups.to_dict("records"):
        shifts = design.shifts[design.shifts["group"] == group["group"]].set_index("shift")
        there: dict[tuple[str, str, int], float] = {}
        paid = 0.0
        for duty in design.duties[design.duties["group"] == group["group"]].to_dict("records"):
            shift = shifts.loc[duty["shift"]]
            hour, minute = map(int, shift["starts"].split(":"))
            begin = 1440 * duty["weekday"] + (60 * hour + minute - grid.day_cut) % 1440
            unpaid = 0 if shift["break_paid"] else shift["break_minutes"]
            paid += duty["people"] * (shift["hours"] - unpaid / 60)
            for at in range(0, round(60 * shift["hours"]), grid.grain):
                resting = 0 <= at - duty["break_starts"] < shift["break_minutes"] and duty["break_starts"] >= 0
                key = (duty["outlet"], duty["pool"], (begin + at) % 10080)
                there[key] = there.get(key, 0.0) + (0 if resting else duty["people"])
        cover = design.cover[design.cover["group"] == group["group"]]
        counted = [
            there.get((row.outlet, row.pool, 1440 * row.weekday + row.minute), 0.0) for row in cover.itertuples()
        ]
        assert cover["people"].to_numpy() == pytest.approx(np.array(counted))
        gap = (cover["people"] - cover["needed"]) * grid.grain / 60
        money = price["hour"] * paid + price["idle"] * gap.clip(lower=0).sum()
        money += price["shortage"] * (-gap).clip(lower=0).sum()
        assert group["cost"] == pytest.approx(money)


def test_the_table_is_the_networks_own() -> None:
    """The network takes the suggested shift types as they are; each suggested shift is in, for its kind."""
    network = tiny().with_tables(shift_types=found().shift_types)
    table = network.table("shift_types")
    kinds = dict(zip(found().groups["group"], found().groups["kind"], strict=True))
    for row in found().shifts.itertuples():
        rows = table[(table["earliest_start"] == row.starts) & (table["hours"] == row.hours)]
        assert any(kinds[row.group] in names.split(";") for names in rows["kinds"])
    designed = table[table["kinds"] != "scenic"]
    assert len(designed) == len(found().shifts)
    assert (designed["earliest_start"] == designed["latest_start"]).all()


def test_present_types_are_judged_by_the_same_week() -> None:
    """With all starts the present types cost no more than with few; suggested ones no more than the same few."""
    groups = found().groups
    assert (groups["present"] <= groups["present_same"] * (1 + 1e-9)).all()
    assert (groups["cost"] <= groups["present_same"] * (1 + 1e-9)).all()


def test_all_that_is_wrong_is_told_at_once() -> None:
    """A step off the grid, lengths the wrong way round, and a plan without requirement: three messages."""
    plan = replace(planned(), requirement=None)
    with pytest.raises(NotDesignedError) as told:
        design_shifts(tiny(), plan, ShiftRules(shortest=9.0, longest=4.0, step=25))
    codes = [message.code for message in told.value.messages]
    assert codes == ["staff.design_no_requirement", "staff.design_step", "staff.design_lengths"]


def test_hours_that_no_shift_reaches_stay_visible() -> None:
    """Shifts of nine hours fit into no seven-hour Sunday: the need is told as unreached and stays short."""
    design = design_shifts(tiny(), planned(), replace(RULES, shortest=9.0, longest=9.0, most=1))
    station = design.groups.set_index("group").loc["station"]
    assert station["unreached_hours"] > 0
    curve = design.curve[(design.curve["group"] == "station") & (design.curve["choice"] == "designed")]
    assert curve["under_hours"].iloc[0] >= station["unreached_hours"]


def test_a_group_without_shifts_has_empty_tables() -> None:
    """Where no shift is worth its pay, tables have their columns and no rows."""
    rules = replace(RULES, shortest=9.0, longest=9.0, step=120, most=1, hour=100.0, shortage=0.01, idle=0.0)
    design = design_shifts(tiny(), planned(), rules)
    assert design.shifts.empty
    assert design.duties.empty
    assert (design.cover["people"] == 0).all()
    assert "starts" in design.shifts


def test_typical_week_is_the_median_rounded_up() -> None:
    """Two Mondays with 1 and 2 people ask for 2; three with 1, 1, 5 for 1; after midnight is still that day."""
    grid = TimeGrid("Asia/Shanghai", 60, 240)
    days = pd.to_datetime(["2026-09-14 09:00", "2026-09-21 09:00", "2026-09-15 02:00"]).tz_localize(grid.timezone)
    pools = pd.DataFrame({"outlet": "a", "pool": "p", "start": days, "people": [1, 2, 3]})
    week = typical_week(pools, grid)
    assert week[["slot", "people"]].to_numpy().tolist() == [[5, 2], [22, 3]]


def test_gaps_within_a_day_are_no_end() -> None:
    """A lunch closure lies within the span; the night between two days does not."""
    there = present_span(np.array([2, 4, 8]), 6)
    assert np.flatnonzero(there).tolist() == [2, 3, 4, 8]


def test_a_break_off_the_grid_takes_its_share() -> None:
    """Half an hour of break in a grid of an hour is half a slot, at each hour of the window."""
    shifts = pd.DataFrame([("s", 30, 120, 180)], columns=["shift", "break_minutes", "break_after", "break_before"])
    assert away(shifts, 60).to_numpy().tolist() == [["s", 0, 2, 0.5], ["s", 1, 3, 0.5]]


def without(outlets: set[str]) -> Plan:
    """The plan with no need at these outlets."""
    plan = planned()
    assert plan.requirement is not None
    pools = plan.requirement.pools
    return replace(plan, requirement=replace(plan.requirement, pools=pools[~pools["outlet"].isin(outlets)]))


def only_stations() -> Plan:
    """The plan with need at the station alone."""
    return without({"SC01", "CD01"})


QUICK = replace(RULES, most=1, step=120)


def test_a_requirement_without_rows_is_told() -> None:
    """Where nothing is open there is nothing to design for: the same words as without a requirement."""
    plan = planned()
    assert plan.requirement is not None
    empty = replace(plan.requirement, pools=plan.requirement.pools.iloc[:0])
    with pytest.raises(NotDesignedError) as told:
        design_shifts(tiny(), replace(plan, requirement=empty), QUICK)
    assert [message.code for message in told.value.messages] == ["staff.design_no_requirement"]


def test_kinds_not_designed_keep_the_standard_shifts() -> None:
    """A network that names no shift types plans with standard ones; the new table must not take them away."""
    bare = tiny().with_tables(shift_types=tiny().table("shift_types").iloc[:0])
    table = design_shifts(bare, only_stations(), QUICK).shift_types
    network = bare.with_tables(shift_types=table)
    before, after = (shift_types(each, each.grid) for each in (bare, network))
    others = [each[each["outlet"] != "ST01"].reset_index(drop=True) for each in (before, after)]
    pd.testing.assert_frame_equal(*others)


def test_names_of_shifts_kept_and_suggested_differ() -> None:
    """A kept type that is called like a suggested shift gets a number: the network refuses the same name twice."""
    suggested = design_shifts(tiny(), only_stations(), QUICK).shifts["shift"].iloc[0]
    types = tiny().table("shift_types")
    network = tiny().with_tables(shift_types=types.assign(shift=types["shift"].replace({"D8": suggested})))
    table = design_shifts(network, only_stations(), QUICK).shift_types
    assert table["shift"].is_unique
    assert {suggested, f"{suggested} 2"} <= set(table["shift"])


def test_a_kind_without_shift_types_is_told() -> None:
    """No shift type, no breaks to go by: the kinds are named."""
    types = tiny().table("shift_types").assign(kinds="call_desk")
    with pytest.raises(NotDesignedError) as told:
        design_shifts(tiny().with_tables(shift_types=types), only_stations(), QUICK)
    assert [message.code for message in told.value.messages] == ["staff.design_no_types"]
    assert "station" in told.value.messages[0].text()


def test_present_types_off_the_grid_are_named() -> None:
    """A shift of 7.5 hours has no place in a grid of an hour: it is left out of the present ones, and named."""
    types = tiny().table("shift_types")
    types = types.assign(hours=types["hours"].mask(types["shift"] == "D8", 7.5))
    groups = design_shifts(tiny().with_tables(shift_types=types), only_stations(), QUICK).groups
    assert groups["off_grid"].tolist() == ["D8"]
    assert set(found().groups["off_grid"]) == {""}
