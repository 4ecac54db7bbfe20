"""Two-stage staff plans against the best single quantile with the same recourse, on weeks that were held back.

    python -m benchmarks.twostage melbourne [--data DIR] [--only 2014-02-17,..] [--json]

Prices and weeks stand in `prices.toml`, which was committed before the first run. A week's forecast knows the
history before its origin and nothing later. Needs are people by hour and service point, of the forecast's paths of
counts and of what came by the same rule (`scenarios.plan.standby.needs_along`). Every plan meets the week with the
same recourse.

- two-stage: `optimize.shifts.uncertain`, for the reduced paths.
- quantile: the same engine for a single quantile of the paths' need as if it were sure, on a grid of quantiles
  (0.4, 0.5 .. 0.8 at half and double the price of shortage).
- duties alone: the same with nothing but base duties, at the price itself; on every second quantile.
- standby over paths: base duties at the best quantile, standby decided for all paths.

The best quantile is that of least expected cost on the paths; beside it the best in hindsight over all weeks.
`saved` is against the first, `saved_at_promise` against the curve of quantiles where it keeps as many intervals as
our plan.
`--only` takes origins, and `kept=N` for another number of reduced paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options, main
from benchmarks.frame import ours as shown
from benchmarks.twostage import rivals
from benchmarks.twostage.weeks import Week, settings, weeks
from optimize.shifts.uncertain import UncertainPlan
from quarterhour.result import Limits
from tests.shifts.uncertain.evaluator import cost_of

NAMES = {"quantile": "", "duties alone": "_duties", "quantile, standby over paths": "_standby"}
"""What is added to a figure's name for each kind of rival."""


def melbourne(options: Options) -> Iterator[Line]:
    """A line for each week and price of shortage, then one for each price over all weeks."""
    told = settings()["comparison"]
    kept = [int(name[5:]) for name in options.only if name.startswith("kept=")]
    origins = tuple(name for name in options.only if not name.startswith("kept="))
    frames: dict[float, list[pd.DataFrame]] = {factor: [] for factor in told["shortage_factors"]}
    folder = options.data / "forecast" / "pedestrian_melbourne"
    held_back = list(weeks(folder, kept[0] if kept else None, origins))
    for factor in sorted(frames, key=lambda one: abs(one - 1)):
        for week in held_back:
            line, table = _week(week.at(factor), factor, options)
            frames[factor].append(table)
            yield line
    for factor, tables in frames.items():
        if tables:
            together = pd.concat(tables).groupby(["kind", "choice", "quantile"], dropna=False, as_index=False)
            mean = together[["expected", "expected_kept", "came", "kept", "short_hours"]].mean()
            metrics = {"shortage": factor, "weeks": len(tables), **_against(mean)}
            yield Line("melbourne", f"all weeks x{factor:g}", None, metrics=metrics)


def _week(week: Week, factor: float, options: Options) -> tuple[Line, pd.DataFrame]:
    limits = Limits(seed=options.seed)
    grid = settings()["comparison"]["quantiles"]
    shares = [float(one) for one in np.round(np.arange(grid["first"], grid["last"] + 1e-9, grid["step"]), 4)]
    made = rivals.ours(week, limits)
    if factor != 1:
        shares = shares[2:11:2]
    found = list(rivals.quantiles(week, shares, limits))
    best = min(found, key=lambda one: one.expected.money)
    found.append(rivals.with_standby(week, best.quantile, limits))
    if factor == 1:
        found += rivals.duties_alone(week, shares[1::2], limits)
    table = pd.DataFrame([one.as_dict() for one in (made, *found)]).assign(choice="")
    chosen = [table[table["kind"] == "two-stage"], table[table["kind"] == found[len(shares)].kind]]
    for kind in ("quantile", "duties alone"):
        own = table[table["kind"] == kind]
        if len(own):
            chosen.append(own.loc[[own["expected"].idxmin()]])
    marked = pd.concat(
        [pd.concat(chosen).assign(choice="paths", quantile=np.nan), table[table["quantile"].notna()]]
    )
    plan = made.plan
    assert plan is not None
    metrics = {
        "shortage": factor,
        "outlets": int(week.paths.need["outlet"].nunique()),
        "paths": len(week.paths.paths),
        "cpu": made.cpu,
        "quantile": best.quantile,
        **_against(marked),
        "curve": [{key: row[key] for key in row if key != "choice"} for row in table.to_dict("records")],
    }
    line = shown(plan.proof, checked=_checked(week, plan, made))
    return Line("melbourne", f"{week.monday.date()} x{factor:g}", line, metrics=metrics), marked


def _checked(week: Week, plan: UncertainPlan, made: rivals.Rival) -> bool:
    """Whether a program that shares no code finds the same cost in the week that came."""
    again = cost_of(week.came, plan.first, 0)
    return abs(again - made.came.money) <= 1e-6 * max(1.0, made.came.money)


def _against(table: pd.DataFrame) -> dict[str, Any]:
    """Our figures, and by how much less they are than each rival's."""
    chosen = {str(row["kind"]): row for row in table[table["choice"] == "paths"].to_dict("records")}
    mine = chosen["two-stage"]
    figures: dict[str, Any] = {name: mine[name] for name in ("came", "kept", "expected")}
    for kind, name in NAMES.items():
        if kind in chosen:
            rival = chosen[kind]
            figures |= {f"came_q{name}": rival["came"], f"kept_q{name}": rival["kept"]}
            figures[f"saved{name}"] = 1 - mine["came"] / rival["came"]
        curve = table[(table["kind"] == kind) & (table["choice"] == "")]
        if len(curve) > 1:
            hindsight = curve.sort_values("came").iloc[0]
            figures[f"hindsight{name}"] = hindsight["quantile"]
            figures[f"saved_hindsight{name}"] = 1 - mine["came"] / hindsight["came"]
            figures[f"saved_at_promise{name}"] = 1 - mine["came"] / rivals.at_promise(curve, float(mine["kept"]))
    return figures


if __name__ == "__main__":
    main("twostage", {"melbourne": melbourne})
