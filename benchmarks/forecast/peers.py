"""Peers on the same windows: each method in its own process, in the interpreter where its packages are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.forecast import results
from benchmarks.forecast.exchange import read_answers, write_limits, write_windows
from benchmarks.forecast.peer_methods.registry import METHODS, NAIVE
from benchmarks.forecast.results import Kept
from benchmarks.forecast.task import Answer, Task, Window

SCRIPT = Path(__file__).with_name("peer_methods") / "run.py"
BUILT = Path(__file__).resolve().parents[2] / ".peers" / "venv" / "bin" / "python"
"""Where `make peers` builds the peers' environment."""
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


def interpreter() -> Path | None:
    """The peers' interpreter: named by QUARTERHOUR_PEERS, else built by `make peers`; None where there is none."""
    named = os.environ.get("QUARTERHOUR_PEERS")
    if named:
        path = Path(named)
        path = path / "bin" / "python" if path.is_dir() else path
        if not path.exists():
            raise FileNotFoundError(
                f"QUARTERHOUR_PEERS names {path}, which is not there.\nMaybe run `make peers`."
            )
        return path
    return BUILT if BUILT.exists() else None


def wanted(peers: bool, methods: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the methods to run: the simple ones always, the others where peers were asked for and are there."""
    unknown = set(methods) - set(METHODS)
    if unknown:
        raise ValueError(f"no such method: {sorted(unknown)}.\nMaybe one of {list(METHODS)}.")
    if not peers:
        return NAIVE
    if interpreter() is None:
        print("no environment of peers: only simple methods are run. Maybe run `make peers`.", file=sys.stderr)
        return NAIVE
    return tuple(name for name in METHODS if name in NAIVE or not methods or name in methods)


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
    versions = {need: _versions(at)[need] for need in METHODS[method].needs}
    missing = [need for need, version in versions.items() if version is None]
    if missing:
        return Kept(None, 0.0, terms.budget, note=f"not installed: {', '.join(missing)}")
    known = {need: version for need, version in versions.items() if version}
    key = results.key_of(digest, METHODS[method].module, METHODS[method].argument, known)
    kept = None if terms.fresh else results.load(terms.root, name, method, key)
    if kept is not None and (kept.seconds < kept.budget or kept.budget >= terms.budget):
        return kept
    made = start(at, method, folder, terms.budget)
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
        why = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        over = done.returncode < 0
        return Kept(None, 0.0, budget, note=f"over {cap:.0f} CPU s for one window" if over else why[0])
    said = json.loads((folder / "done.json").read_text())
    rows = pd.read_parquet(folder / "answers.parquet")
    failing = 2 * said["fallbacks"] > rows["window"].nunique()
    note = f"failed: {done.stderr.strip().splitlines()[0]}" if failing else ""
    return Kept(None if failing else rows, budget=budget, note=note, **said)


_SEEN: dict[Path, dict[str, str | None]] = {}


def _versions(at: Path) -> dict[str, str | None]:
    if at not in _SEEN:
        said = subprocess.run([at, SCRIPT, "--versions"], capture_output=True, text=True, check=True)  # noqa: S603
        _SEEN[at] = json.loads(said.stdout)
    return _SEEN[at]
