"""Where the peers live: their own interpreter, since what they pin does not go together with ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from benchmarks.forecast.peer_methods.registry import METHODS, NAIVE

SCRIPT = Path(__file__).with_name("peer_methods") / "run.py"
BUILT = Path(__file__).resolve().parents[2] / ".peers" / "venv" / "bin" / "python"
"""Where `make peers` builds the peers' environment."""


def interpreter() -> Path | None:
    """The peers' interpreter: named by QUARTERHOUR_PEERS, else built by `make peers`; None where there is none."""
    named = os.environ.get("QUARTERHOUR_PEERS")
    if named:
        path = Path(named)
        path = path / "bin" / "python" if path.is_dir() else path
        if not path.exists():
            raise FileNotFoundError(f"no {path}, which QUARTERHOUR_PEERS names.\nMaybe run `make peers`.")
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


@cache
def versions(at: Path) -> dict[str, str | None]:
    """Installed version of every distribution that some method needs, in the interpreter `at`."""
    said = subprocess.run([at, SCRIPT, "--versions"], capture_output=True, text=True, check=True)  # noqa: S603 - our script
    found: dict[str, str | None] = json.loads(said.stdout)
    return found
