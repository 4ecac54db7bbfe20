"""Who may see what: keys with roles, where the service has any. People by name are for HR alone.

A key is sent as `Authorization: Bearer KEY`; the service knows its SHA-256 only. `hr` may do everything; `planner`
everything that names nobody: no rosters, reports, comparisons and tables with a row a person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from api.http.problems import ProblemError

HR, PLANNER = "hr", "planner"
ROLES = (HR, PLANNER)
OPEN = ("/v1/health",)
"""Answered without a key."""
BEARER = "Bearer "
SHA256 = re.compile("[0-9a-fA-F]{64}")


class KeysError(ValueError):
    """A file of keys has lines that are no role and SHA-256, or none that are.

    Attributes
    ----------
    places
        `file:line` of every such line, or the file alone where no key is in it.
    """

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(", ".join(places))
        self.places = tuple(places)


def read_keys(path: Path) -> dict[str, str]:
    """Role by digest, of a file with a role and the SHA-256 of a key a line.

    Raises
    ------
    KeysError
        With every line that is neither blank, a comment nor such a pair; also where there is no key at all, as a
        service without keys is open to everybody.
    """
    keys: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        role, _, digest = (part.strip() for part in line.strip().partition(" "))
        if role in ROLES and SHA256.fullmatch(digest):
            keys[digest.lower()] = role
        else:
            wrong.append(f"{path.name}:{number}")
    if wrong or not keys:
        raise KeysError(wrong or [path.name])
    return keys


def role_of(request: Request, keys: Mapping[str, str]) -> str:
    """The role that a request has; "" where its key is not known. Without any keys everybody is HR."""
    if not keys:
        return HR
    sent = request.headers.get("authorization", "")
    key = sent.removeprefix(BEARER) if sent.startswith(BEARER) else ""
    return keys.get(hashlib.sha256(key.encode()).hexdigest(), "")


def sees_people(request: Request) -> bool:
    """Whether the role may see people by name."""
    return bool(request.state.role == HR)


def hr_only(request: Request) -> None:
    """Refuse whoever may not see people by name."""
    if not sees_people(request):
        raise ProblemError("http.not_your_role")


SeesPeople = Annotated[bool, Depends(sees_people)]
FOR_HR = Depends(hr_only)
"""A dependency of routes that name people."""
