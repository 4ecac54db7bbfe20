"""The program of shift design.

Sets       places p; slots t of a week that repeats; shifts s (start, length); days d; ways w in which a shift
           may place its break
Data       n[p,t] people needed; at[w,t-start] share of a slot at the post; c_over, c_under, c_shift, c_paid
           prices; a minutes a week and D least and most duties a week, where there is a rule
Variables  y[s] in {0, 1}: the shift exists; x[p,d,w] whole: people who begin; over, under[p,t] >= 0
Rows       cover[p,t] = sum of at x, by differences: cover[p,t] - cover[p,t-1] is what begins less what ends, so a
           duty enters where its presence changes instead of all along (Kletzander and Musliu's network: slots
           are nodes, duties are arcs), and once as itself, in slot 0
           cover - over + under = n
           x[p,d,w] <= most[p,d,s] y[s], most the highest need that s meets: one more person with the same duty
           and break only adds to `over`, unless a rule on duties wants long or short duties: then there may be
           more, as many as a known plan's cost could pay for
           sum of y <= most shifts
           N a - D_most M <= excess M_high / price and D_least M - N a <= lack M_high / price (or 0), for N
           duties and M minutes
Objective  c_over over + c_under under + c_shift y + c_paid paid x + excess + lack

A priced rule on duties is a ratio; here M is held to a constant at least as large, so the objective is a bound;
`solve` compares it with the true one. The problem is Musliu, Schaerf and Slany's "Local search for shift design"
(2004), the network Kletzander and Musliu's "Modelling and solving the minimum shift design problem" (2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids, LinearProgram, Numbers
from optimize.shifts.design.starts import beyond_need, most_useful, presence_of, starts_of
from optimize.shifts.design.values import DesignProblem, DutyRule


@dataclass(frozen=True)
class Model:
    """The program and where its parts stand.

    Attributes
    ----------
    starts
        p, day, s (numbers of place, day and row of `DesignProblem.shifts`), way, column: each way to begin.
    exists, over, under
        Columns of y by shift, and of over and under, shape (places, slots of the week).
    need, most
        n, in the shape of `over`; most people worth having of each row of `starts`.
    places
        Labels of places, in the order of p.
    """

    program: LinearProgram
    starts: pd.DataFrame
    exists: Ids
    over: Ids
    under: Ids
    need: Numbers
    most: Numbers
    places: pd.Index


def build(problem: DesignProblem, minutes_high: float = np.inf, worst: float = np.inf) -> Model:
    """Assemble the program; `minutes_high` is M_high, minutes on duty that no plan worth having exceeds.

    `worst` is the cost of a known plan; no plan sought is dearer.
    """
    need, places = need_by_place(problem)
    starts = starts_of(problem, places)
    presence = presence_of(problem, starts)
    program, prices = Builder(), problem.prices
    whole = bool((presence["share"] == 1).all())
    exists = program.columns(len(problem.shifts), cost=prices.shift, upper=1.0, integer=True)
    paid = problem.shifts["paid"].to_numpy(float)[starts["s"]]
    most = most_useful(problem, need, starts)
    highest = most if problem.duties is None else most + beyond_need(problem, most, starts, worst)
    starts["column"] = program.columns(len(starts), cost=prices.paid * paid, upper=highest, integer=True)
    over = program.columns(need.size, cost=prices.over, integer=whole).reshape(need.shape)
    missing = need.ravel() if prices.under is not None else 0.0
    under = program.columns(need.size, cost=prices.under or 0.0, upper=missing, integer=whole).reshape(need.shape)
    _add_cover(program, need, presence.assign(column=starts["column"].to_numpy()[presence["row"]]), over, under)
    _add_links(program, highest, starts, exists)
    if problem.most_shifts is not None:
        row = program.rows(1, upper=float(problem.most_shifts))
        program.put(np.broadcast_to(row, exists.shape), exists)
    if problem.duties is not None:
        _add_rule(program, problem, problem.duties, starts, minutes_high)
    return Model(program.build(), starts, exists, over, under, need, most, places)


def need_by_place(problem: DesignProblem) -> tuple[Numbers, pd.Index]:
    """People needed, shape (places, slots of the week), and the places in order."""
    named = pd.concat([problem.need["place"], problem.fits["place"]])
    places = pd.Index(sorted(named.unique()))
    need = np.zeros((len(places), problem.week))
    need[places.get_indexer(pd.Index(problem.need["place"])), problem.need["slot"]] = problem.need["people"]
    return need, places


def _add_cover(program: Builder, need: Numbers, presence: pd.DataFrame, over: Ids, under: Ids) -> None:
    """Cover less over plus under equals need, by differences from slot to slot, and as such in slot 0."""
    change = need - np.roll(need, 1, axis=1)
    change[:, 0] = need[:, 0]
    rows = program.rows(need.size, lower=change.ravel(), upper=change.ravel()).reshape(need.shape)
    week = need.shape[1]
    slot, p = presence["slot"].to_numpy(), presence["p"].to_numpy()
    for columns, share, at_p, at in (
        (presence["column"].to_numpy(), presence["share"].to_numpy(), p, slot),
        (over, -1.0, np.arange(len(need))[:, None], np.arange(week)[None, :]),
        (under, 1.0, np.arange(len(need))[:, None], np.arange(week)[None, :]),
    ):
        columns, share, at_p, at = np.broadcast_arrays(columns, share, at_p, at)
        program.put(rows[at_p, at], columns, share)
        later = at < week - 1
        program.put(rows[at_p[later], at[later] + 1], columns[later], -share[later])


def _add_links(program: Builder, highest: Numbers, starts: pd.DataFrame, exists: Ids) -> None:
    """Nobody begins a shift that does not exist."""
    s = starts["s"].to_numpy()
    rows = program.rows(len(s), upper=0.0)
    program.put(rows, starts["column"])
    program.put(rows, exists[s], -highest)


def _add_rule(
    program: Builder, problem: DesignProblem, rule: DutyRule, starts: pd.DataFrame, minutes_high: float
) -> None:
    """Duties a week within their bounds, or outside them at a price."""
    minutes = problem.shifts["length"].to_numpy(float)[starts["s"]] * (1440 / problem.slots)
    for weight in (rule.minutes - rule.most * minutes, rule.least * minutes - rule.minutes):
        row = program.rows(1, upper=0.0)
        program.put(np.broadcast_to(row, weight.shape), starts["column"], weight)
        if rule.price is not None:
            program.put(row, program.columns(1, cost=rule.price), -minutes_high)


def duties_of(problem: DesignProblem, model: Model, values: Numbers) -> pd.DataFrame:
    """`Design.duties` of a solution."""
    people = np.rint(values[model.starts["column"]]).astype(np.int64)
    used = model.starts[people > 0]
    return pd.DataFrame(
        {
            "place": model.places.take(used["p"].to_numpy()),
            "day": used["day"].to_numpy(),
            "shift": problem.shifts["shift"].to_numpy()[used["s"]],
            "way": used["way"].to_numpy(),
            "people": people[people > 0],
        }
    )
