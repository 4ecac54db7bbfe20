"""A day of a stored plan with another need laid over it: paired, planned, and checked by another program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from optimize.shared_staff.lending import LendingPlan, LendingProblem, solve
from quarterhour.messages import Message
from quarterhour.progress import Progress
from quarterhour.result import Limits
from scenarios.evaluate.lending import judge_lending
from scenarios.lending.duty import day_grid
from scenarios.lending.problem import lending_problem
from scenarios.lending.terms import NotShareableError, ShareTerms
from scenarios.network.model import Network
from scenarios.plan.stored import premises_of
from scenarios.plan.values import Plan


@dataclass(frozen=True)
class Shared:
    """A planned day of lending.

    Attributes
    ----------
    day
        Business day.
    terms
        What was asked for.
    problem, plan
        What the model was given, and its answer.
    broken
        Rules that another program found broken; empty as it should be.
    checked
        Whether that program found no rule broken and the same cost.
    """

    day: pd.Timestamp
    terms: ShareTerms
    problem: LendingProblem
    plan: LendingPlan
    broken: tuple[str, ...]
    checked: bool


def share(
    network: Network,
    plan: Plan,
    terms: ShareTerms,
    ledger: Mapping[str, float] | None = None,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Shared:
    """Who lends whom to whom on the day, laid over the plan's shifts.

    Raises
    ------
    NotShareableError
        When the plan lacks stages or the terms name what is not there; all of it at once.
    LabelError
        When plan and network do not fit each other.
    """
    day = _day(plan, terms)
    premises = premises_of(network, plan)
    problem = lending_problem(premises, plan, day, terms, ledger or {})
    answer = solve(problem, limits=limits or Limits(seed=plan.seed), progress=progress)
    verdict = judge_lending(problem, answer.blocks.to_dict("records"))
    total = sum(proof.objective or 0.0 for proof in answer.proofs)
    same = abs(verdict.cost - total) <= 1e-6 * max(1.0, abs(total))
    return Shared(day, terms, problem, answer, tuple(verdict.broken), same and not verdict.broken)


def _day(plan: Plan, terms: ShareTerms) -> pd.Timestamp:
    """The day asked for, or the one on which most people are missing; everything wrong with the terms at once."""
    wrong = []
    if plan.forecast is None or plan.requirement is None or plan.staff is None:
        raise NotShareableError((Message("lending.no_staff"),))
    known = set(plan.outlets["outlet"])
    for what in (terms.surge, terms.absent, terms.sure_at):
        wrong += [Message("lending.no_outlet", {"outlet": name}) for name in what if name not in known]
    last = plan.first_day + pd.Timedelta(days=plan.days - 1)
    span = {"first": plan.first_day.date(), "last": last.date()}
    day = _read(terms.day) if terms.day else _shortest(plan)
    if day is None or not plan.first_day <= day <= last:
        wrong.append(Message("lending.no_day", {"day": terms.day, **span}))
    if wrong or day is None:
        raise NotShareableError(tuple(wrong))
    return day


def _read(text: str) -> pd.Timestamp | None:
    """The day that is meant, if any."""
    try:
        return pd.Timestamp(date.fromisoformat(text))
    except ValueError:
        return None


def _shortest(plan: Plan) -> pd.Timestamp:
    """The day with most hours missing by the staff plan; the first one where nobody is missing."""
    if plan.staff is None:
        return plan.first_day
    cover = plan.staff.cover
    day = day_grid(plan).business_day(pd.DatetimeIndex(cover["start"]))
    missing = cover["short"].groupby(day).sum()
    return pd.DatetimeIndex(missing.index)[int(missing.to_numpy().argmax())] if len(missing) else plan.first_day
