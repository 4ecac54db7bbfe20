"""What stays unfilled: where, when, why, and what may mend it."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Picture, Section, Sentence, Show, table
from api.report.charts.bars import bars
from api.report.context import Context
from api.report.sections.absent import absent
from scenarios.plan.values import Plan

DRAWN = 15


def holes(context: Context) -> Section:
    """Hours missing by outlet, and every hole with its reason and mend."""
    words = context.words
    title = words("report.holes")
    if context.plan.staff is None and context.plan.roster is None:
        return absent(words, "holes", title, "staff")
    found = all_holes(context.plan)
    if found.empty:
        return Section("holes", title, [Sentence(words("report.no_holes"), "fine")])
    by_outlet = found.groupby("outlet")["hours"].sum().sort_values(ascending=False).head(DRAWN)
    picture = bars(
        words("report.holes_by_outlet"),
        words("report.holes_described", hours=words.number(float(found["hours"].sum()))),
        [context.outlet(outlet) for outlet in by_outlet.index],
        by_outlet.to_numpy(dtype=float),
        lambda hours: words("report.hours_short", hours=words.number(hours, 0 if hours >= 10 else 1)),
        kinds=["short"] * len(by_outlet),
    )
    reasons = found.groupby(["stage", "reason", "mend"], as_index=False).agg(
        holes=("hours", "size"), hours=("hours", "sum")
    )
    why = {
        "stage": Show(words("report.stage"), lambda key: words.label("stage", key)),
        "reason": Show(words("report.reason"), words.code),
        "mend": Show(words("report.mend"), words.code),
        "holes": Show(words("report.holes"), words.number, True),
        "hours": Show(words("report.hours"), lambda hours: words.number(hours, 1), True),
    }
    each = {
        "outlet": Show(words("report.outlet"), context.outlet),
        "post": Show(words("report.post")),
        "start": Show(words("report.from"), words.instant),
        "end": Show(words("report.to"), words.instant),
        "people": Show(words("report.people"), words.number, True),
        "activity": Show(words("report.activity"), lambda key: words.label("activity", key)),
        "reason": Show(words("report.reason"), words.code),
        "mend": Show(words("report.mend"), words.code),
    }
    ranked = reasons.sort_values("hours", ascending=False)
    return Section(
        "holes",
        title,
        [
            Picture(picture, words("report.holes_by_outlet"), [("short", words("report.missing"))]),
            table(ranked, words("report.reasons"), why),
            table(found, words("report.every_hole"), each, "staff_holes, roster_holes"),
        ],
    )


def all_holes(plan: Plan) -> pd.DataFrame:
    """stage, outlet, post, start, end, people, activity, reason, mend, hours: of staff plan and roster."""
    frames = []
    if plan.staff is not None:
        planned = plan.staff.holes
        frames.append(
            planned.assign(stage="staff", post=planned["post"].where(planned["post"] != "", planned["pool"]))
        )
    if plan.roster is not None:
        unfilled, duties = plan.roster.holes, None if plan.staff is None else plan.staff.duties
        kinds = {} if duties is None else dict(zip(duties["duty"], duties["activity"], strict=True))
        activity = [kinds.get(duty, "work") for duty in unfilled["duty"]]
        frames.append(unfilled.assign(stage="roster", activity=activity))
    columns = ["stage", "outlet", "post", "start", "end", "people", "activity", "reason", "mend"]
    filled = [frame[columns] for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame(columns=[*columns, "hours"])
    found = pd.concat(filled, ignore_index=True)
    hours = (found["end"] - found["start"]).dt.total_seconds() / 3600 * found["people"]
    return found.assign(hours=hours).sort_values(["start", "outlet"], ignore_index=True)
