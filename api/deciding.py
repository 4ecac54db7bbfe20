"""Decisions written into the record of a network: whole or not at all, one at a time."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from api.runs.atomic import write_text
from scenarios.changes import Scenario
from scenarios.decisions import (
    Decision,
    Decisions,
    decisions_in,
    promotion,
    read_decisions,
    record_of,
    recorded,
    withdrawal,
)
from scenarios.network import Network, read_network

Deciding = Callable[[Network, Decisions, datetime], Decision]


def promote(network: Path, scenario: Scenario, source: bytes, *, by: str, why: str) -> Decision:
    """Make a scenario part of the base of the network in a folder or workbook; `source` is the scenario's file.

    Raises
    ------
    ChangeProblemsError
        When it does not fit the network as decided so far; nothing is recorded then.
    """
    digest = hashlib.sha256(source).hexdigest()

    def decide(base: Network, before: Decisions, at: datetime) -> Decision:
        return promotion(base, before, scenario, digest, by=by, at=at, why=why)

    return _record(network, decide)


def withdraw(network: Path, number: int, *, by: str, why: str) -> Decision:
    """Take a promotion back.

    Raises
    ------
    ChangeProblemsError
        When it does not stand, or those after it do not fit without it; nothing is recorded then.
    """

    def decide(base: Network, before: Decisions, at: datetime) -> Decision:
        return withdrawal(base, before, number, by=by, at=at, why=why)

    return _record(network, decide)


def _record(network: Path, decide: Deciding) -> Decision:
    base, path = read_network(network), record_of(network)
    with _alone(path.parent):
        new = not path.exists()
        decision = decide(base, read_decisions(network), datetime.now(ZoneInfo(base.settings.timezone)))
        text = recorded("" if new else path.read_bytes().decode("utf-8"), decision)
        decisions_in(text, path.name)  # a record that somebody laid out otherwise is refused, not broken
        write_text(path, text)
        if new:  # whoever may read the folder may read its record
            path.chmod(path.parent.stat().st_mode & 0o666)
    return decision


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No two decide at once; the lock ends with its process and leaves no file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
