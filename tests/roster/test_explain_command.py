"""`quarterhour roster explain` on the tiny network's plan."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from optimize.roster.explain import Filled, Served, Wished
from scenarios.network import write_network
from scenarios.plan import write_plan
from scenarios.roster.explaining import NoQuestionError, asked, worst_holes
from tests.api.test_cli import run
from tests.plan.fixtures import tiny
from tests.plan.planned import planned


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny network and its plan on disk."""
    path = tmp_path_factory.mktemp("explained")
    write_network(tiny(), path / "network")
    write_plan(planned(), path / "plan")
    return path


def test_worst_hole_and_score(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """With nothing named: the score adds up to the proofs, and as many holes as asked for are explained."""
    plan = planned()
    assert plan.roster is not None
    command = ("roster", "explain", str(folder / "plan"), "--network", str(folder / "network"))
    code, out, _ = run(capsys, *command, "--most", "1", "--json")
    assert code == 0
    found = json.loads(out)
    proven = sum(proof.objective or 0.0 for proof in plan.roster.proofs)
    assert found["score"]["points"] == pytest.approx(proven, abs=1e-3)
    assert len(found["answers"]) == min(1, len(plan.roster.holes))
    code, out, _ = run(capsys, *command, "--person", "E0001", "--day", str(plan.first_day.date()))
    assert code == 0
    assert "E0001" in out


def test_what_makes_no_question(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Options that do not go together, and what nobody knows, are refused in words."""
    command = ("roster", "explain", str(folder / "plan"), "--network", str(folder / "network"))
    for more in (
        ("--person", "E0001"),
        ("--wish", "off"),
        ("--hole", "nothing"),
        ("--person", "E1", "--day", "x"),
    ):
        code, _, err = run(capsys, *command, *more)
        assert code == 1
        assert err
        assert "Traceback" not in err


def test_words_become_questions() -> None:
    """A refused wish is what somebody's day is asked about; else the opposite of what stands."""
    roster = planned().roster
    assert roster is not None
    duty = next(duty for duty in roster.segments["duty"] if duty)
    row = roster.segments[roster.segments["duty"] == duty].iloc[0]
    day = str(row["day"].date())
    assert asked(roster, None, None, None, None) == []
    assert asked(roster, duty, None, None, None) == [Filled(duty)]
    assert asked(roster, duty, "E1", None, None) == [Served("E1", duty)]
    assert asked(roster, None, row["employee"], day, "late") == [Wished(row["employee"], row["day"], "late")]
    assert asked(roster, None, "nobody", day, None) == [Wished("nobody", row["day"], "work")]
    wished = pd.DataFrame({"employee": ["x"], "day": [row["day"]], "kind": ["early"], "granted": [False]})
    refused = type(roster)(**{**vars(roster), "wishes": wished})
    assert asked(refused, None, "x", day, None) == [Wished("x", row["day"], "early")]
    with pytest.raises(NoQuestionError):
        asked(roster, duty, "E1", day, None)


def test_worst_holes_first() -> None:
    """Most hours of people missing come first; outlets that are not asked for stay away."""
    roster = planned().roster
    assert roster is not None
    hours = worst_holes(roster)["hours"].tolist()
    assert hours == sorted(hours, reverse=True)
    assert worst_holes(roster, ["nowhere"]).empty
