"""The hard rules as a repair writes them: what must be had may not become less than the event itself leaves."""

from __future__ import annotations

from collections.abc import Collection

from optimize.roster.model import RosterModel
from optimize.roster.repair.standing import Standing
from optimize.roster.rules import CONSTRAINS, LIMITS
from optimize.solve import cp_model

HELPED = ("trained", "together", "mentor")
"""Rules that a further duty of somebody may help to keep; all others ask for less, never for more."""


def write_hard(model: RosterModel, lacking: Collection[tuple[str, str]], *, relaxed: bool) -> None:
    """Every hard rule.

    Parameters
    ----------
    lacking
        employee, limit: who goes without what a hard limit asks for right after the event. It stays priced.
    relaxed
        Nothing that a further duty may help to keep: what holds then holds for any roster of which these duties
        are a part.
    """
    for key, rule in CONSTRAINS.items():
        if not (relaxed and key in HELPED):
            rule(model)
    employees, terms = model.facts.people["employee"].tolist(), model.priced[model.level].terms
    for limit in model.facts.limits:
        if limit.weight is None:
            first = len(terms)
            LIMITS[limit.rule].post(model, limit)
            lacks = terms[first:]
            if lacks and not relaxed and (employees[limit.person], limit.limit) not in lacking:
                model.cp.add(cp_model.LinearExpr.sum(lacks) <= 0)


def write_weighted_limits(model: RosterModel) -> None:
    """The limits that have a price."""
    for limit in model.facts.limits:
        if limit.weight is not None:
            LIMITS[limit.rule].post(model, limit)


def asks_for_more(standing: Standing) -> bool:
    """Whether a hard rule of the unit may ask somebody for a duty more, beside others or to reach a least."""
    problem = standing.problem
    hard = problem.pairs["weight"].isna() & problem.pairs["kind"].isin(HELPED)
    least = problem.limits["weight"].isna() & (problem.limits["least"].notna() | (problem.limits["what"] != ""))
    trainee = ~problem.employees["trained"].astype(bool)
    return bool(hard.any() or least.any() or trainee.any())
