"""A sweep on the terminal: a bar for all points, and one a process that names what it is at."""

from __future__ import annotations

from rich.progress import Progress as Bars
from rich.progress import TaskID

from api.cli import console
from api.cli.progress import ConsoleProgress
from api.words import Words
from scenarios.sweep import SweepProgress


class ConsoleSweep(ConsoleProgress, SweepProgress):
    """Stages of the base as always, then the points; a line a point where no terminal is."""

    def __init__(self, words: Words, bars: Bars) -> None:
        super().__init__(words, bars)
        self._rows: dict[int | None, TaskID] = {}

    def points(self, done: int, of: int) -> None:
        told = self._words("cli.sweep_points", done=self._words.number(done), of=self._words.number(of))
        self._show(None, told, done / max(of, 1))
        if done and not console.notes.is_terminal:
            console.notes.print(told)

    def point(self, slot: int, name: str, stage: str, done: float) -> None:
        self._show(slot, f"{name}: {self._words.label('stage', stage)}", done)

    def _show(self, row: int | None, text: str, done: float) -> None:
        if row not in self._rows:
            self._rows[row] = self._bars.add_task(text, total=1.0, best="")
        self._bars.update(self._rows[row], description=text, completed=done)
