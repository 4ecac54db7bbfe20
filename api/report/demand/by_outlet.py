"""Expected customers by outlet with their range."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.report.blocks import Show, Table, table
from api.report.context import Reader
from forecast.values import Forecast


def by_outlet(reader: Reader, made: Forecast) -> Table:
    """Total, range and busiest day of each outlet, busiest outlet first."""
    words = reader.words
    totals = made.paths.counts.sum(axis=2, dtype=np.int64)
    drawn = pd.DataFrame(totals.T).groupby(made.paths.series["outlet"].to_numpy()).sum()
    by_day = made.days.groupby(["outlet", "day"], as_index=False)["mean"].sum()
    busiest = by_day.loc[by_day.groupby("outlet")["mean"].idxmax()].set_index("outlet")
    frame = pd.DataFrame(
        {
            "mean": by_day.groupby("outlet")["mean"].sum(),
            "low": drawn.quantile(0.05, axis=1),
            "high": drawn.quantile(0.95, axis=1),
            "busiest": busiest["day"],
            "most": busiest["mean"],
        }
    )
    frame = frame.rename_axis("outlet").reset_index().sort_values("mean", ascending=False)
    columns = {
        "outlet": Show(words("report.outlet"), reader.outlet),
        "mean": Show(words("report.customers"), words.number, True),
        "low": Show(words("report.low"), words.number, True),
        "high": Show(words("report.high"), words.number, True),
        "busiest": Show(words("report.busiest_day"), words.day),
        "most": Show(words("report.customers_then"), words.number, True),
    }
    return table(frame, words("report.customers_by_outlet"), columns)
