"""Questions about a plan's roster: the roster with all that it stands on, and what is worth asking."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from optimize.roster.explain import Filled, Question, Served, Stored, Wished, stored
from optimize.roster.values import Roster, RosterProblem
from quarterhour.messages import Message
from scenarios.network.model import Network
from scenarios.plan.rostering import roster_problem
from scenarios.plan.stored import premises_of
from scenarios.plan.values import Plan
from scenarios.premises.people import people
from scenarios.roster.values import roster_of


def problem_of(network: Network, plan: Plan) -> RosterProblem:
    """The rostering problem that a plan's roster answers, from the base network it was made of.

    Raises
    ------
    ValueError
        When the plan has no staff plan.
    """
    if plan.staff is None:
        raise ValueError("the plan has no duties")
    changed = premises_of(network, plan).network
    staff = people(changed, plan.first_day, plan.days)
    return roster_problem(changed, staff, plan.staff.duties, plan.first_day, plan.days, changed.grid)


def stored_roster(network: Network, plan: Plan) -> Stored:
    """A plan's roster, ready to be asked."""
    return stored(problem_of(network, plan), roster_of(plan).segments)


def worst_holes(roster: Roster, outlets: Collection[str] = ()) -> pd.DataFrame:
    """The holes (of these outlets, of all where there are none), most hours of people missing first."""
    holes = roster.holes if not outlets else roster.holes[roster.holes["outlet"].isin(list(outlets))]
    hours = (holes["end"] - holes["start"]).dt.total_seconds() / 3600 * holes["people"]
    return holes.assign(hours=hours).sort_values(["hours", "start", "duty"], ascending=[False, True, True])


def wish_on(roster: Roster, employee: str, day: pd.Timestamp) -> str | None:
    """The refused wish of somebody on a day, None where there is none."""
    wishes = roster.wishes
    mine = wishes[(wishes["employee"] == employee) & (wishes["day"] == day) & ~wishes["granted"]]
    return None if mine.empty else str(mine["kind"].iloc[0])


class NoQuestionError(ValueError):
    """What was named makes no question; `message` says what is missing."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.message = Message(code, values)


def asked(
    roster: Roster, hole: str | None, person: str | None, day: str | None, wish: str | None
) -> list[Question]:
    """The question that a user's words make; none where nothing was named.

    Without a wish, somebody's refused wish of that day is meant, else the opposite of what stands.

    Raises
    ------
    NoQuestionError
        When the words do not go together, or the day can not be read.
    """
    if hole is None and person is None and day is None and wish is None:
        return []
    if hole is not None and day is None and wish is None:
        return [Filled(hole) if person is None else Served(person, hole)]
    if hole is not None or person is None or day is None:
        raise NoQuestionError("explain.ask_incomplete")
    try:
        date = pd.Timestamp(day)
    except ValueError:
        raise NoQuestionError("explain.ask_day", day=day) from None
    if pd.isna(date):
        raise NoQuestionError("explain.ask_day", day=day)
    segments = roster.segments
    there = (segments["employee"] == person) & (segments["day"] == date) & (segments["activity"] != "leave")
    kind = wish or wish_on(roster, person, date) or ("off" if there.any() else "work")
    return [Wished(person, date, kind)]
