"""Who lends people to whom, and for how long."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Picture, Section, Sentence, Show, table
from api.report.charts.flows import flows_chart
from api.report.context import Context
from api.report.sections.absent import absent

DRAWN = 24
"""Flows in the picture, the largest ones; the table has all."""


def lending(context: Context) -> Section:
    """Ribbons and table; standby is told apart."""
    words, plan = context.words, context.plan
    title = words("report.lending")
    if plan.staff is None:
        return absent(words, "lending", title, "staff")
    flows = loans(plan.staff.duties)
    if flows.empty:
        return Section("lending", title, [Sentence(words("report.no_lending"))])
    named = flows.assign(lender=flows["lender"].map(context.outlet), outlet=flows["outlet"].map(context.outlet))
    work = named[named["activity"] == "work"].head(DRAWN)
    blocks: list[object] = []
    if len(work):
        told = words("report.lending_described", hours=words.number(float(work["hours"].sum())))
        picture = flows_chart(
            title, told, work, lambda hours: words("report.hours_short", hours=words.number(hours))
        )
        legend = [(source, words.label("source", source)) for source in ("lent", "partner")]
        blocks.append(Picture(picture, words("report.lending_caption"), legend))
    columns = {
        "lender": Show(words("report.lender")),
        "outlet": Show(words("report.outlet")),
        "source": Show(words("report.source"), lambda key: words.label("source", key)),
        "activity": Show(words("report.activity"), lambda key: words.label("activity", key)),
        "hours": Show(words("report.hours"), lambda hours: words.number(hours, 1), True),
        "duties": Show(words("report.duties"), words.number, True),
        "days": Show(words("report.days"), words.number, True),
        "minutes": Show(words("report.travel_minutes"), words.number, True),
    }
    return Section("lending", title, [*blocks, table(named, title, columns, "staff_duties")])


def loans(duties: pd.DataFrame) -> pd.DataFrame:
    """lender, outlet, source, activity, hours (breaks taken out), duties, days, minutes: largest first."""
    lent = duties[duties["source"] != "own"]
    pause = (lent["break_end"] - lent["break_start"]).fillna(pd.Timedelta(0))
    length = (lent["end"] - lent["start"] - pause).dt.total_seconds() / 3600
    each = lent.assign(hours=length * lent["people"])
    keys = ["lender", "outlet", "source", "activity"]
    sums = each.groupby(keys, as_index=False).agg(
        hours=("hours", "sum"),
        duties=("people", "sum"),
        days=("day", "nunique"),
        minutes=("travel_minutes", "max"),
    )
    return sums.sort_values(["hours", "lender", "outlet"], ascending=[False, True, True], ignore_index=True)
