"""The sample network is made once for all tests of this folder."""

from __future__ import annotations

import pytest

from scenarios.network import Network
from scenarios.sample import sample_network


@pytest.fixture(scope="session")
def city() -> Network:
    """The whole sample."""
    return sample_network()


@pytest.fixture(scope="session")
def tiny() -> Network:
    """Three outlets."""
    return sample_network("tiny")
