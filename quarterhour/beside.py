"""A search in a process of its own, beside the work that uses what it finds."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

Value = TypeVar("Value")

_log = logging.getLogger(__name__)


class Beside(Generic[Value]):
    """The values of an iterator that runs in another process, as they come; after the block nothing of it is left.

    Whatever becomes of the process, what it told before is kept. It lives no longer than this one.

    Parameters
    ----------
    make, args
        `make(*args)` is called in the other process. All of it is sent there: no lambda.
    hears
        Whether `make` is given, before `args`, what is `ask`ed of it.
    """

    def __init__(self, make: Callable[..., Iterator[Value]], *args: Any, hears: bool = False) -> None:
        self._asks: SimpleQueue[bytes | None] = SimpleQueue()
        self._asks.put(bytes(ForkingPickler.dumps((make, args, hears))))
        context = multiprocessing.get_context("spawn")
        self._line, other = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_serve, args=(other,), daemon=True)
        self._giver = threading.Thread(target=_give, args=(self._line, self._asks), name="giver", daemon=True)
        self.ended, self.failed = False, False
        try:
            self._process.start()
        except (OSError, AssertionError):  # no room for it, or this process may have none of its own
            _log.warning("no process beside this one could begin", exc_info=True)
            self.ended = self.failed = True
        finally:
            other.close()
        self._giver.start()

    def ask(self, value: Any) -> None:
        """Send something to a process that `hears`, without waiting for it."""
        self._asks.put(bytes(ForkingPickler.dumps(value)))

    def come(self, wait: float = 0.0) -> list[Value]:
        """What was told since this was asked before; for the first of it up to `wait` seconds are waited.

        `ended` is true once nothing more will come, `failed` where that was no end of the iterator.
        """
        values: list[Value] = []
        while not self.ended and self._line.poll(0.0 if values else wait):
            try:
                values.append(self._line.recv())
            except (EOFError, OSError):
                self._process.join()
                self.ended, self.failed = True, self._process.exitcode != 0
                if self.failed:
                    _log.warning("a process beside this one ended with code %s", self._process.exitcode)
        return values

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._process.pid is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._asks.put(None)
        self._giver.join()
        self._line.close()


class Asked:
    """What the process that began this one asks of it, one after the other."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    @property
    def waiting(self) -> bool:
        """Whether something was asked that was not taken yet."""
        return self._line.poll()

    def take(self) -> Any:
        """The next that was asked, waited for where there is none."""
        return self._line.recv()


def _give(line: Connection, asks: SimpleQueue[bytes | None]) -> None:
    """Send what the process is to do and what is asked of it, however long it takes to begin: as an argument of it
    this would wait for it, for ever where it dies before it has read everything."""
    with suppress(OSError):
        while (ask := asks.get()) is not None:
            line.send_bytes(ask)


def _serve(line: Connection) -> None:
    """Tell all values in turn; who takes them late does not hold up those to come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and decides
    values: SimpleQueue[tuple[Any] | None] = SimpleQueue()
    sender = threading.Thread(target=_send, args=(line, values), name="sender", daemon=True)
    sender.start()
    try:
        make, args, hears = line.recv()
        for value in make(Asked(line), *args) if hears else make(*args):
            values.put((value,))
    finally:
        values.put(None)
        sender.join()


def _send(line: Connection, values: SimpleQueue[tuple[Any] | None]) -> None:
    while (value := values.get()) is not None:
        try:
            line.send(value[0])
        except OSError:  # nobody listens any more
            os._exit(1)
