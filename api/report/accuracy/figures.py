"""Tables of figures: errors beside the seasonal naive, bias, floor, and how often ranges held."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from api.report.blocks import Show, Table, table
from api.words import Words


def held(share: float, error: float, words: Words) -> str:
    """Such as 79.8% ± 2.1: a share with two standard errors, in per cent."""
    twice = f" ± {words.number(200 * error, 1)}" if error == error else ""
    return words.share(share) + twice


def figure_columns(words: Words) -> dict[str, Show]:
    """What is told of every group; held shares as texts made by `with_texts`."""
    return {
        "points": Show(words("report.points_judged"), words.number, True),
        "actual": Show(words("report.customers"), words.number, True),
        "wape": Show(words("report.wape"), words.share, True),
        "naive_wape": Show(words("report.wape_naive"), words.share, True),
        "better": Show(words("report.better_by"), words.share, True),
        "floor": Show(words("report.floor"), words.share, True),
        "bias": Show(words("report.bias"), lambda bias: words.signed(100 * bias, 1) + "%", True),
        "mase": Show(words("report.mase"), lambda value: words.number(value, 2), True),
        "wql": Show(words("report.wql"), words.share, True),
        "told_80": Show(words("report.held_80"), None, True),
        "told_95": Show(words("report.held_95"), None, True),
    }


def with_texts(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The frame with held shares and their standard errors as texts."""
    texts = {
        f"told_{share}": [
            held(value, error, words)
            for value, error in zip(frame[f"held_{share}"], frame[f"held_{share}_error"], strict=True)
        ]
        for share in (80, 95)
    }
    return frame.assign(**texts)


def figures_table(
    frame: pd.DataFrame,
    caption: str,
    label: tuple[str, str, Callable[[object], str]],
    words: Words,
    file: str = "",
    without: tuple[str, ...] = (),
) -> Table:
    """A row a group; `label` is the column that names it, its header, and a function from value to text."""
    column, header, text = label
    told = {key: show for key, show in figure_columns(words).items() if key not in without}
    return table(with_texts(frame, words), caption, {column: Show(header, text), **told}, file)
