"""How long work tells how far it is, and how it is asked to stop."""

from __future__ import annotations

import threading
from pathlib import Path


class Progress:
    """The silent listener, and the base of all others.

    Engines call `report` from time to time and look at `stopped`; when it is true they end soon and
    return the best answer so far. `report` may be called from any thread.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()

    def report(
        self, stage: str, done: float, *, objective: float | None = None, bound: float | None = None
    ) -> None:
        """Hear that `stage` is `done` (0 to 1), with the best answer and bound so far where there are any."""

    def stop(self) -> None:
        """Ask the work to end and keep its best."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether the work was asked to end."""
        return self._stop.is_set()


class Heeding(Progress):
    """For work in another process: silent, and stopped as soon as a file is there."""

    def __init__(self, sign: Path) -> None:
        """Heed the file `sign`, which whoever wants the work to end makes."""
        super().__init__()
        self._sign = sign

    @property
    def stopped(self) -> bool:
        """Whether the work was asked to end."""
        return super().stopped or self._sign.exists()


class Unheard(Progress):
    """For work within other work: silent, and stopped where that is."""

    def __init__(self, around: Progress) -> None:
        """Heed the progress of the work around it."""
        super().__init__()
        self._around = around

    @property
    def stopped(self) -> bool:
        """Whether the work was asked to end."""
        return super().stopped or self._around.stopped
