"""The plan played forward: are the promises kept, and where is it weak."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from api.records import records
from api.report.blocks import Picture, Section, Sentence, Show, table
from api.report.charts.intervals import intervals_chart
from api.report.context import Context
from api.report.sections.absent import absent
from api.report.sections.service_times import service_times
from scenarios.rehearsal.values import Rehearsal

DRAWN = 24
"""Promises in the picture: those nearest to breaking; the table has all."""
MINUTES = "mean_wait"
"""The promise that is measured in minutes; the others are shares."""


def rehearsal(context: Context) -> Section:
    """Promises with their confidence intervals, and the weak points."""
    words, made = context.words, context.plan.rehearsal
    title = words("report.rehearsal")
    if made is None:
        return absent(words, "rehearsal", title, "rehearsal")
    kept, total = int(made.services["kept"].sum()), len(made.services)
    told = words(
        "report.told_rehearsal", count=words.number(made.count), kept=words.number(kept), all=words.number(total)
    )
    return Section(
        "rehearsal",
        title,
        [
            Sentence(told),
            Sentence(words("report.kept_means")),
            *_pictures(context, made),
            _promises(context, made),
            *_times(context, made),
            *_weak(context, made),
        ],
    )


def _pictures(context: Context, made: Rehearsal) -> list[object]:
    """Shares and minutes have axes of their own."""
    words = context.words
    drawn: list[object] = []
    in_minutes = made.services["promise"] == MINUTES
    parts = [
        (made.services[~in_minutes], "report.promise_shares", 1.0),
        (made.services[in_minutes], "report.promise_minutes", -1.0),
    ]
    for services, code, sign in parts:
        if services.empty:
            continue
        margin = sign * (services["achieved"] - services["target"])
        worst = services.assign(margin=margin).sort_values(["kept", "margin"], kind="stable").head(DRAWN)
        rows = pd.DataFrame(
            {
                "label": [f"{context.outlet(row.outlet)} · {row.service}" for row in records(worst)],
                "value": worst["achieved"].to_numpy(),
                "low": worst["achieved_low"].to_numpy(),
                "high": worst["achieved_high"].to_numpy(),
                "target": worst["target"].to_numpy(),
                "kept": worst["kept"].to_numpy(dtype=bool),
            }
        )
        show = words.share if code == "report.promise_shares" else _minutes(context)
        legend = [
            ("kept", f"● {words('report.kept')}"),
            ("broken", f"▲ {words('report.broken')}"),
            ("whisker", words("report.interval_95")),
            ("target", words("report.promised")),
        ]
        drawn.append(
            Picture(
                intervals_chart(words(code), words("report.rehearsal_described"), rows, show), words(code), legend
            )
        )
    return drawn


def _minutes(context: Context) -> Callable[[float], str]:
    return lambda value: context.words("report.minutes_short", minutes=context.words.number(value, 1))


def _promises(context: Context, made: Rehearsal) -> object:
    words = context.words
    services = made.services.sort_values(["kept", "achieved"], kind="stable")

    def shown(row: Any, value: float) -> str:
        return words.number(value, 1) if row.promise == MINUTES else words.share(value)

    def around(value: str, low: str, high: str) -> str:
        return f"{value} ({low} – {high})"

    rows = list(records(services))
    frame = services.assign(
        sign=[words("report.kept") if row.kept else words("report.broken") for row in rows],
        goal=[shown(row, row.target) for row in rows],
        reached=[
            around(shown(row, row.achieved), shown(row, row.achieved_low), shown(row, row.achieved_high))
            for row in rows
        ],
        wait=[
            around(*(words.number(value, 1) for value in (row.wait_minutes, row.wait_low, row.wait_high)))
            for row in rows
        ],
    )
    columns = {
        "outlet": Show(words("report.outlet"), context.outlet),
        "service": Show(words("report.service")),
        "promise": Show(words("report.promise"), lambda key: words.label("promise", key)),
        "goal": Show(words("report.promised"), str, True),
        "reached": Show(words("report.reached"), str, True),
        "sign": Show(words("report.verdict")),
        "periods_kept": Show(words("report.periods_kept"), words.share, True),
        "wait": Show(words("report.wait_minutes"), str, True),
        "wait_p90": Show(words("report.wait_p90"), lambda value: words.number(value, 1), True),
        "oldest_worst": Show(words("report.oldest_open"), lambda value: words.number(value), True),
        "served": Show(words("report.served"), words.number, True),
        "lost": Show(words("report.lost"), lambda value: words.number(value, 1), True),
    }
    return table(frame, words("report.promises"), columns, "rehearsal_services")


def _times(context: Context, made: Rehearsal) -> list[object]:
    """Each service by day and hour, behind a line of its own."""
    folds = service_times(context, made)
    return [Sentence(context.words("report.service_times")), *folds] if folds else []


def _weak(context: Context, made: Rehearsal) -> list[object]:
    words, weak = context.words, made.weak_points
    if weak.empty:
        return [Sentence(words("report.no_weak_points"), "fine")]
    columns = {
        "outlet": Show(words("report.outlet"), context.outlet),
        "start": Show(words("report.from"), words.instant),
        "end": Show(words("report.to"), words.instant),
        "within": Show(words("report.within"), words.share, True),
        "target": Show(words("report.promised"), words.share, True),
        "wait_minutes": Show(words("report.wait_minutes_short"), lambda value: words.number(value, 1), True),
        "wait_target": Show(words("report.wait_promised"), lambda value: words.number(value, 1), True),
        "late": Show(words("report.late"), lambda value: words.number(value, 1), True),
        "reason": Show(words("report.reason"), words.code),
    }
    return [table(weak, words("report.weak_points"), columns, "rehearsal_weak_points")]
