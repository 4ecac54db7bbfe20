"""Dispatch of a stored plan: the situation, the moves, their check, and the roster change they make."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import pandas as pd

from optimize.shared_staff.dispatch import Dispatch, kept, solve
from quarterhour.result import Limits
from scenarios.dispatch.changed import changed_segments
from scenarios.dispatch.problem import HOURS, Moment, moment
from scenarios.dispatch.reading import Report
from scenarios.evaluate.dispatch import Verdict, judge
from scenarios.network.model import Network
from scenarios.plan.values import Plan

FRAMES = ("lanes", "posts", "desks", "flow", "need", "people", "offers", "able", "travel")


@dataclass(frozen=True)
class Dispatched:
    """The answer with what it stands on.

    Attributes
    ----------
    moment
        The situation and the day foreseen anew.
    answer
        Moves, refusals, places, ends, what stays open, and the proof.
    changes
        As `changed.changed_segments` has them.
    broken
        rule, who: what the evaluator found broken; empty where all rules are kept.
    checked
        Whether nothing is broken and the evaluator finds the same objective.
    """

    moment: Moment
    answer: Dispatch
    changes: pd.DataFrame
    broken: pd.DataFrame
    checked: bool


def dispatch(
    network: Network,
    plan: Plan,
    report: Report,
    now: pd.Timestamp,
    *,
    hours: float = HOURS,
    rest_of_day: bool = False,
    before: Dispatch | None = None,
    limits: Limits | None = None,
) -> Dispatched:
    """The best moves at `now`; with `rest_of_day` the rest of the day planned again.

    Parameters
    ----------
    before
        An earlier answer: moves whose people have been told to leave by now are held, the others are kept where
        they are still good.
    limits
        As `solve`.

    Raises
    ------
    CannotDispatchError
        As `moment`.
    """
    found = moment(network, plan, report, now, hours=hours, rest_of_day=rest_of_day)
    under_way, open_ = (None, None) if before is None else parted(before, now)
    answer = solve(found.situation, stay_near=open_, fixed=under_way, limits=limits)
    verdict = checked(found, answer, under_way, open_)
    same = abs(verdict.money - (answer.proof.objective or 0.0)) <= 1e-4 * max(1.0, abs(verdict.money))
    return Dispatched(
        found,
        answer,
        changed_segments(found.situation, answer),
        pd.DataFrame(verdict.broken, columns=["rule", "who"], dtype="str"),
        same and not verdict.broken,
    )


def checked(found: Moment, answer: Dispatch, under_way: Dispatch | None, before: Dispatch | None) -> Verdict:
    """What the evaluator says of the moves that are new, beside those under way, which are past deciding."""
    situation = found.situation
    frames = {name: getattr(situation, name) for name in FRAMES}
    span = (situation.now, situation.until, situation.grid.grain)
    keys = ["who", "kind", "outlet", "post"]
    held = kept(situation, under_way)
    moves = _without(answer.moves, held, [*keys, "called"])
    gone = 0 if before is None else len(_without(before.moves, moves, keys))
    return judge(frames, asdict(situation.policy), span, moves, gone, held)


def _without(moves: pd.DataFrame, others: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The moves that do not stand among others."""
    return moves[~pd.MultiIndex.from_frame(moves[keys]).isin(pd.MultiIndex.from_frame(others[keys]))]


def parted(before: Dispatch, now: pd.Timestamp) -> tuple[Dispatch, Dispatch]:
    """An earlier answer's moves that are under way, and those that are not."""
    gone = before.moves["called"] <= now
    return replace(before, moves=before.moves[gone]), replace(before, moves=before.moves[~gone])
