"""What a forecast is, in a few tables on the terminal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from api.backtest import MODELS, overall
from api.cli import console
from api.records import records
from api.report.demand.effects import effect_name, largest_effects, told_lift, whose
from api.report.demand.today import open_rows, told
from api.report.forecast_page import Names, names_of
from api.words import Words
from scenarios.network import Network
from scenarios.plan.foreseen import Foreseen

SHOWN = 12
"""Rows of a table; the page and the files have all."""


def show_forecast(seen: Foreseen, network: Network, words: Words, page: Path, stopped: bool = False) -> None:
    """Outlets, peaks and effects, the evidence, and where the page is."""
    if stopped:
        console.notes.print(words("cli.stopped_early"))
    reader = names_of(network, words.language)
    if seen.today is not None:
        console.results.print(told(reader, open_rows(seen.today)))
    _outlets(seen, network, reader)
    _peaks(seen, reader)
    _effects(seen, reader)
    _adjustments(seen, reader)
    whole = overall(seen.forecast.evidence)
    if whole:
        ours, naive = (words.share(whole[model]) for model in MODELS)
        origins = words.number(seen.forecast.evidence["origin"].nunique())
        console.results.print(words("report.told_backtest", origins=origins, ours=ours, naive=naive))
    for row in records(seen.forecast.notes.head(SHOWN)):
        console.results.print(words(row.code, outlet=row.outlet, service=row.service, detail=row.detail))
    console.results.print(words("cli.report_at", path=page))


def _outlets(seen: Foreseen, network: Network, reader: Names) -> None:
    words, days = reader.words, seen.outlet_days
    first, last = seen.problem.first_day, days["day"].max()
    period = words("report.period", first=words.day(first, True), last=words.day(last, True))
    heads = [
        words(f"report.{key}") for key in ("outlet", "customers", "busiest_day", "customers_then", "range_80")
    ]
    title = f"{words('cli.forecast_of', network=network.settings.name)}, {period}"
    table = console.grid(title, *heads, numeric=(1, 3, 4))
    totals = days.groupby("outlet")["mean"].sum().sort_values(ascending=False, kind="stable")
    for outlet in totals.index[:SHOWN]:
        mine = days[days["outlet"] == outlet]
        most = mine.loc[mine["mean"].idxmax()]
        ranged = words("report.range", low=words.number(most["low_80"]), high=words.number(most["high_80"]))
        then, mean = words.day(most["day"]), words.number(most["mean"])
        console.add(table, reader.outlet(outlet), words.number(totals[outlet]), then, mean, ranged)
    if len(totals) > SHOWN:
        console.add(table, words("report.more_rows", rows=len(totals) - SHOWN), "", "", "", "")
    low, high = (words.number(float(value)) for value in _total_range(seen))
    console.add(table, words("report.all"), words.number(totals.sum()), "", "", "")
    console.results.print(table)
    console.results.print(words("report.range_80_of", low=low, high=high))


def _total_range(seen: Foreseen) -> pd.Series:
    totals = seen.forecast.paths.counts.sum(axis=(1, 2), dtype=np.int64)
    return pd.Series(np.quantile(totals, [0.1, 0.9]))


def _peaks(seen: Foreseen, reader: Names) -> None:
    words, peaks = reader.words, seen.forecast.peaks
    if peaks.empty:
        return
    heads = [words(f"report.{key}") for key in ("peak", "outlet", "first_day", "last_day", "lift")]
    table = console.grid(words("report.peaks"), *heads, numeric=(4,))
    for row in records(peaks.sort_values("lift", ascending=False).head(SHOWN)):
        lift = words.signed(100 * row.lift) + "%"
        first, last = words.day(row.first_day), words.day(row.last_day)
        console.add(table, words.holiday(row.name), reader.outlet(row.outlet), first, last, lift)
    console.results.print(table)


def _effects(seen: Foreseen, reader: Names) -> None:
    words, effects = reader.words, largest_effects(seen.forecast.effects, SHOWN)
    if effects.empty:
        return
    heads = [words(f"report.{key}") for key in ("effect", "kind", "lift", "days_seen")]
    table = console.grid(words("report.effects"), *heads, numeric=(2, 3))
    for row in records(effects):
        name, lift = effect_name(reader, row.family, row.effect), told_lift(reader, row.lift, row.error)
        mine = " · ".join(whose(reader, row.group, row.service)) or words.label("kind", "all")
        console.add(table, name, mine, lift, words.number(row.days))
    console.results.print(table)


def _adjustments(seen: Foreseen, reader: Names) -> None:
    words, applied = reader.words, seen.adjustments
    if applied.empty:
        return
    heads = [
        words(f"report.{key}")
        for key in ("outlet", "first_day", "last_day", "uplift", "customers_added", "author", "reason")
    ]
    table = console.grid(words("report.adjustments"), *heads, numeric=(3, 4))
    for row in records(applied.head(SHOWN)):
        concerned = " · ".join([reader.outlet(row.outlet), *([row.service] if row.service else [])])
        first, last = words.day(row.first_day), words.day(row.last_day)
        uplift, added = words.signed(100 * row.uplift) + "%", words.signed(row.effect)
        console.add(table, concerned, first, last, uplift, added, row.author, row.reason)
    if len(applied) > SHOWN:
        console.add(table, words("report.more_rows", rows=len(applied) - SHOWN), "", "", "", "", "", "")
    console.results.print(table)


def as_data(seen: Foreseen, folder: Path) -> dict[str, object]:
    """The summary as plain data for `--json`."""
    made = seen.forecast
    peaks = made.peaks.assign(
        **{day: made.peaks[day].dt.strftime("%Y-%m-%d") for day in ("first_day", "last_day")}
    )
    low, high = (float(value) for value in _total_range(seen))
    return {
        "first_day": seen.problem.first_day.date().isoformat(),
        "days": seen.problem.horizon,
        "customers": {"mean": float(made.days["mean"].sum()), "low_80": low, "high_80": high},
        "outlets": {str(name): float(mean) for name, mean in made.days.groupby("outlet")["mean"].sum().items()},
        "peaks": peaks.to_dict(orient="records"),
        "adjustments": {
            str(row.adjustment): {"customers": row.customers, "effect": row.effect}
            for row in records(seen.adjustments)
        },
        "today": None if seen.today is None else _sums(seen.today.days),
        "wape": overall(made.evidence),
        "notes": len(made.notes),
        "folder": str(folder),
    }


def _sums(days: pd.DataFrame) -> dict[str, float]:
    return {name: float(days[name].sum()) for name in ("counted", "expected", "rest_before", "rest")}
