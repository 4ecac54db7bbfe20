"""Why not: one question about a stored roster, answered by solving its unit again with what was asked forced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.roster.checker import check
from optimize.roster.explain.cheapest import Cheap, cheapest
from optimize.roster.explain.clash import find_clash
from optimize.roster.explain.efforts import Efforts
from optimize.roster.explain.groups import forbidden, grouped
from optimize.roster.explain.mend import menu
from optimize.roster.explain.naming import named
from optimize.roster.explain.questions import Question, QuestionError, Wished
from optimize.roster.explain.settle import settle, shared
from optimize.roster.explain.standing import Standing, Stored
from optimize.roster.explain.values import Answer, Barred, Clash, Group, Option, Verdict
from optimize.roster.explain.whole_rules import rules_clash
from optimize.roster.rules import ALLOWS
from optimize.roster.weights import Weights
from quarterhour.result import Limits, Proof, Status

STAGE = "roster why not"
LIMITS = Limits(seconds=60.0, work=4.0)
"""Of each step of an answer: is there a roster, what does it cost, what clashes, what would it take."""
COST_SHARE = 0.25
"""Share of the limits for a cheap roster: there is one already, and more work hardly makes it cheaper."""


def why_not(
    roster: Stored,
    question: Question,
    *,
    limits: Limits = LIMITS,
    weights: Weights | None = None,
    efforts: Efforts | None = None,
) -> Answer:
    """Whether what was asked is possible, at what cost, what stands against it, and what would mend that.

    A hole elsewhere is a cost. Where it can only be had with another duty less filled than now, the clash and
    the menu say why, and what would spare that.

    Raises
    ------
    QuestionError
        When nobody knows the duty or the person, or the roster does it already.
    """
    standing = unit_of(roster, question)
    weights, efforts = weights or Weights(), efforts or Efforts()
    stands = question.check(standing)
    if stands is not None:
        return _standing_against(roster, standing, question, stands)
    day = day_of(standing, question)
    held = settle(standing, question, day, held=True, limits=limits)
    free = held if held.taken is not None else settle(standing, question, day, held=False, limits=limits)
    alone = _settled(held.proof)
    clash, options = None, []
    if alone is False:
        clash = _clash(standing, question, held=free.proof.status is not Status.INFEASIBLE, limits=limits)
        options = menu(standing, question, day, efforts, limits)
    if free.taken is None:
        verdict = Verdict.IMPOSSIBLE if free.proof.status is Status.INFEASIBLE else Verdict.OPEN
        return _answer(standing, verdict, free.proof, alone, clash, options)
    best = cheapest(
        standing, question, day, free.taken, weights, held=bool(alone), limits=shared(limits, COST_SHARE)
    )
    return _shown(roster, standing, question, best, weights, alone, clash, options)


def unit_of(roster: Stored, question: Question) -> Standing:
    """The unit that a question is about.

    Raises
    ------
    QuestionError
        When nobody knows the duty or the person, or the day is not in the horizon.
    """
    duty, employee = getattr(question, "duty", None), getattr(question, "employee", None)
    if isinstance(question, Wished) and question.day not in next(iter(roster.units.values())).facts.calendar.dates:
        raise QuestionError("explain.ask_day", day=question.day.date())
    for standing in roster.units.values():
        duties, people = standing.facts.members["duty"], standing.facts.people["employee"]
        here = (duty is None or duty in set(duties)) and (employee is None or employee in set(people))
        if here:
            return standing
    if duty is not None and employee is not None:
        raise QuestionError("explain.ask_other_unit", duty=duty, employee=employee)
    raise QuestionError(
        "explain.ask_unknown_duty" if duty else "explain.ask_unknown_person", value=duty or employee
    )


def _settled(proof: Proof) -> bool | None:
    """Whether there is a roster; None where nobody knows."""
    return None if proof.status is Status.UNKNOWN else proof.status is not Status.INFEASIBLE


def _clash(standing: Standing, question: Question, *, held: bool, limits: Limits) -> Clash | None:
    """By person; by whole rules where that is not found, or not proven minimal, within the limits."""
    rules = grouped(standing, question, forbidden(standing.facts, question), held=held)
    found = find_clash(rules, day_of(standing, question), limits)
    if found is None or not found.minimal:
        found = rules_clash(rules, limits) or found
    return None if found is None else replace(found, barred=_barred(standing, found))


def _barred(standing: Standing, clash: Clash) -> tuple[Barred, ...]:
    """Pairs that the rules forbid are no part of the model: the first rule against each, for duties that clash."""
    facts = standing.facts
    forbids = ~np.stack([check(facts) for check in ALLOWS.values()])
    barred = []
    for duty in (group.place for group in clash.groups if group.rule == "hole" and group.place):
        column = forbids[:, :, standing.kind(duty)]
        first = column.argmax(axis=0)[column.any(axis=0)]
        counts = np.bincount(first, minlength=len(ALLOWS)).tolist()
        barred += [Barred(duty, rule, count) for rule, count in zip(ALLOWS, counts, strict=True) if count]
    return tuple(barred)


def day_of(standing: Standing, question: Question) -> int:
    """Number of the day that a question is about."""
    facts = standing.facts
    if isinstance(question, Wished):
        return int((facts.calendar.dates == question.day).argmax())
    return int(facts.kinds["day_number"].iloc[standing.kind(question.duty)])


def _shown(
    roster: Stored,
    standing: Standing,
    question: Question,
    best: Cheap,
    weights: Weights,
    alone: bool | None,
    clash: Clash | None,
    options: list[Option],
) -> Answer:
    """With the roster found beside the stored one, both as the checker sees them."""
    unit = standing.unit.name
    names = named(standing, best.taken, question)
    stored = (
        roster.breaks
        if weights == Weights()
        else check(roster.problem, roster.segments(unit, standing.names), weights)
    )
    before = _points(stored)
    after = _points(check(roster.problem, roster.segments(unit, names), weights))
    both = pd.DataFrame({"before": before, "after": after}).fillna(0.0).rename_axis("rule").reset_index()
    return replace(
        _answer(standing, Verdict.POSSIBLE, best.proof, alone, clash, options),
        points=float(both["after"].sum() - both["before"].sum()),
        rules=both[(both["after"] - both["before"]).abs() > 1e-6].reset_index(drop=True),
        cells=_cells(standing, names),
        holes=_holes(standing, names),
        taken=names,
    )


def _points(breaks: pd.DataFrame) -> pd.Series[float]:
    """Points by rule."""
    soft = breaks[~breaks["hard"]]
    summed: pd.Series[float] = (soft["amount"] * soft["weight"]).groupby(soft["rule"]).sum()
    return summed


def _cells(standing: Standing, names: pd.DataFrame) -> pd.DataFrame:
    days = standing.unit.problem.duties[["duty", "day"]]
    before, after = (part.merge(days, on="duty") for part in (standing.names, names))
    both = before.merge(after, on=["employee", "day"], how="outer", suffixes=("_before", "_after")).fillna("")
    both = both.rename(columns={"duty_before": "before", "duty_after": "after"})
    changed = both[both["before"] != both["after"]]
    return changed[["employee", "day", "before", "after"]].sort_values(["day", "employee"]).reset_index(drop=True)


def _holes(standing: Standing, names: pd.DataFrame) -> pd.DataFrame:
    members = standing.facts.members
    missing = [
        members["people"].to_numpy()
        - part.groupby("duty").size().reindex(members["duty"]).fillna(0).to_numpy(np.int64)
        for part in (standing.names, names)
    ]
    both = pd.DataFrame({"duty": members["duty"], "before": missing[0], "after": missing[1]})
    return both[both["before"] != both["after"]].reset_index(drop=True)


def _standing_against(roster: Stored, standing: Standing, question: Question, rule: str) -> Answer:
    """What is locked, or training, is no decision: nothing has to be solved."""
    who = (question.employee,) if isinstance(question, Wished) else ()
    proof = Proof(STAGE, standing.unit.name, Status.INFEASIBLE, None, None, 0.0, roster.problem.seed)
    return _answer(standing, Verdict.IMPOSSIBLE, proof, False, Clash((Group(rule, who),), True), [])


def _answer(
    standing: Standing,
    verdict: Verdict,
    proof: Proof,
    alone: bool | None,
    clash: Clash | None,
    options: list[Option],
) -> Answer:
    nothing = pd.DataFrame({"rule": [], "before": [], "after": []})
    same = standing.names
    return Answer(
        standing.unit.name,
        verdict,
        proof,
        alone,
        None,
        nothing,
        _cells(standing, same),
        _holes(standing, same),
        same,
        clash,
        tuple(options),
    )
