"""Equipment rules of placement: key places get what their tier asks for, at least money, recounted."""

from __future__ import annotations

from itertools import combinations

import pytest

from scenarios.evaluate.tiers import check_tiers
from scenarios.evaluate.told import Told
from scenarios.network import Network
from scenarios.placing import Placed, Question, place
from tests.studies.towns import with_sites


def town() -> Network:
    """Hubs and a hospital beside sites that bring equipment, two of them at the same hub; and a far hub."""
    network = with_sites(2, candidates=6, required=0)
    sites = network.table("sites").copy()
    kinds = ["terminal_24h", "terminal_24h", "barrier_free", "barrier_free;terminal_24h", "", "multilingual"]
    sites["equipment"] = [*kinds, "terminal_24h", "terminal_24h"]
    axes = ["latitude", "longitude"]
    sites.loc[1, axes] = sites.loc[0, axes].astype(float) + 0.0002
    keys = sites.loc[[0, 2, 3, 3], axes].reset_index(drop=True).astype(float) + 0.0001
    keys.loc[3, "latitude"] += 0.2
    named = keys.assign(
        place=["K1", "K2", "K3", "K4"],
        name=["Hub", "Hospital", "Other hub", "Far hub"],
        kind=["hub", "hospital", "hub", "hub"],
    )
    return network.with_tables(sites=sites, key_places=named[["place", "name", "kind", *axes]])


def opened(found: Placed) -> set[str]:
    """Sites that open."""
    return set(found.sites.loc[found.sites["action"] == "open", "point"])


@pytest.mark.parametrize("question", [Question("most", 0, tiers=True), Question("cover", tiers=True)])
def test_key_places_are_equipped_whatever_else_is_asked(question: Question) -> None:
    """Sites open for them, also beyond the number asked for; what nobody can give is told; the recount agrees."""
    found = place(town(), question)
    assert found.findings == ()
    told = found.tiers.set_index("place")
    assert told["equipped"].to_dict() == {"K1": True, "K2": True, "K3": True, "K4": False}
    assert set(told.loc[told["equipped"], "point"]) <= opened(found)
    assert {"place.for_tiers", "place.tiers_missing"} <= {note.code for note in found.notes}


def test_the_sites_for_equipment_cost_least() -> None:
    """No set of candidates equips as many key places for less money a month."""
    network = town()
    found = place(network, Question("most", 0, tiers=True))
    sites = network.table("sites").set_index("site")
    money = sites["monthly_cost"].astype(float) + sites["opening_cost"].astype(float) / 36
    candidates = sites.index[sites["role"] == "candidate"]
    every = [set(chosen) for size in range(len(candidates) + 1) for chosen in combinations(candidates, size)]
    fitting = [chosen for chosen in every if "tier_rule" not in broken(network, chosen, found)]
    best = min(float(money[list(chosen)].sum()) for chosen in fitting)
    assert money[list(opened(found))].sum() == pytest.approx(best)


def test_without_the_rule_nothing_is_said_of_key_places() -> None:
    """No table, no notes, and no site opens for them."""
    found = place(town(), Question("most", 0))
    assert found.tiers.empty
    assert opened(found) == set()
    assert found.notes == ()


def test_the_recount_can_disagree_about_tiers() -> None:
    """A key place that is said to be equipped and is not, and one that could be and is not."""
    network = town()
    found = place(network, Question("most", 0, tiers=True))
    assert broken(network, opened(found), found) == set()
    assert broken(network, set(), found) == {"tier_equipped", "tier_rule"}


def broken(network: Network, new: set[str], found: Placed) -> set[str]:
    """Checks that disagree where so many sites stand beside the outlets."""
    sites, outlets = network.table("sites"), set(network.table("outlets")["outlet"])
    usable = outlets | set(sites.loc[sites["role"] == "candidate", "site"])
    facts = Told.of(network, (), {}, {"tiers": found.tiers}, [])
    return {finding.check for finding in check_tiers(facts, new | outlets, usable)}
