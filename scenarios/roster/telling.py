"""Problems of roster files while they are collected: file, row, column, value, and what may fix each."""

from __future__ import annotations

from quarterhour.messages import Message
from scenarios.network.findings import Findings
from scenarios.network.problems import NetworkProblemsError, Problem


def add(
    findings: Findings, code: str, file: str, row: int | None, column: str, value: object, **values: object
) -> None:
    """One problem; its fix has the code with `.fix`."""
    told = {"value": value, **values}
    problem = Problem(file, row, column, str(value), Message(code, told), Message(f"{code}.fix", told))
    findings.extend([problem])


def stop(findings: Findings) -> None:
    """Go no further with what is wrong.

    Raises
    ------
    NetworkProblemsError
        When anything was found, with all of it.
    """
    if findings.problems:
        raise NetworkProblemsError(findings.problems)
