"""Routes: is the service there, and which problems it tells of."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.documents import Health, ProblemType
from api.http.problems import CODES, answers
from api.http.services import Here, Reader
from quarterhour.version import __version__

router = APIRouter(prefix="/v1", tags=["service"])


@router.get("/health", responses=answers())
def health(here: Here) -> Health:
    """Answers when the service can."""
    return Health(version=__version__, slots=here.configuration.slots)


@router.get("/problem-types", responses=answers())
def problem_types(words: Reader) -> list[ProblemType]:
    """Every kind of problem that answers may tell of."""
    return [ProblemType(code=code, status=status, title=words(f"{code}.title")) for code, status in CODES.items()]
