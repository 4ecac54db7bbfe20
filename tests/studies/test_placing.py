"""Placement studies: every model against all combinations, its limits told, and its recount able to disagree."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from quarterhour.result import Limits, Status
from scenarios.changes import scenario_from, to_premises
from scenarios.evaluate.placed import check_placed
from scenarios.evaluate.placed_proof import MOST
from scenarios.evaluate.told import Told
from scenarios.network import Network
from scenarios.placing import MODELS, Placed, Question, QuestionError, place
from scenarios.placing.placing import LIMITS
from tests.studies.towns import with_sites

FIGURES = {"most": {"points": 3}, "partial": {"share": 0.8}, "median": {"points": 3}, "centre": {"points": 3}}


def asked(model: str) -> Question:
    """A question that every model can answer."""
    return Question(model, **FIGURES.get(model, {}))  # type: ignore[arg-type]


def opened(found: Placed) -> set[str]:
    """Sites that open."""
    return set(found.sites.loc[found.sites["action"] == "open", "point"])


def covered(found: Placed) -> float:
    """Residents in the circle with the answer."""
    return float(found.summary.set_index("scope").loc["all", "after"])


@pytest.mark.parametrize("model", list(MODELS))
@pytest.mark.parametrize("seed", [2])
def test_every_model_is_the_best_of_all_combinations(model: str, seed: int) -> None:
    """Proven, recounted without a disagreement, and no combination of the candidates is better."""
    candidates = 6
    assert 2**candidates <= MOST, "all combinations are tried by the recount"
    found = place(with_sites(seed, candidates=candidates), asked(model))
    assert found.findings == ()
    assert found.proof.status is Status.OPTIMAL


@pytest.mark.parametrize("model", list(MODELS))
def test_stopped_early_nothing_reads_as_optimal(model: str) -> None:
    """Without time the answer still stands, and status and bound agree with the recount."""
    network = with_sites(3, candidates=5)
    found = place(network, asked(model), limits=Limits(seconds=0.0, work=0.0, nodes=1))
    assert found.findings == ()
    best = place(network, asked(model), limits=LIMITS)
    if found.proof.status is Status.OPTIMAL:
        assert found.proof.objective == pytest.approx(best.proof.objective)


def test_required_sites_open_whatever_is_asked() -> None:
    """More required sites than asked for, or than money: they open, nothing else does, and the user is told."""
    network = with_sites(4, required=2)
    required = set(network.table("sites").query("role == 'required'")["site"])
    by_number, by_money = (
        place(network, question) for question in (Question("most", 1), Question("most", budget=1.0))
    )
    assert opened(by_number) == opened(by_money) == required
    assert [note.code for note in by_number.notes] == ["place.required_exceed"]
    assert [note.code for note in by_money.notes] == ["place.required_cost"]


def test_a_share_out_of_reach_is_told_and_answered() -> None:
    """All residents are asked for, fewer can be covered: as many as can be are, at least cost."""
    network = with_sites(1, candidates=2)
    found = place(network, Question("partial", share=1.0))
    everything = place(network, Question("cover"))
    assert covered(found) == covered(everything) < found.zones["residents"].sum()
    assert [note.code for note in found.notes] == ["place.share_too_high"]
    assert found.findings == ()


@pytest.mark.parametrize("model", list(MODELS))
def test_without_any_candidate_there_is_still_an_answer(model: str) -> None:
    """Nothing can open: outlets stay as they are, nobody gains, and that is proven."""
    found = place(with_sites(1, candidates=0, required=0), asked(model))
    assert opened(found) == set()
    assert found.changes == ()
    assert found.summary["gained"].eq(0).all()
    assert found.findings == ()


def test_the_curve_rises_to_everybody_who_can_be_covered() -> None:
    """By number and by money; its last point covers whom the set cover does; each meets its bound."""
    network = with_sites(2)
    by_number = place(network, Question("most", points=99), with_curve=True)
    cost = float(network.table("sites")["opening_cost"].sum())
    by_money = place(network, Question("most", budget=cost), with_curve=True)
    most = covered(place(network, Question("cover")))
    for found in (by_number, by_money):
        assert found.findings == ()
        assert found.curve["covered"].is_monotonic_increasing
        assert found.curve["covered"].iloc[-1] == most
        assert (found.curve["status"] == "optimal").all()


def test_a_wider_circle_covers_no_fewer() -> None:
    """`minutes` holds for every zone and is part of the recount."""
    network = with_sites(5)
    figures = [place(network, Question("cover", minutes=minutes)) for minutes in (8.0, 20.0)]
    assert [covered(found) for found in figures] == sorted(covered(found) for found in figures)
    assert all(found.findings == () for found in figures)


def test_gains_and_changes_add_up() -> None:
    """Gains are what is gained; no outlet gives away more than it has; the scenario covers as many."""
    network = with_sites(2)
    found = place(network, Question("most", points=4))
    whole = found.summary.set_index("scope").loc["all"]
    assert found.sites["gain"].sum() == pytest.approx(whole["gained"])
    given: dict[str, float] = {}
    for change in found.changes:
        for outlet, share in change["takes"].items():
            given[outlet] = given.get(outlet, 0.0) + share
    assert all(share <= 1.0 for share in given.values())
    scenario = scenario_from({"name": "sites", "changes": list(found.changes)})
    assert len(to_premises(network, scenario.changes).network.table("outlets")) == len(
        network.table("outlets")
    ) + len(opened(found))
    again = place(network, Question("most", points=1), scenario.changes)
    assert again.summary.set_index("scope").loc["all", "before"] == whole["after"]


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        (Question("cover", points=2), ["place.not_taken"]),
        (Question("median"), ["place.lacks"]),
        (Question("most", points=2, budget=1e6), ["place.one_of"]),
        (Question("centre", share=0.5, budget=1.0), ["place.not_taken", "place.not_taken", "place.lacks"]),
    ],
)
def test_figures_that_do_not_fit_are_told_at_once(question: Question, codes: list[str]) -> None:
    """What a model does not take, or lacks, is refused with every reason."""
    with pytest.raises(QuestionError) as refused:
        place(with_sites(1), question)
    assert [message.code for message in refused.value.messages] == codes


def _again(network: Network, found: Placed, **tables: pd.DataFrame) -> set[str]:
    """Checks that disagree once some tables of an answer were changed."""
    points = pd.concat(
        [
            found.outlets.rename(columns={"outlet": "point"})[["point"]].assign(role="existing"),
            found.sites[["point", "role"]],
        ]
    )
    known = {
        "coverage_points": points,
        "sites": found.sites,
        "summary": found.summary,
        "assignments": found.assignments,
        "curve": found.curve,
        "tiers": found.tiers,
        **tables,
    }
    facts = Told.of(network, (), {}, known, [found.proof])
    question = found.asked
    return {
        finding.check
        for finding in check_placed(facts, question.model, question.points, question.share, question.budget)
    }


def test_the_recount_can_disagree() -> None:
    """A forbidden site opened, residents added, a site dropped, a false bound: each is found."""
    network = with_sites(2)
    found = place(network, Question("most", points=3))
    assert _again(network, found) == set()
    forbidden = found.sites.assign(action=found.sites["action"].where(found.sites["role"] != "forbidden", "open"))
    assert "site_may_not_stand" in _again(network, found, sites=forbidden)
    assert "placed_summary" in _again(
        network, found, summary=found.summary.assign(after=found.summary["after"] + 1)
    )
    first = found.sites["gain"].idxmax()
    dropped = found.sites.assign(action=found.sites["action"].where(found.sites.index != first, "unchosen"))
    assert {"placed_objective", "placed_summary"} <= _again(network, found, sites=dropped)
    worse = replace(found, proof=replace(found.proof, bound=(found.proof.bound or 0.0) - 50.0))
    assert {"placed_bound", "placed_status", "placed_best"} <= _again(network, worse)


@pytest.mark.parametrize("model", list(MODELS))
def test_where_nobody_lives_there_is_still_an_answer(model: str) -> None:
    """No residents: required sites open, nothing else is called for, and that is proven."""
    network = with_sites(1, candidates=3)
    empty = network.with_tables(zones=network.table("zones").assign(residents=0, children=0, elderly=0))
    found = place(empty, asked(model))
    assert found.proof.status is Status.OPTIMAL
    assert found.findings == ()
