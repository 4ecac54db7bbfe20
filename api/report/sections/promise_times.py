"""One service by day and hour against what it promises, in three classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.report.blocks import Fold, Picture
from api.report.charts import heat
from api.report.context import Context
from api.report.sections.time_labels import CELL, days_of, hours_of
from api.words import Words
from quarterhour.arrays import Floats


@dataclass(frozen=True)
class Measure:
    """What a promise is about.

    Attributes
    ----------
    column
        Of `Rehearsal.service_intervals`.
    missed
        From values and promised ones, by how much a promise is missed: above 0, and by far above `far`.
    show
        A value as text.
    title, note, legend
        Codes of the picture's title, of the line over all, and of what is missed by far.
    """

    column: str
    missed: Callable[[Floats, Floats], Floats]
    far: float
    show: Callable[[Words, float], str]
    title: str
    note: str
    legend: str


SHARE = Measure(
    "within",
    lambda share, aim: aim - share,
    0.1,
    lambda words, share: words.share(share),
    "report.share_times",
    "report.told_share_times",
    "report.time_far_share",
)
WAIT = Measure(
    "wait_minutes",
    lambda minutes, aim: minutes / np.maximum(aim, 1e-9) - 1,
    0.5,
    lambda words, minutes: words("report.minutes_short", minutes=words.number(minutes, 1)),
    "report.wait_times",
    "report.told_wait_times",
    "report.time_far_wait",
)


def promise_times(context: Context, service: str, part: pd.DataFrame, measure: Measure) -> Fold:
    """What the customers of a service found on average; cells that miss the promise name the worst outlet.

    `part` has outlet, day, hour, arrivals (above 0), target and the measure's column.
    """
    words = context.words
    whole, by_outlet = _averages(part, [], measure).iloc[0], _worst_first(part, [], measure)
    note = words(
        measure.note,
        value=measure.show(words, whole["value"]),
        target=measure.show(words, whole["aim"]),
        outlet=context.outlet(by_outlet["outlet"].iloc[0]),
        worst=measure.show(words, by_outlet["value"].iloc[0]),
    )
    title = words(measure.title, service=service)
    legend = [
        ("h1 key", f"● {words('report.time_kept')}"),
        ("h4 key", f"△ {words('report.time_missed')}"),
        ("h5 key", f"▲ {words(measure.legend)}"),
    ]
    return Fold(service, [Picture(_drawn(context, title, note, part, measure), title, legend)], note)


def _drawn(context: Context, title: str, note: str, part: pd.DataFrame, measure: Measure) -> Markup:
    words = context.words
    averages = _averages(part, CELL, measure)
    cells = averages.reset_index().pivot_table(index="day", columns="hour", values=["value", "aim"])
    values, aims = (cells[name].to_numpy(dtype=np.float64) for name in ("value", "aim"))
    days, hours = list(cells.index), list(cells["value"].columns)
    missed = measure.missed(values, aims)
    kinds = np.select(
        [np.isnan(missed), missed > measure.far + 1e-9, missed > 1e-9],
        [heat.CLOSED, heat.FAR_SHORT, heat.SHORT],
        default=heat.MET,
    )
    ranked = _worst_first(part, CELL, measure).drop_duplicates(CELL).set_index(CELL)
    rows, columns = days_of(context, days), hours_of(context, hours)

    def tip(row: int, column: int) -> str:
        told = {"when": f"{rows[row]} {columns[column]}", "value": measure.show(words, values[row, column])}
        if kinds[row, column] == heat.MET:
            return words("report.time_cell", **told)
        worst = ranked.loc[(days[row], hours[column])]
        there = {"outlet": context.outlet(worst["outlet"]), "worst": measure.show(words, worst["value"])}
        return words("report.time_cell_worst", **told, **there)

    return heat.heat(title, note, rows, columns, kinds.astype(np.int64), tip)


def _averages(part: pd.DataFrame, keys: list[str], measure: Measure) -> pd.DataFrame:
    """value and aim by some keys, or over all: of the customers who came."""
    known = part.dropna(subset=[measure.column])
    came = known["arrivals"]
    sums = pd.DataFrame({"value": known[measure.column] * came, "aim": known["target"] * came, "came": came})
    by = [known[key] for key in keys] or [pd.Series(0, index=known.index)]
    summed = sums.groupby(by).sum()
    return summed[["value", "aim"]].div(summed["came"], axis=0)


def _worst_first(part: pd.DataFrame, keys: list[str], measure: Measure) -> pd.DataFrame:
    """The keys, outlet and value: outlets in the order in which they miss what is promised."""
    each = _averages(part, [*keys, "outlet"], measure).reset_index()
    missed = measure.missed(each["value"].to_numpy(dtype=np.float64), each["aim"].to_numpy(dtype=np.float64))
    return each.assign(missed=missed).sort_values("missed", ascending=False, kind="stable", ignore_index=True)
