"""Answer the windows in a folder with one method: `python run.py METHOD FOLDER`, or `python run.py --versions`.

Reads `task.json`, `windows.parquet`, `ahead.parquet`, `series.parquet`, `days.parquet` and `events.parquet`;
writes `answers.parquet` (window, step, point, one column a level) and `done.json`. Whole series are answered in an
order of which every beginning is evenly spaced, until the CPU budget is used up; methods that learn across series
answer the largest origins first. A window that takes more CPU than the cap ends the process: the method then
counts as not run.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module, metadata
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
from given import Forecast, Task, Window, read
from registry import METHODS
from seasonal_naive import answer as naive

Batches = Iterator[list[tuple[Window, Forecast]]]


def main(name: str, folder: Path) -> None:
    """Run a method under its limits and write what it says."""
    task, windows, limits = read(folder)
    method = METHODS[name]
    module = import_module(method.module)
    begin, answered, fallbacks, gaps = cpu_seconds(), [], 0, 0
    whole = hasattr(module, "answers")
    batches = (
        pooled(task, windows, module.answers) if whole else apart(task, windows, _alone(module, method, limits))
    )
    for batch in batches:
        for window, found in batch:
            point, quantiles = found if found is not None else naive(task, window, "shortest")
            fallbacks += found is None
            holes = ~np.isfinite(point)
            gaps += int(holes.sum())
            point = np.where(holes, naive(task, window, "shortest")[0], point) if holes.any() else point
            answered.append(frame(task, window, point, quantiles))
        if cpu_seconds() - begin > limits["budget"]:
            break
    seconds = cpu_seconds() - begin
    pd.concat(answered, ignore_index=True).to_parquet(folder / "answers.parquet")
    done = {"seconds": seconds, "fallbacks": fallbacks, "gaps": gaps}
    (folder / "done.json").write_text(json.dumps(done))


def _alone(module: object, method: object, limits: dict) -> Callable[[Task, Window], Forecast | None]:
    """One window by the method, under the cap; None where it fails."""

    def run(task: Task, window: Window) -> Forecast | None:
        signal.setitimer(signal.ITIMER_PROF, limits["cap"])
        try:
            return module.answer(task, window, method.argument)
        except Exception as problem:  # whatever a method raises, the others must still be run
            print(f"{window.series} {window.number}: {problem!r}", file=sys.stderr)
            return None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    return run


def apart(task: Task, windows: list[Window], run: Callable[[Task, Window], Forecast | None]) -> Batches:
    """A batch a series, or a window where there is one series only."""
    names = sorted({window.series for window in windows})
    if len(names) == 1:
        yield from ([(window, run(task, window))] for window in spread(windows))
        return
    by_name = {name: [window for window in windows if window.series == name] for name in names}
    for name in spread(names):
        yield [(window, run(task, window)) for window in by_name[name]]


def pooled(task: Task, windows: list[Window], answers: Callable) -> Batches:
    """A batch an origin: the method may learn across the series that are judged there."""
    ordered = sorted(windows, key=lambda window: (window.ahead[0], window.number), reverse=True)
    origins = [list(members) for _, members in groupby(ordered, key=lambda window: window.ahead[0])]
    for members in sorted(origins, key=len, reverse=True):
        yield list(zip(members, answers(task, members), strict=True))


def spread(items: list) -> list:
    """The items in an order of which every beginning is spread evenly (places by reversed binary digits)."""
    digits = max(1, (len(items) - 1).bit_length())
    places = [int(f"{number:0{digits}b}"[::-1], 2) for number in range(2**digits)]
    return [items[place] for place in places if place < len(items)]


def frame(task: Task, window: Window, point: np.ndarray, quantiles: np.ndarray | None) -> pd.DataFrame:
    """An answer as rows."""
    table = np.full((len(point), len(task.levels)), np.nan) if quantiles is None else quantiles
    levels = {f"q{level}": table[:, place] for place, level in enumerate(task.levels)}
    return pd.DataFrame({"window": window.number, "step": np.arange(len(point)), "point": point, **levels})


def cpu_seconds() -> float:
    """CPU seconds of this process and of its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def versions() -> dict[str, str | None]:
    """Installed version of every distribution that some method needs; None where it is missing."""
    found: dict[str, str | None] = {}
    for name in {name for method in METHODS.values() for name in method.needs}:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    return found


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    if sys.argv[1:] == ["--versions"]:
        print(json.dumps(versions()))
    else:
        main(sys.argv[1], Path(sys.argv[2]))
