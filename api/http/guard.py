"""Keeps foreign web pages out: a service on loopback is reachable by every page that the user's browser opens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from api.http.configuration import is_loopback
from api.http.problems import CODES, respond, words_for
from api.http.roles import OPEN, role_of


def install(app: FastAPI, keys: Mapping[str, str]) -> None:
    """Refuse requests for other host names (DNS rebinding), of other sites' pages, and without a key."""

    @app.middleware("http")
    async def guard(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        if not is_loopback(request.url.hostname or ""):
            return _refuse(request, "http.foreign_host")
        origin = request.headers.get("origin")
        if origin is not None and not _same(origin, request):
            return _refuse(request, "http.foreign_origin")
        request.state.role = role_of(request, keys)
        if not request.state.role and request.url.path not in OPEN:
            return _refuse(request, "http.no_key")
        response = await proceed(request)
        response.headers["x-content-type-options"] = "nosniff"
        response.headers["cache-control"] = "no-store"
        return response


def _same(origin: str, request: Request) -> bool:
    parts = urlsplit(origin)
    return parts.scheme == request.url.scheme and parts.netloc == request.url.netloc


def _refuse(request: Request, code: str) -> JSONResponse:
    words = words_for(request)
    return respond(request, code, CODES[code], words(f"{code}.title"), words(code))
