"""The page of a sweep: main figures along one axis or over two, and every point in a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from pandas.api.types import is_numeric_dtype

from api.facts import last_day
from api.report.blocks import Picture, Section, Sentence, Show, table
from api.report.charts.lines import lines_chart
from api.report.charts.shades import shades
from api.report.comparison.texts import signed
from api.report.page import render
from api.swept import axes_of, axis_text, base_value, by_point, main_figures, told_states
from api.words import Words
from scenarios.sweep import Swept

FILE = "sweep.csv"


def render_sweep(name: str, found: Swept, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    base = found.base
    words = Words(language, base.currency)
    period = words(
        "report.period", first=words.day(base.first_day, year=True), last=words.day(last_day(base), year=True)
    )
    sections = [_pictures(found, words), _points(found, words)]
    if (found.points["state"] != "done").any():
        sections.append(_unfinished(found, words))
    return render(
        "page.html",
        words,
        title=words("report.sweep_title", network=base.network, name=name),
        network=base.network,
        subtitle=words("report.sweep_subtitle", name=name, period=period),
        sections=sections,
        foot=words("report.made_by", version=base.version, seed=base.seed, workers=base.workers),
    )


def _pictures(found: Swept, words: Words) -> Section:
    """A picture a main figure where the grid has one axis or two."""
    axes = axes_of(found)
    draw = {1: _along, 2: _over}.get(len(axes))
    blocks: list[object] = [Sentence(told_states(found, words))]
    if draw is None:
        blocks.append(Sentence(words("report.sweep_many_axes")))
    else:
        blocks += [draw(found, axes, indicator, words) for indicator in main_figures(found)]
    return Section("figures", words("report.figures"), blocks)


def _along(found: Swept, axes: list[str], indicator: str, words: Words) -> Picture:
    """A figure along the only axis with its intervals, and the base's beside it."""
    told, unit = words.label("indicator", indicator), main_figures(found)[indicator]
    values, low, high = (
        by_point(found, column)[indicator].to_numpy(dtype=np.float64) for column in ("value", "low", "high")
    )
    level = np.full(len(values), base_value(found, indicator))
    picture = lines_chart(
        told,
        words("report.sweep_along", axis=axes[0]),
        [axis_text(value) for value in found.points[axes[0]]],
        {told: values, words("report.sweep_base"): level},
        lambda value: words.amount(value, unit),
        {told: (low, high)},
        zero=False,
    )
    legend = [("line", told), ("dashed", words("report.sweep_base"))]
    if np.isfinite(low).any():
        legend.append(("whisker", words("report.sweep_interval")))
    return Picture(picture, words("report.sweep_figure_along", figure=told, axis=axes[0]), legend)


def _over(found: Swept, axes: list[str], indicator: str, words: Words) -> Picture:
    """A figure over two axes: the first downwards, the second across."""
    told, unit = words.label("indicator", indicator), main_figures(found)[indicator]
    down, across = axes
    rows, columns = (found.points[axis].drop_duplicates() for axis in axes)
    values = by_point(found)[indicator].to_numpy(dtype=np.float64)
    picture = shades(
        told,
        words("report.sweep_over", down=down, across=across),
        [axis_text(value) for value in rows],
        [axis_text(value) for value in columns],
        values.reshape(len(rows), len(columns)),
        lambda value: words.amount(value, unit),
    )
    level = words.amount(base_value(found, indicator), unit)
    return Picture(picture, words("report.sweep_figure_over", figure=told, down=down, across=across, base=level))


def _points(found: Swept, words: Words) -> Section:
    """Values at every point, and their differences to the base."""
    title, against = words("report.sweep_points"), words("report.sweep_differences")
    values = table(by_point(found), title, _columns(found, words, words.amount), FILE)
    columns = _columns(found, words, partial(signed, words=words))
    return Section("points", title, [values, table(by_point(found, "difference"), against, columns, FILE)])


def _columns(found: Swept, words: Words, text: Callable[..., str]) -> dict[str, Show]:
    """The axes, and the main figures as `text` writes a value of a unit."""
    axes = {f"${axis}": Show(axis, axis_text, is_numeric_dtype(found.points[axis])) for axis in axes_of(found)}
    figures = {
        indicator: Show(words.label("indicator", indicator), partial(text, unit=unit), True)
        for indicator, unit in main_figures(found).items()
    }
    return {**axes, **figures}


def _unfinished(found: Swept, words: Words) -> Section:
    """Points that failed, with the reason, and points that were left."""
    title = words("report.sweep_unfinished")
    columns = {
        "point": Show(words("report.sweep_point")),
        "state": Show(words("report.state"), lambda state: words.label("point_state", state)),
        "error": Show(words("report.detail")),
    }
    return Section("unfinished", title, [table(found.points[found.points["state"] != "done"], title, columns)])
