"""Who works when: a grid of people and days for each outlet, hours, wishes and broken rules."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from api import shifts
from api.records import records
from api.report.blocks import Fold, Picture, Raw, Section, Sentence, Show, table
from api.report.charts.bars import bars
from api.report.context import Context
from api.report.sections.absent import absent
from api.words import Words
from optimize.roster.values import Roster

SHORT = ("standby", "training", "leave")
"""Activities that are told by a word beside the times, as colour alone says nothing."""
BINS = (0, 16, 24, 32, 36, 40, 44, 48)


def roster(context: Context) -> Section:
    """Hours of work by week, the grids, wishes and rules."""
    words, made = context.words, context.plan.roster
    title = words("report.roster")
    if made is None:
        return absent(words, "roster", title, "roster")
    blocks = [
        *_told(context, made),
        *_weeks(context, made),
        _grids(context, made),
        *_wishes(context, made),
        *_rules(context, made),
    ]
    return Section("roster", title, blocks)


def _told(context: Context, made: Roster) -> list[Sentence]:
    """The organisation's own people with their hours; places of partners' people besides."""
    words = context.words
    granted = made.wishes["granted"].astype(bool)
    hired = made.segments["source"] == "partner"
    own = words(
        "report.told_roster",
        people=words.number(made.segments.loc[~hired, "employee"].nunique()),
        hours=words.number(float(made.hours["paid"].sum())),
        overtime=words.number(float(made.hours["overtime"].sum())),
        granted=words.number(int(granted.sum())),
        wishes=words.number(len(granted)),
    )
    beside = words("report.told_partners", people=words.number(made.segments.loc[hired, "employee"].nunique()))
    return [Sentence(own), *([Sentence(beside)] if hired.any() else [])]


def _weeks(context: Context, made: Roster) -> list[object]:
    """How many people-weeks have how many hours of work."""
    words = context.words
    if made.hours.empty:
        return []
    worked = made.hours[["work", "travel", "training"]].sum(axis=1).to_numpy()
    edges = np.array([*BINS, max(float(worked.max()) + 1, BINS[-1] + 1)])
    counts, _ = np.histogram(worked, edges)
    labels = [words("report.hours_from_to", low=low, high=high) for low, high in pairwise(BINS)]
    labels.append(words("report.hours_from", low=BINS[-1]))
    picture = bars(
        words("report.weekly_hours"),
        words("report.weekly_hours_described"),
        labels,
        counts.astype(float),
        words.number,
    )
    sums = made.hours.drop(columns=["employee"]).groupby("week").sum().reset_index()
    names = [column for column in sums.columns if column not in ("week", "cost")]
    columns = {"week": Show(words("report.week_from"), words.day)}
    columns |= {name: Show(words.label("hours", name), words.number, True) for name in names}
    columns["cost"] = Show(words("report.money"), words.money, True)
    return [
        Picture(picture, words("report.weekly_hours")),
        table(sums, words("report.hours_by_week"), columns, "roster_hours"),
    ]


def _grids(context: Context, made: Roster) -> Fold:
    told, everybody = shifts.entries(made), shifts.people(context.plan)
    cells = _cells(context, told)
    paid = shifts.paid_hours(made)
    folds = []
    for outlet in context.plan.outlets["outlet"]:
        rows = shifts.at_outlet(outlet, everybody, told)
        if len(rows):
            folds.append(
                Fold(
                    context.outlet(outlet),
                    [_grid(context, outlet, rows, cells, paid)],
                    context.words("report.people_count", people=len(rows)),
                )
            )
    return Fold(context.words("report.roster_by_outlet"), folds, context.words("report.roster_hint"))


def _cells(context: Context, told: pd.DataFrame) -> dict[tuple[str, pd.Timestamp], list[tuple[str, str, str]]]:
    """For each person and day: outlet, class and text of every entry."""
    words = context.words
    shown = {activity: words.label("short", activity) for activity in SHORT}
    kinds = told["source"].where(told["activity"] == "work", told["activity"])
    cells: dict[tuple[str, pd.Timestamp], list[tuple[str, str, str]]] = {}
    for row, kind in zip(records(told), kinds, strict=True):
        activity = str(row.activity)
        text = shown[activity] if activity == "leave" else f"{shown.get(activity, '')} {row.text}".strip()
        cells.setdefault((str(row.employee), row.day), []).append((str(row.outlet), str(kind), text))
    return cells


def _grid(
    context: Context,
    outlet: str,
    rows: pd.DataFrame,
    cells: dict[tuple[str, pd.Timestamp], list[tuple[str, str, str]]],
    paid: Mapping[str, float],
) -> Raw:
    words = context.words
    days = pd.date_range(context.plan.first_day, periods=context.plan.days, unit="us")
    head = "".join(_head(words, day) for day in days)
    lines = []
    for row in records(rows):
        guest = "" if row.home == outlet else f"<small>{escape(context.outlet(row.home))}</small>"
        body = "".join(_cell(context, outlet, cells.get((row.employee, day), [])) for day in days)
        total = words.number(paid[row.employee]) if row.employee in paid else ""
        lines.append(f'<tr><th scope="row">{escape(row.name)}{guest}</th>{body}<td class="n">{total}</td></tr>')
    caption = escape(words("report.roster_of", outlet=context.outlet(outlet)))
    person, hours = escape(words("report.person")), escape(words("report.paid"))
    parts = [
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">',
        f'<table class="grid"><caption>{caption}</caption>',
        f'<thead><tr><th scope="col">{person}</th>{head}<th scope="col">{hours}</th></tr></thead>',
        f"<tbody>{''.join(lines)}</tbody></table></div>",
    ]
    return Raw(Markup("".join(parts)))  # noqa: S704 - every text above is escaped


def _head(words: Words, day: pd.Timestamp) -> str:
    away = " class=away" if day.day_of_week >= 5 else ""
    return f'<th scope="col"{away}>{words.weekday(day.day_of_week)}<br>{words.day(day)}</th>'


def _cell(context: Context, outlet: str, entries: list[tuple[str, str, str]]) -> str:
    if not entries:
        return "<td></td>"
    texts = []
    for place, kind, text in entries:
        away = place not in (outlet, "") and kind != "leave"
        mark = f"→{escape(context.outlet(place))}" if away else ""
        texts.append(
            f'<span class="{kind}{" out" if away else ""}">{escape(text)}{"<br>" if mark else ""}{mark}</span>'
        )
    return f"<td>{''.join(texts)}</td>"


def _wishes(context: Context, made: Roster) -> list[object]:
    words, wishes = context.words, made.wishes
    if wishes.empty:
        return []
    sums = (
        wishes.assign(granted=wishes["granted"].astype(bool))
        .groupby("kind", as_index=False)
        .agg(wishes=("granted", "size"), granted=("granted", "sum"))
    )
    sums["share"] = sums["granted"] / sums["wishes"]
    columns = {
        "kind": Show(words("report.wish"), lambda key: words.label("wish", key)),
        "wishes": Show(words("report.times"), words.number, True),
        "granted": Show(words("report.granted"), words.number, True),
        "share": Show(words("report.share"), words.share, True),
    }
    return [table(sums, words("report.wishes"), columns, "roster_wishes")]


def _rules(context: Context, made: Roster) -> list[object]:
    words, rules = context.words, made.rules
    if rules.empty:
        return [Sentence(words("report.no_rule_broken"), "fine")]
    sums = rules.groupby(["hard", "rule", "unit"], as_index=False).agg(
        times=("amount", "size"), amount=("amount", "sum")
    )
    sums = sums.sort_values(["hard", "times"], ascending=False)
    columns = {
        "rule": Show(words("report.rule"), lambda key: words.named(f"roster.rule_{key}", key)),
        "hard": Show(
            words("report.kind_of_rule"), lambda hard: words("report.hard_rule" if hard else "report.soft_rule")
        ),
        "times": Show(words("report.times"), words.number, True),
        "amount": Show(words("report.amount"), lambda value: words.number(value, 1), True),
        "unit": Show(words("report.unit"), lambda unit: words.named(f"roster.unit_{unit}", unit)),
    }
    return [table(sums, words("report.rules"), columns, "roster_rules")]
