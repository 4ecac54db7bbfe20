"""Expected customers of the regions and of the network over all days ahead, with their ranges."""

from __future__ import annotations

from api.report.blocks import Show, Table, table
from api.report.context import Reader
from forecast.totals import HORIZON, OUTLET, REGION, totals
from scenarios.plan.foreseen import Foreseen


def by_region(reader: Reader, seen: Foreseen) -> list[Table]:
    """A row a region, the largest first, and the network last; nothing where there is one region."""
    words = reader.words
    found = totals(seen.forecast, seen.problem.outlets, seen.problem.grid)
    rows = found[(found["span"] == HORIZON) & (found["scope"] != OUTLET)]
    if not (rows["scope"] == REGION).any():
        return []
    rows = rows.assign(whole=rows["scope"] != REGION)
    rows = rows.sort_values(["whole", "mean"], ascending=[True, False], kind="stable")
    columns = {
        "name": Show(words("report.region"), lambda name: name or words("report.all")),
        "mean": Show(words("report.customers"), words.number, True),
        "q05": Show(words("report.low"), words.number, True),
        "q95": Show(words("report.high"), words.number, True),
    }
    return [table(rows, words("report.customers_by_region"), columns, "forecast_totals")]
