"""Networks on disk for the tests of command line and service."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.network import Network, write_network
from scenarios.sample import sample_network

STRATEGIC = ("settings", "outlets", "zones", "sites", "key_places", "road_nodes", "roads")
"""Tables that coverage needs and no other stage can use: such a network is planned in a second."""


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny sample network with all its tables."""
    folder = tmp_path_factory.mktemp("tiny") / "network"
    write_network(sample_network(size="tiny"), folder)
    return folder


@pytest.fixture(scope="session")
def strategic_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny sample network without demand and people: outlets, residents, roads."""
    whole = sample_network(size="tiny")
    kept = {name: frame for name, frame in whole.tables.items() if name in STRATEGIC}
    # The first day to plan follows from the history, which is not there.
    network = Network.from_tables(kept).with_settings(plan_start=whole.first_day.date())
    folder = tmp_path_factory.mktemp("strategic") / "network"
    write_network(network, folder)
    return folder
