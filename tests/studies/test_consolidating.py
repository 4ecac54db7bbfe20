"""Consolidation studies: next choices against all combinations, what keeps options out, months."""

from __future__ import annotations

from itertools import islice, product

import numpy as np
import pandas as pd
import pytest

from optimize.coverage import consolidate, study
from optimize.coverage.consolidation import reviewed, worked_out
from optimize.coverage.joint_choice import Choice, Positions, keeps_floors, worth
from quarterhour.result import Limits
from scenarios.consolidating import MonthUnknownError, consolidation_of
from scenarios.consolidating.until import until
from scenarios.evaluate.consolidated import check_consolidated
from scenarios.evaluate.told import Told
from scenarios.network import Network
from tests.coverage.town import organisation, town
from tests.studies.towns import sample

LIMITS = Limits(nodes=1000)


def fits(choice: Choice, chosen: Positions) -> bool:
    """Whether options can be carried out together, by the model's own limits."""
    taken = np.isin(np.arange(len(choice.options)), chosen).astype(float)
    return bool(
        choice.options["allowed"].to_numpy(dtype=bool)[chosen].all()
        and (choice.added @ taken <= choice.room + 1e-9).all()
        and (choice.at_most_one @ taken <= 1).all()
        and float(choice.options["one_off"] @ taken) <= choice.budget + 1e-9
        and keeps_floors(choice, chosen)
        and not choice.check(chosen)
    )


@pytest.mark.parametrize("seed", [3])
def test_next_best_choices_come_in_order(seed: int) -> None:
    """The best of all combinations that fit come by their worth; the first is the joint optimum."""
    problem = organisation(town(seed=seed), weak=2, seed=seed, coverage_floor=0.5)
    sheet = worked_out(problem, reviewed(problem))
    assert sheet is not None
    choice, outlet = sheet.choice, sheet.choice.options["outlet"].to_numpy()
    options = [np.flatnonzero(outlet == name) for name in dict.fromkeys(outlet)]
    every = [np.array(chosen) for chosen in product(*options)]
    ranked = sorted(every, key=lambda chosen: -worth(choice, chosen))
    worths = [worth(choice, chosen) for chosen in islice((one for one in ranked if fits(choice, one)), 6)]
    found = study(problem, others=5, limits=LIMITS)
    told = found.others.drop_duplicates("rank")
    short = np.array([worths[0] - each for each in worths])
    assert told["short"].to_numpy() == pytest.approx(short, abs=1e-4)
    assert told["proven"].all()
    alone = consolidate(problem, limits=LIMITS)
    pd.testing.assert_frame_equal(found.made.options, alone.options)
    assert told["worth"].iloc[0] == pytest.approx(alone.proofs[0].objective)


@pytest.mark.parametrize("seed", [2, 3])
def test_every_option_that_is_not_chosen_has_a_reason(seed: int) -> None:
    """None is given for what was chosen; money is a reason only where the swap brings none; else a limit binds."""
    floor = {1: 0.5, 2: 0.9, 3: 0.0}[seed]
    found = study(organisation(town(seed=seed), seed=seed, coverage_floor=floor, budget=150_000), limits=LIMITS)
    options = found.made.options.merge(found.why, on=["outlet", "option", "target"], validate="one_to_one")
    assert ((options["why"] == "") == options["chosen"]).all()
    assert (options.loc[~options["allowed"], "why"] == options.loc[~options["allowed"], "reason"]).all()
    money = options[options["why"] == "consolidate.worth_less"]
    assert (money["worth_change"] <= 0).all()
    binding = options[options["why"].str.startswith("consolidate.together")]
    assert (binding["worth_change"] > 0).all()
    assert not (options["why"] == "consolidate.not_proven").any()


def test_nothing_under_review_is_an_answer() -> None:
    """Where no outlet is weak there are no options, no choices and no changes."""
    found = study(organisation(town(), weak=0), limits=LIMITS)
    assert found.others.empty
    assert found.why.empty
    assert found.made.options.empty


def _weak() -> Network:
    """The tiny network with full desks of time, so that options may be had."""
    network = sample()
    return network.with_settings(transfer_reach_minutes=240.0, coverage_floor=0.0)


def test_a_network_alone_is_recounted_and_can_be_disagreed_with() -> None:
    """All outlets under review: no figure disagrees; other volumes, or a worth that is not, are found."""
    network = _weak()
    found = consolidation_of(network, threshold=1e6, others=3)
    reviewed_outlets = found.review.loc[found.review["verdict"] == "review", "outlet"]
    desks = network.table("outlets").query("kind != 'call_desk'")["outlet"]
    assert set(reviewed_outlets) <= set(desks)
    assert len(reviewed_outlets)
    assert found.findings == ()

    def again(others: pd.DataFrame, freed: float = found.freed_together, **tables: pd.DataFrame) -> set[str]:
        points = pd.concat(
            [
                found.outlets.loc[found.outlets["kind"] != "call_desk", ["outlet"]]
                .rename(columns={"outlet": "point"})
                .assign(role="existing"),
                network.table("sites")[["site", "role"]].rename(columns={"site": "point"}),
            ]
        )
        outlets = network.table("outlets")
        own = np.where(outlets["kind"] == "call_desk", np.nan, 1e6)
        base = network.with_tables(outlets=outlets.assign(least_monthly_volume=own))
        known = {
            "coverage_points": points,
            "coverage_review": found.review,
            "coverage_options": found.options,
            "coverage_transfers": found.transfers,
            **tables,
        }
        facts = Told.of(base, (), {}, known, found.proofs)
        return {finding.check for finding in check_consolidated(facts, others, freed)}

    assert again(found.others) == set()
    assert "other_choice_worth" in again(found.others.assign(worth=found.others["worth"] + 100.0))
    assert again(found.others, freed=found.freed_together + 1.0) == {"freed_together"}
    saved = found.options.assign(monthly_saving=found.options["monthly_saving"] + 1.0)
    assert "option_monthly_saving" in again(found.others, coverage_options=saved)


def test_what_came_after_the_month_is_not_read() -> None:
    """As of a month the answer is that of the history up to it; a month that is not whole is refused."""
    network = _weak()
    month = pd.Timestamp("2026-03-17")
    found = consolidation_of(network, as_of=month, threshold=1e6, others=0)
    alone = consolidation_of(until(network, month), threshold=1e6, others=0)
    assert found.as_of == pd.Timestamp("2026-03-01")
    pd.testing.assert_frame_equal(found.options, alone.options)
    assert found.findings == ()
    with pytest.raises(MonthUnknownError):
        consolidation_of(network, as_of=pd.Timestamp("1999-01-01"))
