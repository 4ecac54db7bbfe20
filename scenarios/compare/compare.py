"""Plans side by side: figures with their differences, what changed, what it costs and buys, and which to take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from scenarios.compare.benefits import benefits
from scenarios.compare.changes import changes
from scenarios.compare.choice import choice
from scenarios.compare.costs import costs
from scenarios.compare.differences import differences
from scenarios.compare.figures import figures
from scenarios.compare.loans import loans
from scenarios.compare.outlets import outlets
from scenarios.compare.pairing import why_apart
from scenarios.compare.people import people
from scenarios.compare.segments import segments
from scenarios.compare.targets import read_targets
from scenarios.compare.trade import trade
from scenarios.compare.values import Comparison
from scenarios.compare.verdicts import told, verdicts
from scenarios.plan.values import Plan


def compare(plans: Sequence[Plan], targets: Sequence[str] = ()) -> Comparison:
    """Any number of plans; the first is the base that the others are held against.

    Parameters
    ----------
    targets
        As `read_targets` takes them; all promises kept where none is given.

    Raises
    ------
    ValueError
        When there are fewer than two plans, or two of one name.
    TargetError
        When targets can not be read or no plan tells their indicators.
    OlderRehearsalError
        When another version rehearsed one of the plans.
    """
    names = tuple(plan.name for plan in plans)
    if len(plans) < 2:
        raise ValueError(f"{len(plans)} plan(s) can not be compared.\nMaybe give the base and at least one other.")
    if len(set(names)) < len(names):
        raise ValueError(f"two plans have one name: {', '.join(names)}.\nMaybe rename one scenario.")
    asked = read_targets(targets, {"promises_kept", *(name for plan in plans for name in told(plan))})
    judged = verdicts(plans, asked)
    base, others = plans[0], plans[1:]
    beside = partial(_beside, base, others)
    every, apart, spent = figures(plans), beside(differences), beside(costs)
    bought = beside(lambda base, plan: benefits(base, plan, every, apart))
    return Comparison(
        names=names,
        figures=every,
        pairing=beside(_pairing),
        differences=apart,
        outlets=beside(outlets),
        people=beside(people),
        segments=beside(segments),
        loans=beside(loans),
        changes=changes(plans),
        costs=spent,
        benefits=bought,
        trade=beside(lambda _, plan: trade(plan.name, *(_of(each, plan) for each in (spent, bought, every)))),
        verdicts=judged,
        choice=choice(judged, {plan.name: float(plan.costs["money"].sum()) for plan in plans}, asked),
    )


def _beside(base: Plan, others: Sequence[Plan], part: Callable[[Plan, Plan], pd.DataFrame]) -> pd.DataFrame:
    """One part of the comparison for every plan but the base."""
    return pd.concat([part(base, plan) for plan in others], ignore_index=True)


def _of(frame: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    return frame[frame["plan"] == plan.name]


def _pairing(base: Plan, plan: Plan) -> pd.DataFrame:
    reason = why_apart(base, plan)
    return pd.DataFrame({"plan": [plan.name], "paired": reason == "", "reason": reason})
