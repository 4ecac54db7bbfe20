"""What the peak reserve is worth: promises kept against the surge at the scenic points, with and without it.

The sample network is planned as it is; its horizon holds Golden Week. The seven days from the first of October are
rehearsed at the scenic points alone, with 1.0 to 4.0 times the customers, over 20 seeds of ten replications, once
with the reserve called when promises are seen to fail and once without. A seed is one observation: ranges are 95%
over seeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options, main
from forecast.values import Paths
from quarterhour.grid import hours_between
from scenarios.changes import to_premises
from scenarios.network import Network
from scenarios.plan import Plan, PlanOptions, plan
from scenarios.plan.playing import rehearsal_problem
from scenarios.rehearsal import RehearsalProblem, Surge, rehearse
from scenarios.rehearsal.values import Rehearsal
from scenarios.sample import sample_network

SURGES = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)
SEEDS, REPLICATIONS = 20, 10
FIRST, DAYS = pd.Timestamp("2026-10-01"), 7


@dataclass(frozen=True)
class Pay:
    """By outlet: money for standing by over the days, and what an hour of service costs on top when called."""

    standby: pd.Series
    extra: pd.Series


def sample(options: Options) -> Iterator[Line]:
    """The scenic points of the sample network in Golden Week."""
    network = sample_network("sample")
    made = plan(network, options=PlanOptions(processes=options.workers))
    case, pay = _case(network, made), _pay(network, made)
    start = network.grid.day_start(FIRST)
    end = network.grid.day_start(FIRST + pd.Timedelta(days=DAYS))
    for factor in SURGES:
        name = f"surge {factor:g}"
        if not options.wants(name):
            continue
        surges = tuple(Surge(outlet, factor, start, end) for outlet in case.desks["outlet"]) if factor != 1 else ()
        figures: dict[str, float | str] = {}
        for reserve in (False, True):
            played = replace(case, surges=surges, calls_reserve=reserve)
            runs = [
                rehearse(played, replications=REPLICATIONS, seed=options.seed + seed, processes=options.workers)
                for seed in range(SEEDS)
            ]
            figures |= _figures(runs, pay, "with" if reserve else "without", reserve=reserve)
        figures["late_fewer"] = round(float(figures["without_late"]) - float(figures["with_late"]), 1)
        yield Line("reserve", f"sample {name}", None, metrics=figures)


def _case(network: Network, made: Plan) -> RehearsalProblem:
    """The rehearsal of the scenic points alone, on the days of Golden Week."""
    if made.forecast is None or made.roster is None:
        raise ValueError("the sample's plan has no roster to rehearse.")
    premises = to_premises(network, ())
    whole = rehearsal_problem(premises, made.forecast, made.staff, made.roster.segments, FIRST, DAYS)
    outlets = network.table("outlets")
    scenic = set(outlets.loc[outlets["kind"].isin(network.settings.reserve_kinds), "outlet"])
    paths = whole.paths
    rows = np.flatnonzero(paths.series["outlet"].isin(scenic))
    series = paths.series.iloc[rows].reset_index(drop=True)
    within = network.grid.starts(FIRST, DAYS)

    def there(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["outlet"].isin(scenic)].reset_index(drop=True)

    return replace(
        whole,
        segments=there(whole.segments),
        posts=there(whole.posts),
        paths=Paths(series, paths.starts, paths.rates[:, rows], paths.counts[:, rows]),
        opening=there(whole.opening[whole.opening["start"].isin(within)]),
        desks=there(whole.desks),
        equipment=there(whole.equipment),
    )


def _pay(network: Network, made: Plan) -> Pay:
    """From contracts and offers, by the standby segments of these days."""
    assert made.roster is not None
    segments = made.roster.segments
    days = segments["day"].between(FIRST, FIRST + pd.Timedelta(days=DAYS - 1))
    ready = segments[(segments["activity"] == "standby") & days]
    people = network.table("employees").merge(network.table("contracts").drop(columns="name"), on="contract")
    own = people.set_index("employee")[["hourly_rate", "standby_factor"]].set_axis(["rate", "factor"], axis=1)
    offers = network.table("partner_offers")
    hired = offers.set_index(offers["partner"] + "/" + offers["offer"])[["price", "standby_factor"]]
    terms = pd.concat([own, hired.set_axis(["rate", "factor"], axis=1)]).astype(float)
    who = ready["employee"].str.rsplit("#", n=1).str[0]
    hours = hours_between(ready["start"], ready["end"])
    rate, factor = who.map(terms["rate"]), who.map(terms["factor"])
    money = pd.DataFrame(
        {"outlet": ready["outlet"], "standby": hours * rate * factor, "extra": rate * (1 - factor)}
    )
    grouped = money.groupby("outlet")
    return Pay(grouped["standby"].sum(), grouped["extra"].mean())


def _figures(runs: list[Rehearsal], pay: Pay, name: str, *, reserve: bool) -> dict[str, float | str]:
    """Promise days kept, share within, late customers and money: means over seeds, ± for the first two."""
    kept = np.array([float(run.services["periods_kept"].mean()) for run in runs])
    books = [run.replications[["arrivals", "within"]].sum() for run in runs]
    within = np.array([float(one["within"] / one["arrivals"]) for one in books])
    late = np.array([float(one["arrivals"] - one["within"]) / REPLICATIONS for one in books])
    found: dict[str, float | str] = {
        f"{name}_days_kept": f"{kept.mean():.3f} ± {_half(kept):.3f}",
        f"{name}_within": f"{within.mean():.3f} ± {_half(within):.3f}",
        f"{name}_late": round(float(late.mean()), 1),
    }
    if reserve:
        hours = pd.concat([run.calls.groupby("outlet")["hours"].sum() for run in runs], axis=1).mean(axis=1)
        called = float((hours * pay.extra.reindex(hours.index)).sum())
        found |= {
            "called_hours": round(float(hours.sum()), 1),
            "standby_money": round(float(pay.standby.sum())),
            "called_money": round(called),
        }
    return found


def _half(values: np.ndarray) -> float:
    return float(1.96 * values.std(ddof=1) / np.sqrt(len(values)))


if __name__ == "__main__":
    main("reserve", {"sample": sample})
