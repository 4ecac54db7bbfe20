"""Who may see what: keys with roles, where the service has any. People by name are for HR alone.

A key is sent as `Authorization: Bearer KEY`; the service knows its SHA-256 only. `hr` may do everything; `planner`
everything that names nobody: no rosters, reports, comparisons and tables with a row a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from api.http.problems import ProblemError

HR, PLANNER = "hr", "planner"
ROLES = (HR, PLANNER)
OPEN = ("/v1/health",)
"""Answered without a key."""
BEARER = "Bearer "


class KeysError(ValueError):
    """A file of keys has a line that is no role and SHA-256; the text is `file:line`."""


def read_keys(path: Path) -> dict[str, str]:
    """Role by digest, of a file with a role and the SHA-256 of a key a line.

    Raises
    ------
    KeysError
        At the first line that is neither blank, a comment nor such a pair.
    """
    keys: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        role, _, digest = line.strip().partition(" ")
        if role not in ROLES or len(digest.strip()) != hashlib.sha256().digest_size * 2:
            raise KeysError(f"{path.name}:{number}")
        keys[digest.strip().lower()] = role
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
