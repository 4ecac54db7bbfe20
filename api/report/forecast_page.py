"""The page of a forecast by itself: demand by day, outlet and time of day, what moves it, and the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from api.records import records
from api.report.blocks import Section, Tile, Tiles
from api.report.demand.adjustments import adjustment_blocks
from api.report.demand.by_day import by_day
from api.report.demand.by_outlet import by_outlet
from api.report.demand.by_region import by_region
from api.report.demand.effects import effect_blocks
from api.report.demand.evidence import evidence_blocks
from api.report.demand.notes import note_blocks
from api.report.demand.outlets import outlet_folds
from api.report.demand.profile import profile_picture, profile_table, profiles
from api.report.demand.today import today_blocks
from api.report.page import render
from api.words import Words
from quarterhour.version import __version__
from scenarios.network.model import Network
from scenarios.plan.foreseen import Foreseen


@dataclass(frozen=True)
class Names:
    """A reader who knows outlets by name."""

    words: Words
    outlets: Mapping[str, str]

    def outlet(self, outlet: object) -> str:
        """What an outlet is called; an unknown identifier stays as it is."""
        return self.outlets.get(str(outlet), str(outlet))


def names_of(network: Network, language: str) -> Names:
    """The reader of a network in one language."""
    outlets = network.table("outlets")
    called = dict(zip(outlets["outlet"], outlets["name"], strict=True))
    return Names(Words(language, network.settings.currency), called)


def render_forecast(seen: Foreseen, network: Network, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    reader = names_of(network, language)
    words, made, problem = reader.words, seen.forecast, seen.problem
    last = made.days["day"].max() if len(made.days) else problem.first_day
    period = words("report.period", first=words.day(problem.first_day, True), last=words.day(last, True))
    sections = [
        Section("today", words("report.today"), today_blocks(reader, seen.today)),
        Section(
            "forecast",
            words("report.forecast"),
            [
                _tiles(reader, seen),
                *by_day(reader, made, problem.grid),
                by_outlet(reader, made),
                *by_region(reader, seen),
            ],
        ),
        Section("adjustments", words("report.adjustments"), adjustment_blocks(reader, seen.adjustments)),
        Section("outlets", words("report.outlet_charts"), outlet_folds(reader, seen)),
        _profile(reader, seen),
        Section("effects", words("report.effects"), effect_blocks(reader, made)),
        Section("evidence", words("report.evidence"), evidence_blocks(reader, made)),
        Section("notes", words("report.notes"), note_blocks(reader, made)),
    ]
    return render(
        "page.html",
        words,
        title=words("report.forecast_title", network=network.settings.name),
        network=network.settings.name,
        subtitle=words("report.forecast_subtitle", period=period),
        sections=[section for section in sections if section.blocks],
        foot=words("report.forecast_by", version=__version__, seed=made.seed, paths=len(made.paths.counts)),
    )


def _tiles(reader: Names, seen: Foreseen) -> Tiles:
    """Customers in all with their range, the busiest day, and the largest peak."""
    words, made = reader.words, seen.forecast
    totals = made.paths.counts.sum(axis=(1, 2), dtype=np.int64)
    by = made.days.groupby("day")["mean"].sum()
    low, high = (words.number(float(np.quantile(totals, share))) for share in (0.1, 0.9))
    tiles = [
        Tile(
            words("report.customers"),
            words.number(by.sum()),
            words("report.range_80_of", low=low, high=high),
        )
    ]
    if len(by):
        busiest = pd.Timestamp(by.index.to_numpy()[int(by.argmax())])
        tiles.append(Tile(words("report.busiest_day"), words.day(busiest), words.number(by.max())))
    for row in records(made.peaks.sort_values("lift", ascending=False, kind="stable").head(1)):
        told = f"{words.signed(100 * row.lift)}% · {reader.outlet(row.outlet)}"
        tiles.append(Tile(words("report.largest_peak"), words.holiday(row.name), told))
    return Tiles(tiles)


def _profile(reader: Names, seen: Foreseen) -> Section:
    words, grain = reader.words, seen.problem.grid.grain
    lines, title = profiles(seen), words("report.profile")
    picture = profile_picture(lines, title, grain, words)
    if picture is None:
        return Section("profile", title, [])
    return Section("profile", title, [picture, profile_table(lines, title, grain, words)])
