"""What was planned, in plain words and large figures, and what to look at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from api.facts import Facts, facts, largest_gap, last_day, statuses
from api.records import records
from api.report.blocks import Fold, Section, Sentence, Show, Table, Tile, Tiles, table
from api.report.context import Context
from api.words import Words

LARGE = (
    "demand",
    "promises_kept",
    "wait_minutes",
    "people",
    "paid_hours",
    "hole_hours",
    "covered_now",
    "covered_planned",
    "monthly_saving",
    "cost_total",
)
LEVELS = ("red", "orange", "yellow")
SIGNS = {"red": "■", "orange": "◆", "yellow": "▲"}


def headline(context: Context) -> Section:
    """Sentences, indicators, the scenario's changes and the warnings."""
    words, plan = context.words, context.plan
    blocks: list[object] = [
        Sentence(words("report.sentence_join").join(summary(context, facts(plan)))),
        *_tiles(context),
    ]
    if "decisions" in plan.layers:
        blocks.append(_decisions(context))
    if len(plan.changes):
        blocks.append(_changes(context))
    if len(plan.balance):
        blocks.append(_balance(context))
    blocks += _warnings(context)
    return Section("headline", words("report.headline"), blocks)


def summary(context: Context, figures: Facts) -> list[str]:
    """The plan in sentences; what was not planned is not spoken of."""
    words, plan = context.words, context.plan
    told = [
        words(
            "report.told_plan",
            outlets=words.number(len(plan.outlets)),
            first=words.day(plan.first_day, year=True),
            last=words.day(last_day(plan), year=True),
        )
    ]
    if figures.customers is not None:
        mean, low, high = (
            words.number(value)
            for value in (figures.customers.mean, figures.customers.low, figures.customers.high)
        )
        told.append(words("report.told_customers", mean=mean, low=low, high=high))
    if figures.needed_hours:
        filled = 1 - (figures.short_hours or 0.0) / figures.needed_hours
        told.append(
            words("report.told_cover", needed=words.number(figures.needed_hours), filled=words.share(filled))
        )
        shared = (figures.lent_hours or 0.0) + (figures.partner_hours or 0.0)
        if shared:
            told.append(words("report.told_lent", hours=words.number(shared)))
    if figures.people is not None:
        told.append(
            words(
                "report.told_people",
                people=words.number(figures.people),
                hours=words.number(figures.paid_hours or 0.0),
            )
        )
    if figures.promises:
        told.append(
            words("report.told_promises", kept=words.number(figures.kept or 0), all=words.number(figures.promises))
        )
    if figures.covered_now is not None and figures.covered_planned is not None:
        told.append(
            words(
                "report.told_coverage",
                now=words.share(figures.covered_now),
                planned=words.share(figures.covered_planned),
            )
        )
    if figures.reviewed:
        told.append(
            words(
                "report.told_review",
                outlets=words.number(figures.reviewed),
                changed=words.number(figures.changed or 0),
            )
        )
    proven = statuses(plan)
    if proven:
        gap = largest_gap(plan)
        told.append(
            words(
                "report.told_proofs",
                optimal=words.number(proven["optimal"]),
                all=words.number(proven.total()),
                gap=words.gap(gap),
            )
        )
    return told


def _tiles(context: Context) -> list[object]:
    """The figures that most plans are judged by, large; all of them in a table behind a fold."""
    words, indicators = context.words, context.plan.indicators
    overall = indicators[indicators["scope"] == ""]
    large = overall[overall["indicator"].isin(LARGE)]
    order = large["indicator"].map({key: place for place, key in enumerate(LARGE)})
    tiles = [
        Tile(
            words.label("indicator", row.indicator), words.amount(row.value, str(row.unit)), _interval(words, row)
        )
        for row in records(large.loc[order.sort_values().index])
    ]
    shown = [
        (words.label("indicator", row.indicator), words.amount(row.value, str(row.unit)), _interval(words, row))
        for row in records(overall)
    ]
    headers = [words("report.indicator"), words("report.value"), words("report.interval_95")]
    every = Table(words("report.figures"), headers, [False, True, True], shown, total=len(shown))
    return [Tiles(tiles), Fold(words("report.all_figures"), [every])] if shown else []


def _interval(words: Words, row: Any) -> str:
    """Its confidence interval; "" without."""
    if pd.isna(row.low) or pd.isna(row.high):
        return ""
    low, high = (words.amount(value, str(row.unit)) for value in (row.low, row.high))
    return words("report.range", low=low, high=high)


def _changes(context: Context) -> Table:
    words = context.words
    rows = [
        [
            words.label("change", change.get("change", "")),
            "; ".join(
                f"{key} = {value}" for key, value in change.items() if key != "change" and value is not None
            ),
        ]
        for change in context.plan.changes
    ]
    headers = [words("report.change"), words("report.detail")]
    return Table(words("report.changes"), headers, [False, False], rows)


def _decisions(context: Context) -> Table:
    """Which scenarios are part of the base: the first of the changes below are theirs."""
    words = context.words
    columns = {
        "number": Show(words("report.number"), words.number, True),
        "name": Show(words("report.decision")),
        "by": Show(words("report.decided_by")),
        "at": Show(words("report.decided_at"), lambda at: words.now(at.tz_convert(context.plan.timezone))),
        "why": Show(words("report.reason")),
        "changes": Show(words("report.changes"), words.number, True),
    }
    return table(context.plan.layers["decisions"], words("report.decisions"), columns)


def change_detail(change: Mapping[str, Any]) -> str:
    """What a change is set to."""
    return "; ".join(f"{key} = {value}" for key, value in change.items() if key != "change" and value is not None)


def _balance(context: Context) -> Table:
    words = context.words
    columns = {
        "outlet": Show(words("report.outlet"), context.outlet),
        "service": Show(words("report.service")),
        "to": Show(
            words("report.goes_to"),
            lambda to: words.label("receiver", to) if to in ("digital", "lost") else context.outlet(to),
        ),
        "volume": Show(words("report.customers"), words.number, True),
    }
    return table(context.plan.balance, words("report.balance"), columns, "balance")


def _warnings(context: Context) -> list[object]:
    """One line for each kind of warning at each outlet: how often, first when, and the value then."""
    words, warnings = context.words, context.plan.warnings
    if warnings.empty:
        return [Sentence(words("report.no_warnings"), "fine")]
    order = warnings.assign(rank=warnings["level"].map({level: rank for rank, level in enumerate(LEVELS)}))
    order = order.sort_values(["rank", "warning", "outlet", "start"], kind="stable")
    grouped = order.groupby(["rank", "level", "warning", "outlet"], as_index=False, dropna=False).agg(
        times=("value", "size"), start=("start", "first"), value=("value", "first"), limit=("limit", "first")
    )
    columns = {
        "level": Show(
            words("report.level"), lambda level: f"{SIGNS.get(level, '')} {words.label('level', level)}"
        ),
        "warning": Show(words("report.warning"), lambda key: words.label("warning", key)),
        "outlet": Show(words("report.outlet"), context.outlet),
        "times": Show(words("report.times"), words.number, True),
        "start": Show(words("report.first_time"), lambda start: words.instant(start) if pd.notna(start) else ""),
        "value": Show(words("report.value"), lambda value: words.number(value, 2), True),
        "limit": Show(words("report.limit"), lambda value: words.number(value, 2), True),
    }
    return [table(grouped, words("report.warnings"), columns, "warnings")]
