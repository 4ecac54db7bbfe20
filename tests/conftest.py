"""What all tests share: a folder for what is made once a run, forecasts of whole networks, a cheaper engine."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from types import ModuleType

import pytest

import forecast
from api import backtesting
from forecast.learners import network, opinions, trees
from optimize import coverage, requirement, roster, shifts
from tests.answered_once import answered_once
from tests.shelf import FOLDER


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder in the process that starts the others, which inherit its name."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="quarterhour-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


ENGINES: list[tuple[ModuleType, str]] = [
    (forecast, "forecast"),
    (requirement, "require"),
    (shifts, "solve"),
    (shifts, "solve_near"),
    (roster, "solve"),
    (coverage, "solve"),
    (coverage, "consolidate"),
    (backtesting, "backtest"),
]


@pytest.fixture(scope="session", autouse=True)
def scenarios_ask_once() -> Iterator[None]:
    """Where scenarios ask an engine, the same question is answered once a run.

    The engines' own tests, and those that compare with them, import them themselves and are not touched.
    """
    with pytest.MonkeyPatch.context() as patch:
        for package, name in ENGINES:
            patch.setattr(package, name, answered_once(getattr(package, name)))
        yield


SIZES: list[tuple[ModuleType, str, int]] = [
    (module, name, getattr(module, name))
    for module, name in (
        (trees, "TREES"),
        (network, "EPOCHS"),
        (opinions, "FEWEST_DRAWN"),
        (opinions, "MOST_DRAWN"),
    )
]


@pytest.fixture(scope="session", autouse=True)
def few_trees() -> Iterator[None]:
    """Learners as always, with a fifth of the rounds and rows: most tests are not about how well they do.

    Every step is there and decides as always.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in SIZES:
            patch.setattr(module, name, value // 5)
        yield


@pytest.fixture(scope="module")
def all_trees() -> Iterator[None]:
    """All rounds and rows: for the engine's modules that judge what it says."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in SIZES:
            patch.setattr(module, name, value)
        yield
