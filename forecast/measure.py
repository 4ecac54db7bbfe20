"""Figures of a backtest over any groups of its cells.

WAPE = sum |error| / sum actual; MASE = mean over series and origins of the mean error divided by the mean absolute
weekly difference before the origin; WQL = sum of quantile losses over the deciles / sum actual; bias = sum of
(forecast - actual) / sum actual; floor = WAPE of somebody who knows the rates, if counts are Poisson; held = share
of randomised transforms inside a range, with its standard error by block bootstrap over origins (over series where
there are fewer than five origins).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from forecast.cells import within
from forecast.history import SERIES
from forecast.measures.block_error import LEAST_BLOCKS, block_error

SUMS = ["points", "actual", "error", "bias", "loss", "floor", "naive_error", "ranged"]
JUDGED = (0.8, 0.95)
"""Ranges that are told with their standard error."""


def measure(
    cells: pd.DataFrame, by: Sequence[str], *, nominal: Sequence[float] = JUDGED, seed: int = 0
) -> pd.DataFrame:
    """A row for each group of cells (see `forecast.cells.cells_of`) by label, in the order of labels.

    Columns: `by`, points, actual, wape, mase, wql, bias, floor, naive_wape, naive_mase, better (1 - wape /
    naive_wape), and held_80, held_80_error and so on for each of the `nominal` ranges. A figure is NaN where
    nothing came or nothing is known to scale by.

    Raises
    ------
    KeyError
        When `by` names no column of the cells.
    """
    keys = list(by)
    hits = [within(share) for share in nominal]
    sums = _sums(cells, keys, [*SUMS, *hits])
    actual = sums["actual"].where(sums["actual"] > 0)
    figures = sums[[*keys, "points", "actual"]].assign(
        wape=sums["error"] / actual,
        **_scaled(cells, keys, "error", "mase", sums),
        wql=sums["loss"] / actual,
        bias=sums["bias"] / actual,
        floor=sums["floor"] / actual,
        naive_wape=sums["naive_error"] / actual,
        **_scaled(cells, keys, "naive_error", "naive_mase", sums),
    )
    figures["better"] = 1 - figures["wape"] / figures["naive_wape"].where(figures["naive_wape"] > 0)
    for share in nominal:
        name = f"held_{round(100 * share)}"
        figures[name] = sums[within(share)] / sums["ranged"].where(sums["ranged"] > 0)
        figures[f"{name}_error"] = _errors(cells, keys, within(share), seed)
    return figures


def _sums(cells: pd.DataFrame, keys: list[str], names: list[str]) -> pd.DataFrame:
    if keys:
        return cells.groupby(keys, sort=True, as_index=False)[names].sum()
    return cells[names].sum().to_frame().T


def _scaled(
    cells: pd.DataFrame, keys: list[str], column: str, name: str, order: pd.DataFrame
) -> dict[str, pd.Series]:
    """Mean of error / points / scale over series and origins, in the order of the groups."""
    window = list(dict.fromkeys([*keys, *SERIES, "origin", "grain"]))
    sums = cells.groupby(window, as_index=False).agg({column: "sum", "points": "sum", "scale": "first"})
    sums[name] = sums[column] / sums["points"] / sums["scale"].where(sums["scale"] > 0)
    if not keys:
        return {name: pd.Series([sums[name].mean()], index=order.index)}
    mean = sums.groupby(keys, sort=True, as_index=False)[[name]].mean()
    return {name: order[keys].merge(mean, on=keys, how="left")[name]}


def _errors(cells: pd.DataFrame, keys: list[str], column: str, seed: int) -> list[float]:
    groups = cells.groupby(keys, sort=True) if keys else [((), cells)]
    found = []
    for _, group in groups:
        blocks = ["origin"] if group["origin"].nunique() >= LEAST_BLOCKS else SERIES
        sums = group.groupby(blocks)[[column, "ranged"]].sum()
        sums = sums[sums["ranged"] > 0]
        found.append(block_error(np.asarray(sums[column]), np.asarray(sums["ranged"]), seed))
    return found
