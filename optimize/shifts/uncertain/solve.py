"""The two-stage staff plan of a week, and what any first stage comes to on other paths."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.linear import Numbers
from optimize.shifts.uncertain.model import TwoStage, build
from optimize.shifts.uncertain.outcome import outcome, recourse_of
from optimize.shifts.uncertain.prepare import prepare
from optimize.shifts.uncertain.prices import STAGE
from optimize.shifts.uncertain.search import search
from optimize.shifts.uncertain.values import FirstStage, Outcome, UncertainPlan, UncertainProblem
from quarterhour.labels import LabelError
from quarterhour.result import Limits, Proof, Status
from quarterhour.seeds import seed_for


def solve(problem: UncertainProblem, *, limits: Limits, base: FirstStage | None = None) -> UncertainPlan:
    """Base duties, contracts on call and the flexible pool of least expected or risk-averse cost.

    Parameters
    ----------
    limits
        `gap` and `nodes` hold for each block, `seconds` for the whole, and ends repeatability when it strikes.
    base
        A first stage whose duties are kept: only contracts on call and the flexible pool are decided. The bound is
        then that of plans with these duties.

    Raises
    ------
    LabelError
        When tables do not fit together, or `base` was made for other intervals or shift types.
    """
    began = time.perf_counter()
    seed = seed_for(limits.seed, STAGE, problem.seed)
    model = build(prepare(problem), problem.terms, problem.risk)
    if base is not None:
        model = model.holding(_paired(model, base))
    found = search(model, problem.terms, problem.risk, replace(limits, seed=seed))
    proven = found.objective - found.bound <= 1e-6 * max(1.0, abs(found.objective)) and found.promised
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    seconds = time.perf_counter() - began
    bound = found.bound if np.isfinite(found.bound) else None
    proof = Proof(STAGE, "", status, found.objective, bound, seconds, limits.seed)
    short_price = float(-found.prices[model.risk_rows[0]]) if problem.risk.kind == "promise" else 0.0
    return UncertainPlan(first_stage(model, found.values), found.outcome, proof, short_price, found.promised)


def along(problem: UncertainProblem, first: FirstStage, short_price: float = 0.0) -> Outcome:
    """What the first stage comes to on the problem's paths, whether or not it was made for them.

    Parameters
    ----------
    short_price
        What the first person missing in an interval counts on top when recourse is chosen
        (`UncertainPlan.short_price`); it is no part of the money.

    Raises
    ------
    LabelError
        When the first stage was made for other intervals or shift types.
    """
    model = build(prepare(problem), problem.terms, problem.risk)
    prices = np.zeros(len(model.program.least))
    prices[model.risk_rows] = -short_price
    values = recourse_of(model, _paired(model, first), prices, problem.seed)
    return outcome(model, values)


def first_stage(model: TwoStage, values: Numbers) -> FirstStage:
    """The first stage as labelled frames."""
    given, base = model.given, model.base
    pools = given.pools[["p", "outlet", "pool"]]
    grain = given.clock.grid.grain

    def of(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
        people = np.rint(values[table["column"]]).astype(np.int64)
        kept = (
            table.drop(columns=["outlet"], errors="ignore").assign(people=people)[people > 0].merge(pools, on="p")
        )
        for name in ("start", "end"):
            kept[name] = given.clock.instants(kept[name].to_numpy(np.int64))
        order = ["outlet", "pool", "day", "start", "end"]
        return kept.sort_values(order, ignore_index=True)[columns]

    places = base.breaks["place"] * grain + base.breaks["break_offset"]
    breaks = base.breaks.assign(start=places, end=places + base.breaks["break_minutes"])
    flexible = base.flexible.assign(people=np.rint(values[base.flexible["column"]]).astype(np.int64))
    labels = ["outlet", "pool", "day"]
    return FirstStage(
        duties=of(
            base.duties.assign(hours=base.duties["paid"] / 60),
            [*labels, "shift", "start", "end", "hours", "people"],
        ),
        breaks=of(breaks, [*labels, "start", "end", "people"]),
        standby=of(base.standby, [*labels, "contract", "start", "end", "people"]),
        flexible=flexible[["component", "day", "people"]],
        values=values[: model.width].copy(),
        made_for=model.fingerprint,
    )


def _paired(model: TwoStage, first: FirstStage) -> Numbers:
    if first.made_for != model.fingerprint:
        raise LabelError(
            "first stage: made for other intervals, shift types or windows on call.\nMaybe it is of another week."
        )
    values: Numbers = vars(first)["values"]
    return values
