"""Background runs: each one a folder and a child process; what the HTTP service starts, watches and stops."""

from api.runs.request import RunRequest
from api.runs.runner import LocalRunner
from api.runs.status import ENDED, RunState, RunStatus
from api.runs.store import RunStore

__all__ = ["ENDED", "LocalRunner", "RunRequest", "RunState", "RunStatus", "RunStore"]
