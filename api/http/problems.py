"""Errors as RFC 9457 problem documents, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.refusal import RefusedError
from api.words import Words
from quarterhour import messages

MEDIA_TYPE = "application/problem+json"
TYPES = "/v1/problem-types"
CODES: Mapping[str, int] = {
    "http.unknown_network": 404,
    "http.unknown_run": 404,
    "http.unknown_table": 404,
    "http.unknown_comparison": 404,
    "http.no_such_result": 404,
    "http.not_finished": 409,
    "http.network_exists": 409,
    "http.not_an_upload": 422,
    "http.unsafe_upload": 422,
    "http.input_problems": 422,
    "http.bad_request": 422,
    "http.too_large": 413,
    "http.refused": 422,
    "http.no_roster": 404,
    "http.no_key": 401,
    "http.not_your_role": 403,
    "http.foreign_origin": 403,
    "http.foreign_host": 400,
}
"""Every kind of problem that this service itself tells of, with its status."""


class ErrorItem(BaseModel):
    """One thing that is wrong with what was sent."""

    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    code: str
    message: str
    fix: str = ""


class ProblemDocument(BaseModel):
    """RFC 9457: what went wrong."""

    type: str = Field(description="Which kind of problem; listed by /v1/problem-types.")
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    code: str = Field(description="The kind of problem as a key.")
    errors: list[ErrorItem] = []


class ProblemError(Exception):
    """A request that can not be served; the code says which kind of problem it is."""

    def __init__(self, code: str, errors: Sequence[Mapping[str, Any]] = (), **values: object) -> None:
        super().__init__(code)
        self.code, self.errors, self.values = code, tuple(errors), values


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route documents besides its success: problem documents of these statuses."""
    schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)  # the errors' schema stands among the document's components
    content = {MEDIA_TYPE: {"schema": schema}}
    every = sorted({400, 403, 422, *statuses})
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in every}


def words_for(request: Request) -> Words:
    """Chinese where the reader prefers it, else English."""
    preferred = request.headers.get("accept-language", "").split(",")[0]
    return Words(messages.normalise(preferred.strip()))


def respond(
    request: Request, code: str, status: int, title: str, detail: str, errors: Sequence[Mapping[str, Any]] = ()
) -> JSONResponse:
    """A problem document."""
    document = ProblemDocument(
        type=f"{TYPES}#{code}",
        title=title,
        status=status,
        detail=detail,
        instance=request.url.path,
        code=code,
        errors=[ErrorItem(**error) for error in errors],
    )
    return JSONResponse(document.model_dump(), status, media_type=MEDIA_TYPE)


def refusal_rows(error: RefusedError) -> list[dict[str, str]]:
    """What is wrong with a question, a row a line."""
    return [{"code": "http.refused", "message": line} for line in str(error).splitlines()]


def too_large(request: Request) -> JSONResponse:
    """The answer to a request with too many bytes."""
    words = words_for(request)
    return respond(request, "http.too_large", 413, words("http.too_large.title"), words("http.too_large"))


def install(app: FastAPI) -> None:
    """Answer every error with a problem document."""

    @app.exception_handler(ProblemError)
    async def own(request: Request, error: ProblemError) -> JSONResponse:
        words = words_for(request)
        title = words(f"{error.code}.title")
        return respond(
            request, error.code, CODES[error.code], title, words(error.code, **error.values), error.errors
        )

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> JSONResponse:
        words, rows = words_for(request), refusal_rows(error)
        title = words("http.refused.title")
        return respond(request, "http.refused", 422, title, words("http.refused", count=len(rows)), rows)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        words = words_for(request)
        found = [
            {
                "column": ".".join(str(part) for part in issue["loc"]),
                "value": str(issue.get("input", ""))[:80],
                "code": str(issue["type"]),
                "message": str(issue["msg"]),
            }
            for issue in error.errors()
        ]
        title = words("http.bad_request.title")
        return respond(request, "http.bad_request", 422, title, words("http.bad_request", count=len(found)), found)

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return too_large(request)
        title = HTTPStatus(error.status_code).phrase
        return respond(request, "about:blank", error.status_code, title, str(error.detail))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        return respond(request, "about:blank", 500, HTTPStatus(500).phrase, words_for(request)("http.unexpected"))
