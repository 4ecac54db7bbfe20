"""Problems of input files as plain data, for HTTP and for stored runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scenarios.changes import ChangeProblemsError
from scenarios.network.problems import NetworkProblemsError, Problem


def problem_rows(problems: Sequence[Problem], language: str) -> list[dict[str, Any]]:
    """file, row, column, value, code, message, fix of each problem."""
    return [
        {
            "file": problem.file,
            "row": problem.row,
            "column": problem.column,
            "value": problem.value,
            "code": problem.code,
            "message": problem.message.text(language),
            "fix": problem.fix.text(language),
        }
        for problem in problems
    ]


def input_problems(error: Exception) -> Sequence[Problem]:
    """The problems that an exception carries; none for what is no fault of the input."""
    return error.problems if isinstance(error, (NetworkProblemsError, ChangeProblemsError)) else ()
