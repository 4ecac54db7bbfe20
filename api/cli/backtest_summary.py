"""What a backtest says, in a few tables on the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from api.accuracy import Accuracy
from api.cli import console
from api.report.accuracy.figures import figure_columns, with_texts
from api.report.forecast_page import names_of
from api.words import Words
from scenarios.network import Network

SHOWN = 12
"""Rows of a table; the page and the files have all."""
KEPT = ("wape", "naive_wape", "better", "floor", "bias", "mase", "told_80", "told_95")
OF_TOTALS = ("wape", "naive_wape", "bias", "told_80", "told_95")


def show_backtest(
    found: Accuracy, network: Network, words: Words, page: Path | None, stopped: bool = False
) -> None:
    """Overall, near holidays, kinds, services, outlets and totals, and where the page is."""
    if stopped:
        console.notes.print(words("cli.stopped_early"))
    reader = names_of(network, words.language)
    _print(found.tables["summary"], words("report.accuracy"), "grain", _label(words, "grain"), words)
    near = found.by_day("holidays").sort_values("near", ascending=False)
    _print(near, words("report.near_holidays"), "near", _near(words), words)
    _print(_largest(found, "kinds"), words("report.by_kind"), "kind", _label(words, "kind"), words)
    _print(_largest(found, "services"), words("report.by_service"), "service", str, words)
    _print(_largest(found, "outlets"), words("report.by_outlet"), "outlet", reader.outlet, words)
    totals = found.totals.assign(
        name=[
            f"{words.label('total_of', scope)} · {words.label('span', span)}"
            for scope, span in zip(found.totals["scope"], found.totals["span"], strict=True)
        ]
    )
    _print(totals, words("report.totals"), "name", str, words, OF_TOTALS)
    if page is not None:
        console.results.print(words("cli.report_at", path=page))


def as_data(found: Accuracy) -> dict[str, Any]:
    """All figures as plain data for `--json`; null where there is none."""
    days = found.made.cells["origin"]
    frames = {**found.tables, "reliability": found.reliability, "totals": found.totals}
    return {
        "origins": sorted({day.date().isoformat() for day in days}),
        "days": found.made.horizon,
        **{name: _plain(frame) for name, frame in frames.items()},
    }


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype(object).where(frame.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict(orient="records")]


def _largest(found: Accuracy, name: str) -> pd.DataFrame:
    return found.by_day(name).sort_values("actual", ascending=False, kind="stable")


def _label(words: Words, family: str) -> Callable[[object], str]:
    return lambda key: words.label(family, key)


def _near(words: Words) -> Callable[[object], str]:
    return lambda flag: words("report.near" if flag else "report.ordinary")


def _print(
    frame: pd.DataFrame,
    title: str,
    column: str,
    text: Callable[[object], str],
    words: Words,
    kept: tuple[str, ...] = KEPT,
) -> None:
    shows = {key: show for key, show in figure_columns(words).items() if key in kept}
    heads = [show.header for show in shows.values()]
    grid = console.grid(title, "", *heads, numeric=tuple(range(1, len(heads) + 1)))
    told = with_texts(frame.head(SHOWN), words)
    for place in range(len(told)):
        row = told.iloc[place]
        cells = [str(row[key]) if show.text is None else show.text(row[key]) for key, show in shows.items()]
        console.add(grid, text(row[column]), *cells)
    if len(frame) > SHOWN:
        console.add(grid, words("report.more_rows", rows=len(frame) - SHOWN), *[""] * len(heads))
    console.results.print(grid)
