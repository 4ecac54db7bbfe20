"""The decision sheet: each under-used outlet with what keeping, merging, moving or converting it would do."""

from __future__ import annotations

import json
from typing import Protocol

import pandas as pd

from api.records import records
from api.report.blocks import Fold, Picture, Section, Sentence, Show, Table, table
from api.report.charts.bars import bars
from api.report.context import Context
from api.report.sections.absent import absent
from api.words import Words


class Made(Protocol):
    """A plan's coverage, or a study: frames as `CoveragePlan` has them."""

    @property
    def review(self) -> pd.DataFrame:
        """Verdicts."""

    @property
    def options(self) -> pd.DataFrame:
        """What may become of each outlet."""

    @property
    def transfers(self) -> pd.DataFrame:
        """Where customers go."""


class Places(Protocol):
    """Whom a sheet is made for, and what outlets and sites are called."""

    @property
    def words(self) -> Words:
        """Language and money."""

    def outlet(self, outlet: object) -> str:
        """What an outlet is called."""

    def point(self, point: object) -> str:
        """What an outlet or site is called."""


def consolidation(context: Context) -> Section:
    """The review, then a sheet for each outlet that is reviewed."""
    words, made = context.words, context.plan.coverage
    title = words("report.consolidation")
    if made is None:
        return absent(words, "consolidation", title, "consolidation")
    if made.options.empty:
        return Section(
            "consolidation",
            title,
            [Sentence(words("report.nothing_to_review"), "fine"), *review_table(context, made)],
        )
    sheets = [
        option_sheet(context, made, str(outlet), part)
        for outlet, part in made.options.groupby("outlet", sort=False)
    ]
    return Section(
        "consolidation",
        title,
        [Sentence(words("report.told_consolidation")), *review_table(context, made), *sheets],
    )


def review_table(context: Places, made: Made) -> list[Table]:
    """Outlets that are under review or asked about; no table where there are none."""
    words = context.words
    looked_at = made.review[made.review["verdict"] != "fine"]
    if looked_at.empty:
        return []
    columns = {
        "outlet": Show(words("report.outlet"), context.outlet),
        "verdict": Show(words("report.verdict"), lambda key: words.label("verdict", key)),
        "months": Show(words("report.months_under"), words.number, True),
        "volume": Show(words("report.monthly_volume"), words.number, True),
        "threshold": Show(words("report.threshold"), words.number, True),
        "source": Show(words("report.threshold_source"), lambda key: words.label("threshold_source", key)),
        "note": Show(words("report.note"), words.code),
    }
    return [table(looked_at, words("report.review"), columns, "coverage_review")]


def option_sheet(context: Places, made: Made, outlet: str, options: pd.DataFrame) -> Fold:
    """One outlet: its options in figures, and where its customers would go."""
    words = context.words
    chosen = options[options["chosen"].astype(bool)]
    note = ""
    if len(chosen):
        best = chosen.iloc[0]
        note = words(
            "report.chosen",
            option=words.label("option", best["option"]),
            saving=words.money(best["monthly_saving"]),
        )
    name = context.outlet(outlet)
    labels = [_option(context, row.option, row.chosen) for row in records(options)]
    picture = bars(
        words("report.saving_of", outlet=name),
        words("report.saving_described"),
        labels,
        options["monthly_saving"].to_numpy(dtype=float),
        words.money,
    )
    frame = options.assign(label=labels, receivers=[_receivers(context, text) for text in options["volume_to"]])
    columns = {
        "label": Show(words("report.option")),
        "target": Show(words("report.target"), context.point),
        "covered_change": Show(words("report.covered_change"), words.signed, True),
        "extra_minutes": Show(words("report.extra_minutes"), lambda value: words.number(value, 1), True),
        "receivers": Show(words("report.receivers")),
        "digital": Show(words("report.to_digital"), words.number, True),
        "lost": Show(words("report.lost"), words.number, True),
        "fullest": Show(words("report.fullest"), words.share, True),
        "staff_freed": Show(words("report.staff_freed"), lambda value: words.number(value, 1), True),
        "monthly_saving": Show(words("report.monthly_saving"), words.money, True),
        "one_off": Show(words("report.one_off"), words.money, True),
        "pays_back_months": Show(words("report.pays_back"), lambda value: words.number(value, 1), True),
        "allowed": Show(
            words("report.allowed"), lambda yes: f"● {words('report.yes')}" if yes else f"▲ {words('report.no')}"
        ),
        "reason": Show(words("report.reason"), words.code),
    }
    if (options["below"] != "").any():
        columns["below"] = Show(words("report.below"), lambda key: words.label("scope", key) if key else "")
    blocks = [
        Picture(picture, words("report.saving_of", outlet=name)),
        table(frame, words("report.options_of", outlet=name), columns),
    ]
    moved = made.transfers[made.transfers["outlet"] == outlet]
    if len(moved):
        blocks.append(table(moved, words("report.transfers"), _transfer_columns(context), "coverage_transfers"))
    return Fold(name, blocks, note)


def _option(context: Places, option: object, chosen: object) -> str:
    label = context.words.label("option", option)
    return f"✓ {label}" if chosen else label


def _receivers(context: Places, text: str) -> str:
    """Outlets that take over, with customers a month."""
    volumes = json.loads(text) if text else {}
    ranked = sorted(volumes.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{context.point(point)} {context.words.number(volume)}" for point, volume in ranked)


def _transfer_columns(context: Places) -> dict[str, Show]:
    words = context.words
    return {
        "option": Show(words("report.option"), lambda key: words.label("option", key)),
        "service": Show(words("report.service")),
        "to": Show(
            words("report.goes_to"),
            lambda to: words.label("receiver", to) if to in ("digital", "lost") else context.point(to),
        ),
        "volume": Show(words("report.monthly_volume"), lambda value: words.number(value, 1), True),
    }
