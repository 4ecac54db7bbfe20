"""What all tests share: a folder for what is made once a run, forecasts of whole networks, a cheaper engine."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest

import forecast
from forecast.boosting import opinions
from tests.foreseen_once import foreseen_once
from tests.shelf import FOLDER


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder in the process that starts the others, which inherit its name."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="quarterhour-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def scenarios_forecast_once() -> Iterator[None]:
    """Where scenarios ask the engine for a forecast, the same problem is answered once a run.

    The engine's own tests, and those that compare with it, import `forecast` themselves and are not touched.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forecast, "forecast", foreseen_once)
        yield


TREES = {size: getattr(opinions, size) for size in ("TREES", "FEWEST_DRAWN", "MOST_DRAWN")}


@pytest.fixture(scope="session", autouse=True)
def few_trees() -> Iterator[None]:
    """Boosting as always, with a fifth of the rounds and rows: most tests are not about how well it does.

    Every step is there and decides as always.
    """
    with pytest.MonkeyPatch.context() as patch:
        for size, value in TREES.items():
            patch.setattr(opinions, size, value // 5)
        yield


@pytest.fixture(scope="module")
def all_trees() -> Iterator[None]:
    """All rounds and rows: for the engine's modules that judge what it says."""
    with pytest.MonkeyPatch.context() as patch:
        for size, value in TREES.items():
            patch.setattr(opinions, size, value)
        yield
