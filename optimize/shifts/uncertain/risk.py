"""The measure that is made small: expected cost, a mixture with its tail, or cost under a promise.

Sets       paths w
Data       v[w] weight; beta the weight of the conditional value at risk at alpha; N open intervals; e share short
Variables  eta, excess[w] >= 0; first[w,p,q] of `recourse`; cost[w]: of recourse on a path, a sum of its columns
cvar       cost[w] - eta - excess[w] <= 0
           (1 - beta) sum of v cost + beta (eta + sum of v excess / (1 - alpha))
promise    sum of v first <= e N
           (with whole people `first` is 1 wherever anybody is missing, and the row says just that)

Costs of the first stage are the same on every path and move mean and tail by as much (Rockafellar, Uryasev 2000).
All these rows tie outlets and are priced: their dual values say by how much each path counts more, and what an
interval in which somebody is missing costs on top.
"""

from __future__ import annotations

import numpy as np

from optimize.linear import Builder, Ids
from optimize.shifts.clock import Numbers
from optimize.shifts.uncertain.recourse import Recourse
from optimize.shifts.uncertain.values import Outcome, Risk


def factors(risk: Risk, weights: Numbers) -> Numbers:
    """What the cost of a path counts in the objective by itself."""
    return weights * (1 - risk.weight) if risk.kind == "cvar" else weights


def add_risk(program: Builder, risk: Risk, weights: Numbers, recourse: Recourse, cells: int) -> Ids:
    """Add the measure's columns and rows; gives the rows, one a path or one in all."""
    if risk.kind == "cvar":
        rows = program.rows(len(weights), upper=0.0)
        columns = recourse.columns
        program.put(rows[columns["path"]], columns["column"], columns["unit"])
        dear = float(columns["unit"].sum())
        eta = program.columns(1, cost=risk.weight, upper=dear)
        program.put(rows, eta[0], -1.0)
        excess = program.columns(len(weights), cost=risk.weight * weights / (1 - risk.alpha), upper=dear)
        program.put(rows, excess, -1.0)
        return rows
    if risk.kind == "promise":
        row = program.rows(1, upper=risk.short_share * cells)
        first = recourse.first
        program.put(row[0], first["column"], weights[first["path"]])
        return row
    return np.empty(0, np.int64)


def measured(risk: Risk, outcome: Outcome) -> float:
    """The objective from what every path costs."""
    if risk.kind != "cvar":
        return outcome.money
    tail = value_at_risk(risk, outcome)[1]
    return (1 - risk.weight) * outcome.money + risk.weight * tail


def value_at_risk(risk: Risk, outcome: Outcome) -> tuple[Numbers, float]:
    """By how much each path counts in the tail (they add up to 1), and the tail's mean cost."""
    money, weights = outcome.paths["money"].to_numpy(float), outcome.paths["weight"].to_numpy(float)
    order = np.argsort(-money, kind="stable")
    share = 1 - risk.alpha
    before = np.cumsum(weights[order]) - weights[order]
    taken = np.empty(len(money))
    taken[order] = np.clip(share - before, 0.0, weights[order]) / share
    return taken, float(taken @ money)


def broken_promise(risk: Risk, outcome: Outcome) -> float:
    """By how much the expected share of intervals short is more than promised."""
    return max(0.0, 1 - outcome.kept - risk.short_share) if risk.kind == "promise" else 0.0
