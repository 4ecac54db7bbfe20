"""People needed against people on duty: as heat maps of the whole network and as a chart for each outlet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.report.blocks import Fold, Picture, Section, Sentence, Show, Table, table
from api.report.charts import heat
from api.report.charts.staffing import staffing_chart
from api.report.context import Context
from api.report.sections.absent import absent

FIGURES = ["needed", "short", "surplus", "own", "lent", "partner"]


def staffing(context: Context) -> Section:
    """Two heat maps (by day, by time of day), the table by outlet, and a chart for each outlet."""
    words, duty = context.words, context.duty
    title = words("report.staffing")
    if duty is None:
        return absent(words, "staffing", title, "staff")
    legend = [
        ("h5 key", f"▲ {words('report.far_short')}"),
        ("h4 key", f"△ {words('report.somewhat_short')}"),
        ("h1 key", f"● {words('report.met')}"),
        ("h2 key", f"▽ {words('report.somewhat_over')}"),
        ("h3 key", f"▼ {words('report.far_over')}"),
    ]
    basis = "report.duty_from_roster" if context.plan.roster is not None else "report.duty_from_staff"
    blocks = [
        Sentence(words(basis)),
        _by(context, duty, "day", words("report.heat_by_day"), legend),
        _by(context, duty, "slot", words("report.heat_by_time"), legend),
        _by_outlet(context, duty),
        Fold(
            words("report.each_outlet"), [_outlet(context, part) for _, part in duty.groupby("outlet", sort=False)]
        ),
    ]
    return Section("staffing", title, blocks)


def _by(context: Context, duty: pd.DataFrame, column: str, title: str, legend: list[tuple[str, str]]) -> Picture:
    """Outlets in rows; days of the horizon, or times of day over all its days, in columns."""
    words = context.words
    hours = context.plan.grain / 60
    figures = ["needed", "short", "surplus"]
    keys = ["outlet", column]
    sums = duty.groupby(keys, as_index=False)[figures].sum()
    order = [outlet for outlet in context.plan.outlets["outlet"] if outlet in set(duty["outlet"])]
    labels = sorted(duty[column].unique())
    whole = pd.MultiIndex.from_product([order, labels], names=keys)
    cells = sums.set_index(keys).reindex(whole, fill_value=0).to_numpy(dtype=float) * hours
    grids = dict(zip(figures, cells.reshape(len(order), len(labels), 3).transpose(2, 0, 1), strict=True))
    names = [words.day(day) for day in labels] if column == "day" else [_time(context, slot) for slot in labels]
    rows = [context.outlet(outlet) for outlet in order]

    def tip(row: int, place: int) -> str:
        needed, short, surplus = (
            words.number(float(grids[name][row, place]), 1) for name in ("needed", "short", "surplus")
        )
        return words(
            "report.heat_cell", outlet=rows[row], when=names[place], needed=needed, short=short, surplus=surplus
        )

    kinds = heat.classes(grids["needed"], grids["short"], grids["surplus"])
    missing = words.number(float(grids["short"].sum()))
    every = max(1, int(np.ceil(len(labels) / 16)))
    return Picture(
        heat.heat(title, words("report.heat_described", hours=missing), rows, names, kinds, tip, every),
        title,
        legend,
    )


def _time(context: Context, slot: int) -> str:
    minute = (slot * context.plan.grain + context.plan.day_cut) % 1440
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _by_outlet(context: Context, duty: pd.DataFrame) -> Table:
    words = context.words
    sums = (duty.groupby("outlet")[FIGURES].sum() * context.plan.grain / 60).reset_index()
    sums["met"] = 1 - sums["short"] / sums["needed"].where(sums["needed"] > 0)
    sums = sums.sort_values(["short", "needed"], ascending=False)
    columns = {"outlet": Show(words("report.outlet"), context.outlet)}
    columns |= {name: Show(words.label("hours", name), words.number, True) for name in FIGURES}
    columns["met"] = Show(words("report.share_met"), words.share, True)
    return table(sums, words("report.hours_by_outlet"), columns)


def _outlet(context: Context, duty: pd.DataFrame) -> Fold:
    words = context.words
    name = context.outlet(duty["outlet"].iloc[0])
    figures = ["needed", "own", "lent", "partner"]
    together = duty.groupby(["start", "day"], as_index=False)[figures].sum().sort_values("start")
    hours = context.plan.grain / 60
    needed, short = (words.number(hours * float(duty[column].sum())) for column in ("needed", "short"))
    told = words("report.outlet_hours", needed=needed, short=short)
    picture = staffing_chart(words("report.outlet_duty", outlet=name), told, together, context.plan.grain, words)
    legend = [(source, words.label("source", source)) for source in ("own", "lent", "partner")]
    legend += [("short", words("report.missing")), ("needed", words("report.needed"))]
    by_day = (duty.groupby("day")[["needed", *figures[1:], "short", "surplus"]].sum() * hours).reset_index()
    columns = {"day": Show(words("report.day"), lambda day: f"{words.weekday(day.day_of_week)} {words.day(day)}")}
    columns |= {
        key: Show(words.label("hours", key), lambda value: words.number(value, 1), True)
        for key in by_day.columns[1:]
    }
    shown = table(by_day, words("report.outlet_duty", outlet=name), columns)
    return Fold(name, [Picture(picture, words("report.outlet_duty", outlet=name), legend), shown], told)
