"""The page of suggested shifts: by group the shifts, the curve, and people needed against scheduled."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from api.records import plain_rows, records
from api.report.blocks import Picture, Section, Sentence, Show, table
from api.report.charts.clock import clock_chart
from api.report.charts.lines import lines_chart
from api.report.page import render_about
from api.words import Words
from scenarios.network.check_hours import WEEKDAYS
from scenarios.plan.designing import ShiftDesign
from scenarios.plan.values import Plan


def render_shifts(found: ShiftDesign, plan: Plan, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words = Words(language, plan.currency)
    sections = [
        _overview(found, words),
        *(_group(found, row.group, plan, words) for row in records(found.groups)),
        _grounds(found, words),
    ]
    return render_about(plan, words, words("report.shifts_title", network=plan.network), sections)


def told(found: ShiftDesign, words: Words) -> list[str]:
    """A sentence a group: what its shifts cost beside the present ones."""
    return [
        words(
            "report.shifts_told",
            group=group_name(row.group, words),
            chosen=words.number(row.chosen),
            cost=words.money(row.cost),
            used=words.number(row.present_shifts),
            present=words.money(row.present),
            same=words.money(row.present_same),
        )
        for row in records(found.groups)
    ]


def told_left_out(found: ShiftDesign, words: Words) -> list[str]:
    """Needed hours at which no shift may be, present types that the grid can not hold, and what would mend it."""
    off_grid = [
        words("staff.design_off_grid", shifts=row.off_grid.replace(";", ", "), group=group_name(row.group, words))
        for row in records(found.groups[found.groups["off_grid"] != ""])
    ]
    return off_grid + [
        words(
            "staff.design_unreached",
            hours=words.number(row.unreached_hours, 1),
            group=group_name(row.group, words),
        )
        for row in records(found.groups[found.groups["unreached_hours"] > 0])
    ]


def told_prices(found: ShiftDesign, words: Words) -> str:
    """The prices that all costs rest on."""
    prices = dict(zip(found.prices["price"], found.prices["money"], strict=True))
    return words("report.shifts_prices", **{name: words.money(value) for name, value in prices.items()})


def group_name(group: str, words: Words) -> str:
    """A group is called by its kind of outlet, and a number where the kind has several."""
    kind, _, number = group.partition(" ")
    return f"{words.label('kind', kind)} {number}".strip()


def group_columns(found: ShiftDesign, words: Words) -> dict[str, Show]:
    """How groups are shown."""
    return {
        "group": Show(words("report.shifts_group"), lambda group: group_name(group, words)),
        "outlets": Show(
            words("report.shifts_outlets"), lambda text: words.number(len(text.split(";"))), numeric=True
        ),
        "chosen": Show(words("report.shifts_count"), words.number, True),
        "cost": Show(words("report.shifts_cost"), words.money, True),
        "present": Show(words("report.shifts_present"), words.money, True),
        "present_shifts": Show(words("report.shifts_present_used"), words.number, True),
        "present_same": Show(words("report.shifts_present_same"), words.money, True),
    }


def shift_columns(words: Words, group: bool = True) -> dict[str, Show]:
    """How shifts are shown: clock, break and people by weekday."""
    columns = {
        "group": Show(words("report.shifts_group"), lambda name: group_name(name, words)),
        "starts": Show(words("report.shifts_starts")),
        "ends": Show(words("report.shifts_ends")),
        "break_minutes": Show(words("report.shifts_break"), words.number, True),
    }
    days = {day: Show(words.weekday(number), words.number, True) for number, day in enumerate(WEEKDAYS)}
    return {**(columns if group else {name: columns[name] for name in list(columns)[1:]}), **days}


def curve_columns(words: Words) -> dict[str, Show]:
    """How the points of the curve are shown."""
    one = partial(words.number, digits=1)
    return {
        "choice": Show(words("report.shifts_choice"), lambda key: words.label("shifts_choice_of", key)),
        "shifts": Show(words("report.shifts_count"), words.number, True),
        "used": Show(words("report.shifts_used"), words.number, True),
        "cost": Show(words("report.shifts_cost"), words.money, True),
        "bound": Show(words("report.shifts_bound"), words.money, True),
        "gap": Show(words("report.shifts_gap"), words.gap, True),
        "status": Show(words("report.shifts_status"), lambda key: words.label("status", key)),
        "paid_hours": Show(words("report.shifts_paid"), one, True),
        "over_hours": Show(words("report.shifts_over"), one, True),
        "under_hours": Show(words("report.shifts_under"), one, True),
    }


def _overview(found: ShiftDesign, words: Words) -> Section:
    title = words("report.shifts_by_group")
    blocks: list[object] = [Sentence(line) for line in told(found, words)]
    blocks += [Sentence(line, "yellow") for line in told_left_out(found, words)]
    hours = {"hours": Show(words("report.shifts_hours"))}
    blocks.append(table(found.groups, title, {**group_columns(found, words), **hours}, "shifts_groups"))
    return Section("groups", title, blocks)


def _group(found: ShiftDesign, group: str, plan: Plan, words: Words) -> Section:
    name = group_name(group, words)
    curve = found.curve[found.curve["group"] == group]
    own = curve[curve["choice"] == "designed"]
    title = words("report.shifts_curve")
    flat = float(curve.loc[curve["choice"] == "present", "cost"].iloc[0])
    lines = {
        words("report.shifts_cost"): own["cost"].to_numpy(np.float64),
        words("report.shifts_present"): np.full(len(own), flat),
        words("report.shifts_bound"): own["bound"].to_numpy(np.float64),
    }
    picture = lines_chart(title, title, own["shifts"].map(words.number).tolist(), lines, words.money, zero=False)
    shifts = found.shifts[found.shifts["group"] == group]
    blocks: list[object] = [
        table(shifts, words("report.shifts_suggested"), shift_columns(words, group=False), "shifts_shifts"),
        Picture(picture, title),
        table(curve, title, curve_columns(words), "shifts_curve"),
    ]
    cover = found.cover[found.cover["group"] == group]
    summed = cover.groupby(["weekday", "minute"], as_index=False)[["needed", "people", "present"]].sum()
    drawn: list[tuple[int, ...]] = []
    for weekday, day in summed.groupby("weekday"):
        shape = tuple(day[["minute", "needed", "people"]].to_numpy().ravel().tolist())
        if shape in drawn:
            continue
        drawn.append(shape)
        blocks.append(_day(day, group, int(str(weekday)), plan, words))
    return Section(f"group-{group.replace(' ', '-')}", name, blocks)


def _day(day: pd.DataFrame, group: str, weekday: int, plan: Plan, words: Words) -> Picture:
    caption = words("report.shifts_days", group=group_name(group, words), weekday=words.weekday(weekday, "wide"))
    lines = day.assign(clock=day["minute"] + plan.day_cut).set_index("clock")[["needed", "people", "present"]]
    codes = ("needed", "scheduled", "present_short")
    names = [words(f"report.shifts_{code}") for code in codes]
    legend = list(zip(("line", "dashed", "dotted"), names, strict=True))
    return Picture(clock_chart(caption, caption, lines, names, plan.grain, words), caption, legend)


def _grounds(found: ShiftDesign, words: Words) -> Section:
    blocks = [Sentence(told_prices(found, words)), Sentence(words("report.shifts_meaning"))]
    return Section("grounds", words("report.shifts_grounds"), blocks)


def plain(found: ShiftDesign) -> dict[str, object]:
    """Groups, curve, shifts and the table for the network as plain data: what has no value is null."""
    names = ("groups", "curve", "shifts", "shift_types", "prices")
    return {name: plain_rows(getattr(found, name)) for name in names}
