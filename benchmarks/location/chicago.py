"""The review rule on 79 libraries of Chicago, 2014."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options
from benchmarks.location.plane import folder
from optimize.coverage.review import review


def chicago(options: Options) -> Iterator[Line]:
    """Which libraries the rule flags and asks about, as of June and December, by threshold."""
    path = folder(options.data, "chicago_libraries") / "Libraries_-_2014_Visitors_by_Location.csv"
    if not path.exists():
        return
    wide = pd.read_csv(path)
    wide["outlet"] = wide["LOCATION"].str.replace("*", "").str.strip()
    months = [f"2014-{month:02d}-01" for month in range(1, 13)]
    named = wide[wide.columns[4:16]].set_axis(months, axis=1).assign(outlet=wide["outlet"])
    monthly = named.melt("outlet", var_name="month", value_name="volume")
    monthly = monthly.assign(
        month=pd.to_datetime(monthly["month"]), open_days=np.where(monthly["volume"] > 0, 26, 0)
    )
    for as_of in ("2014-06-01", "2014-12-01"):
        for threshold in (3000.0, 4000.0, 5000.0):
            name = f"{as_of[:7]}-{threshold:.0f}"
            if not options.wants(name):
                continue
            outlets = wide[["outlet"]].assign(least_monthly_volume=threshold)
            found = review(monthly, outlets, pd.Timestamp(as_of), 6)
            verdicts = {
                verdict: ", ".join(found.loc[found["verdict"] == verdict, "outlet"])
                for verdict in ("review", "ask")
            }
            yield Line("chicago", name, metrics=verdicts)
