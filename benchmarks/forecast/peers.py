"""Peers on the same windows: each method in its own process, in the interpreter where its packages are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.forecast import results
from benchmarks.forecast.environment import SCRIPT, interpreter, versions
from benchmarks.forecast.exchange import read_answers, write_limits, write_windows
from benchmarks.forecast.peer_methods.registry import METHODS, NAIVE
from benchmarks.forecast.results import Kept
from benchmarks.forecast.task import Answer, Task, Window

CAP = 60.0
"""CPU seconds that a method may take for one window."""


@dataclass(frozen=True)
class Peer:
    """A method's answers on a set: to all windows, or to those that its budget allowed."""

    name: str
    answers: list[Answer]
    seconds: float
    fallbacks: int = 0
    gaps: int = 0
    note: str = ""


@dataclass(frozen=True)
class Terms:
    """Under which terms peers are run.

    Attributes
    ----------
    methods
        Names of the methods wanted.
    budget
        CPU seconds of one method on one set.
    fresh
        Whether kept results are made again.
    """

    methods: tuple[str, ...]
    budget: float
    fresh: bool = False
    seed: int = 0
    root: Path = results.ROOT


def run_peers(task: Task, windows: list[Window], terms: Terms) -> Iterator[Peer]:
    """Every method's answers, from disk where the same windows were answered before."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        digest = write_windows(folder, task, windows, terms.seed)
        for name in terms.methods:
            kept = _result(folder, task.name, name, digest, terms)
            rows = [] if kept.rows is None else read_answers(kept.rows, task, windows, terms.seed)
            yield Peer(name, rows, kept.seconds, kept.fallbacks, kept.gaps, kept.note)


def _result(folder: Path, name: str, method: str, digest: str, terms: Terms) -> Kept:
    """The kept result, unless a larger budget could answer more of it."""
    at = Path(sys.executable) if method in NAIVE else interpreter()
    if at is None:
        return Kept(None, 0.0, terms.budget, note="no environment")
    found = {need: versions(at)[need] for need in METHODS[method].needs}
    missing = [need for need, version in found.items() if version is None]
    if missing:
        return Kept(None, 0.0, terms.budget, note=f"not installed: {', '.join(missing)}")
    known = {need: version for need, version in found.items() if version}
    key = results.key_of(digest, METHODS[method].module, METHODS[method].argument, known)
    kept = None if terms.fresh else results.load(terms.root, name, method, key)
    if kept is not None and (kept.seconds < kept.budget or kept.budget >= terms.budget):
        return kept
    made = start(at, method, folder, terms.budget)
    if made.rows is not None or made.seconds:  # what failed at once may be mended
        results.save(terms.root, name, method, key, made)
    return made


def start(at: Path, method: str, folder: Path, budget: float, cap: float = CAP, script: Path = SCRIPT) -> Kept:
    """Run one method on the windows in `folder`, in the interpreter `at`."""
    write_limits(folder, budget, cap)
    for old in ("answers.parquet", "done.json"):
        (folder / old).unlink(missing_ok=True)
    threads = {f"{kind}_NUM_THREADS": "1" for kind in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
    quiet = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | threads
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            [at, script, method, folder],
            env=quiet,
            capture_output=True,
            text=True,
            timeout=4 * budget + 600,  # others may use the processor too
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Kept(None, budget, budget, note="stopped: no end in sight")
    if not (folder / "done.json").exists():
        if done.returncode == -signal.SIGPROF:
            return Kept(None, cap, budget, note=f"over {cap:g} CPU s for one window")
        last = done.stderr.strip().splitlines()[-1:]
        return Kept(None, 0.0, budget, note=last[0] if last else f"ended with {done.returncode}")
    said = json.loads((folder / "done.json").read_text())
    rows = pd.read_parquet(folder / "answers.parquet")
    failing = 2 * said["fallbacks"] > rows["window"].nunique()
    note = f"failed: {done.stderr.strip().splitlines()[0]}" if failing else ""
    return Kept(None if failing else rows, budget=budget, note=note, **said)
