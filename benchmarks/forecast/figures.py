"""The lines of a set: ours and every peer's figures, over all windows, the last ones, and the earlier ones."""

from __future__ import annotations

import math
import resource
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.forecast import ours
from benchmarks.forecast.around_holidays import wape_by_day_kind
from benchmarks.forecast.calibration import cover
from benchmarks.forecast.floor import poisson_floor
from benchmarks.forecast.peer_methods.registry import YARDSTICKS
from benchmarks.forecast.peers import Peer
from benchmarks.forecast.scores import Score, score
from benchmarks.forecast.task import Answer, Task, Window
from benchmarks.frame import Line

PARTS: dict[str, Callable[[Window], bool]] = {
    "all": lambda window: True,
    "last": lambda window: window.number == 0,
    "earlier": lambda window: window.number > 0,
}
"""Instances of a set; "last" is the exam on which nothing is chosen."""


@dataclass(frozen=True)
class Judged:
    """Everybody's answers on a set."""

    task: Task
    answers: list[Answer]
    seconds: float
    peers: list[Peer]

    @property
    def yardstick(self) -> list[Answer]:
        """Answers of the better seasonal naive."""
        known = [peer.answers for peer in self.peers if peer.name in YARDSTICKS and peer.answers]
        return min(known, key=lambda answers: score(self.task, answers).of(self.task.name), default=[])


def answer(task: Task, windows: list[Window], seed: int) -> tuple[list[Answer], float]:
    """Our answers, and the CPU seconds that they took, children included."""
    begin = _cpu()
    found = list(ours.answers(task, windows, seed))
    return found, _cpu() - begin


def lines(judged: Judged, seed: int) -> Iterator[Line]:
    """A line an instance; sets with one window a series have no earlier ones."""
    for name, belongs in PARTS.items():
        mine = [entry for entry in judged.answers if belongs(entry.window)]
        if mine:
            yield _line(judged, name, mine, belongs, seed)


def figures(value: Score, name: str) -> dict[str, Any]:
    """A method's figures as they are printed; None for what it does not give."""
    kept = ("wape", "mase", "wql", "cover80", "bias")
    said = {"objective": value.of(name), **{key: asdict(value)[key] for key in kept}, "windows": value.windows}
    return {key: _printed(entry) for key, entry in said.items()}


def _line(judged: Judged, part: str, mine: list[Answer], belongs: Callable[[Window], bool], seed: int) -> Line:
    task, whole = judged.task, part == "all"
    value = score(task, mine)
    near, ordinary = wape_by_day_kind(task, mine)
    c80, c95 = cover(mine, 0.8, seed), cover(mine, 0.95, seed)
    seconds = judged.seconds if whole else None
    metrics = {
        "wape": value.wape,
        "mase": value.mase,
        "wql": value.wql,
        "cover80": c80.share,
        "cover80_2se": 2 * c80.error,
        "cover95": c95.share,
        "cover95_2se": 2 * c95.error,
        "bias": value.bias,
        "wape_near_holidays": near,
        "wape_ordinary": ordinary,
        "poisson_floor": poisson_floor(mine),
        "seconds": seconds,
        "seconds_each": None if seconds is None else seconds / value.windows,
        "windows": value.windows,
    }
    return Line(
        set=task.name,
        instance=part,
        ours={
            "objective": value.of(task.name),
            "bound": None,
            "status": None,
            "seconds": seconds,
            "seed": seed,
            "checked": False,
        },
        peers={peer.name: _peer(judged, peer, mine, belongs, whole) for peer in judged.peers},
        metrics={key: _printed(entry) for key, entry in metrics.items()},
    )


def _peer(
    judged: Judged, peer: Peer, mine: list[Answer], belongs: Callable[[Window], bool], whole: bool
) -> Mapping[str, Any]:
    """A peer's figures, ours on the same windows beside them, and what it could not do."""
    said = [entry for entry in peer.answers if belongs(entry.window)]
    if not said:
        return {"objective": None, "note": peer.note or "not within its budget"}
    task = judged.task
    beside, naive = score(task, _same(mine, said)), score(task, _same(judged.yardstick, said))
    return {
        **figures(score(task, said), task.name),
        "seconds": peer.seconds if whole else None,
        "seconds_each": peer.seconds / len(said) if whole else None,
        "subset": None if len(said) == len(mine) else len({entry.window.series for entry in said}),
        "ours": beside.of(task.name),
        "ours_wql": _printed(beside.wql),
        "naive": naive.of(task.name),
        **({"fallbacks": peer.fallbacks} if whole and peer.fallbacks else {}),
        **({"gaps": peer.gaps} if whole and peer.gaps else {}),
    }


def _same(answers: list[Answer], as_those: list[Answer]) -> list[Answer]:
    """The answers to the same windows as those."""
    answered = {(entry.window.series, entry.window.number) for entry in as_those}
    return [entry for entry in answers if (entry.window.series, entry.window.number) in answered]


def _printed(value: float | int | None) -> float | int | None:
    """JSON knows no NaN."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)
