"""A matrix of cells in a few classes, each with its colour and its sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from api.report.charts import svg
from quarterhour.arrays import Floats

TOP, ROW = 24.0, 17.0
WIDTH = 1060.0
SIGNS = ("", "●", "▽", "▼", "△", "▲")
"""Closed, met, some and many beyond need, some and many missing: never the colour alone."""
CLOSED, MET, OVER, FAR_OVER, SHORT, FAR_SHORT = range(6)


def classes(needed: Floats, short: Floats, surplus: Floats) -> npt.NDArray[np.int64]:
    """The class of each cell: a tenth of the need missing is many, a third of it beyond need is many.

    What is within a hundredth of the need counts as met: over many days, nothing fits to the minute.
    """
    base = np.maximum(needed, 1e-9)
    chosen = np.select(
        [needed + surplus <= 0, short > 0.1 * base, short > 0.01 * base, surplus > base / 3, surplus > 0.1 * base],
        [CLOSED, FAR_SHORT, SHORT, FAR_OVER, OVER],
        default=MET,
    )
    return chosen.astype(np.int64)


def heat(
    title: str,
    description: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: npt.NDArray[np.int64],
    tip: Callable[[int, int], str],
    every: int = 1,
) -> Markup:
    """`cells` holds a class for each row and column; `every` so many columns one is named."""
    left = svg.width_of(rows)
    width = (WIDTH - left - 6) / max(len(columns), 1)
    body = [
        svg.words(left + width * (index + 0.5), TOP - 8, name, "small", "middle")
        for index, name in enumerate(columns)
        if index % every == 0
    ]
    body += [svg.words(left - 8, TOP + ROW * index + 12, name, "", "end") for index, name in enumerate(rows)]
    for row, column in np.argwhere(cells != CLOSED).tolist():
        kind = int(cells[row, column])
        x, y = left + width * column, TOP + ROW * row
        body.append(svg.box(x + 0.5, y + 0.5, width - 1, ROW - 1, f"h{kind}", tip(row, column)))
        if kind != MET and width >= 9:
            body.append(svg.words(x + width / 2, y + 12.5, SIGNS[kind], f"s{kind}", "middle"))
    return svg.picture(WIDTH, TOP + ROW * len(rows) + 6, title, description, body, least=760)
