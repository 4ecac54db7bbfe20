"""People by interval with pyworkforce: `python pyworkforce_erlang.py FOLDER`.

Reads `question.json` (rates, grain, handling, minutes, share), prints {"version", "people"}: nobody where nobody
comes.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path

from pyworkforce.queuing import ErlangC


def people(rate: float, asked: dict) -> int:
    """Positions of one interval, without shrinkage."""
    if rate <= 0:
        return 0
    line = ErlangC(transactions=rate, aht=asked["handling"], asa=asked["minutes"], interval=asked["grain"])
    return int(line.required_positions(service_level=asked["share"])["raw_positions"])


if __name__ == "__main__":
    asked = json.loads((Path(sys.argv[1]) / "question.json").read_text())
    found = [people(rate, asked) for rate in asked["rates"]]
    print(json.dumps({"version": version("pyworkforce"), "people": found}))
