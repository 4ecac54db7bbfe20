"""How a sweep tells how far it is: points done of all, and what each process is at."""

from __future__ import annotations

from quarterhour.progress import Progress


class SweepProgress(Progress):
    """The silent listener of a sweep; what it hears of the base plan comes through `report`."""

    def points(self, done: int, of: int) -> None:
        """Hear how many points are done, well or not, of how many."""

    def point(self, slot: int, name: str, stage: str, done: float) -> None:
        """Hear that the process number `slot` is at a stage of the point called `name`, `done` from 0 to 1."""
