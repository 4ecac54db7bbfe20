"""Runs on disk: a folder each, with what was asked, how far it is, and what came out."""

from __future__ import annotations

import fcntl
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.runs.atomic import read_json, write_json
from api.runs.request import RunRequest
from api.runs.status import RunState, RunStatus, now

IDENTIFIER = re.compile(r"r[0-9a-f]{16}")


class UnknownRunError(KeyError):
    """No run of that identifier."""


class RunStore:
    """All runs below one folder.

    A run's folder holds `request.json`, `status.json`, `stop` (once it was asked to stop), `lock` (held by the
    child process while it lives), `log.txt` and `result/` (whole or not there).
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def create(self, request: RunRequest) -> str:
        """A new run, queued; its identifier."""
        identifier = f"r{secrets.token_hex(8)}"
        folder = self.root / identifier
        folder.mkdir()
        write_json(folder / "request.json", request.as_dict())
        self.write(identifier, RunStatus(RunState.QUEUED, created=now()))
        return identifier

    def folder(self, identifier: str) -> Path:
        """Where a run lies.

        Raises
        ------
        UnknownRunError
            When there is no such run, or the identifier is no identifier.
        """
        folder = self.root / identifier
        if not IDENTIFIER.fullmatch(identifier) or not (folder / "status.json").exists():
            raise UnknownRunError(identifier)
        return folder

    def all(self) -> list[str]:
        """All identifiers, oldest run first."""
        found = [path.parent.name for path in self.root.glob("r*/status.json")]
        known = [name for name in found if IDENTIFIER.fullmatch(name)]
        return sorted(known, key=lambda name: (self.read(name).created, name))

    def request(self, identifier: str) -> RunRequest:
        """What was asked."""
        return RunRequest.from_dict(read_json(self.folder(identifier) / "request.json"))

    def read(self, identifier: str) -> RunStatus:
        """How far it is."""
        return RunStatus.from_dict(read_json(self.folder(identifier) / "status.json"))

    def write(self, identifier: str, status: RunStatus) -> None:
        """Set how far it is."""
        write_json(self.root / identifier / "status.json", status.as_dict())

    def ask_to_stop(self, identifier: str) -> None:
        """Leave the mark that the child looks for."""
        (self.folder(identifier) / "stop").touch()

    def stop_wanted(self, identifier: str) -> bool:
        """Whether it was asked to stop."""
        return (self.folder(identifier) / "stop").exists()

    def result(self, identifier: str) -> Path | None:
        """The folder of its result; None while there is none."""
        folder = self.folder(identifier) / "result"
        return folder if folder.exists() else None

    def alive(self, identifier: str) -> bool:
        """Whether its child process lives: a lock ends with its process, a process number may be reused."""
        with (self.folder(identifier) / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold a run's lock."""
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
