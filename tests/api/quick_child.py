"""A child process that plans nothing: it does what the name of its run says."""

import sys
import time
from pathlib import Path

from api.runs.child import main
from api.runs.request import RunRequest
from quarterhour.progress import Progress


def work(request: RunRequest, folder: Path, root: Path, progress: Progress) -> None:
    """quick: a result at once; patient: works until it is stopped; deaf: never ends; broken: fails."""
    progress.report("staff", 0.5)
    end = time.monotonic() + 60
    while request.name == "deaf" or (request.name == "patient" and not progress.stopped):
        time.sleep(0.02)
        assert time.monotonic() < end, "nobody stopped it"
    if request.name == "broken":
        raise RuntimeError("broken")
    (folder / "result").mkdir()
    progress.report("staff", 1.0)


if __name__ == "__main__":
    main(sys.argv[1:], work)
