"""Peers that answer one question: a script of ours in the peers' own interpreter, files in, JSON out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.forecast.environment import interpreter


def ask(script: Path, folder: Path) -> dict[str, Any] | None:
    """What `script FOLDER` prints in the peers' interpreter; None, and a word to the user, where it cannot run."""
    at = interpreter()
    if at is None:
        print(f"{script.stem} left out: no environment of peers. Maybe run `make peers`.", file=sys.stderr)
        return None
    threads = {f"{kind}_NUM_THREADS": "1" for kind in ("OMP", "OPENBLAS", "MKL")}
    quiet = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | threads
    done = subprocess.run([at, script, folder], env=quiet, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        print(f"{script.stem} left out: {last[0] if last else done.returncode}", file=sys.stderr)
        return None
    return _answer(script, done.stdout)


def _answer(script: Path, printed: str) -> dict[str, Any] | None:
    """The last line that is a JSON object: solvers print their own words before it, licences and logs."""
    for line in reversed(printed.splitlines()):
        try:
            answer = json.loads(line)
        except ValueError:
            continue
        if isinstance(answer, dict):
            return answer
    print(f"{script.stem} left out: it printed no JSON object", file=sys.stderr)
    return None
