"""The last duties of a roster run into days of which it is known who is away."""

from __future__ import annotations

import pytest

from optimize.roster import solve
from quarterhour.result import Limits
from tests.roster.cases import duty, person, problem


@pytest.mark.parametrize(("leave", "given"), [(7, 0), (8, 1)])
def test_nobody_works_into_known_leave(leave: int, given: int) -> None:
    """The night before leave that begins after the last day stays open, the one two nights before does not."""
    nights = [duty("d6", 6, 22, 30)]
    roster = solve(problem([person("a", rest_hours=8.0)], nights, later=[("a", leave)]), limits=Limits(work=5.0))
    assert (roster.segments["employee"] == "a").sum() == given
    assert len(roster.holes) == 1 - given
