"""What a roster is told of absences after its horizon."""

from __future__ import annotations

import pandas as pd
import pytest

from optimize.roster import RosterProblem
from scenarios.network import Network
from scenarios.plan.rostering import roster_problem
from scenarios.premises.people import people
from tests.network.fixtures import tables
from tests.roster.cases import person, problem

LEAVE, LAST = pd.Timestamp("2026-03-02"), pd.Timestamp("2026-03-05")
"""The small network's only absence: leave from a Monday on, ill on the Thursday."""


def planned(first_day: pd.Timestamp, kind: str = "leave") -> RosterProblem:
    """A week's problem, all absences of one kind but for illness."""
    network = Network.from_tables(tables())
    away = network.table("absences")
    network = network.with_tables(absences=away.assign(kind=away["kind"].where(away["kind"] == "sick", kind)))
    nothing = problem([person("x")]).duties
    return roster_problem(network, people(network, first_day, 7), nothing, first_day, 7, network.grid)


def test_absences_after_the_horizon_are_known() -> None:
    """The week before tells of all four days, and has no absence of its own."""
    before = planned(LEAVE - pd.Timedelta(days=7))
    assert before.absences.empty
    assert before.later_absences.to_numpy().tolist() == [["002", day] for day in pd.date_range(LEAVE, LAST)]


@pytest.mark.parametrize("days", [0, 7 + 84 + 7], ids=["inside the horizon", "more than twelve weeks after it"])
def test_other_absences_are_not_later_ones(days: int) -> None:
    """Neither those of the horizon itself nor those long after it."""
    assert planned(LEAVE - pd.Timedelta(days=days)).later_absences.empty


def test_training_is_no_absence() -> None:
    """Who is trained on a holiday is on duty that day."""
    before = planned(LEAVE - pd.Timedelta(days=7), kind="training")
    assert before.later_absences["day"].tolist() == [LAST]
