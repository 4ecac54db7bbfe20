"""Copies of tiny plans with one file damaged, and the checks that then fail."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from scenarios.evaluate.evaluate import Check, recompute
from scenarios.evaluate.facts import Facts, read_facts
from tests.evaluate.damage import Damage
from tests.plan.planned import written, written_lending
from tests.shelf import made_once


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[str, Damage], list[str]]:
    """The checks that fail once one table of the base plan is damaged."""

    def checks(table: str, damage: Damage) -> list[str]:
        copy = _damaged(tmp_path, written()[0], table, damage)
        return [finding.check for finding in recompute(replace(base_facts(), folder=copy))]

    return checks


@pytest.fixture
def found(tmp_path: Path) -> Callable[[Check, str, Damage], list[str]]:
    """The same for the checks of one stage, in the plan in which an outlet lends people to another."""

    def checks(check: Check, table: str, damage: Damage) -> list[str]:
        copy = _damaged(tmp_path, written_lending()[0], table, damage)
        return [finding.check for finding in check(replace(lending_facts(), folder=copy))]

    return checks


@made_once
def base_facts() -> Facts:
    """What the evaluator reads of the base plan."""
    return read_facts(*written())


@made_once
def lending_facts() -> Facts:
    """What the evaluator reads of the plan that lends."""
    return read_facts(*written_lending())


def _damaged(folder: Path, plan_folder: Path, table: str, damage: Damage) -> Path:
    copy = folder / "plan"
    shutil.copytree(plan_folder, copy)
    path = copy / "tables" / f"{table}.parquet"
    damage(pd.read_parquet(path)).to_parquet(path, index=False)
    return copy
