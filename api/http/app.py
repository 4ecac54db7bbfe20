"""The application: routes, error documents, limits, background runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api.http import (
    comparisons,
    decisions,
    guard,
    health,
    index,
    networks,
    problems,
    results,
    rosters,
    runs,
    scenarios,
)
from api.http.body_limit import BodyLimit
from api.http.comparison_store import ComparisonStore
from api.http.configuration import Configuration
from api.http.network_store import NetworkStore
from api.http.services import Services
from api.runs import LocalRunner
from quarterhour.version import __version__


def create_app(configuration: Configuration) -> FastAPI:
    """A service over one data root; its runs begin to work with its lifespan."""
    services = Services(
        configuration,
        NetworkStore(configuration.root),
        ComparisonStore(configuration.root / "comparisons"),
        LocalRunner(configuration.root, configuration.slots, cache_bytes=configuration.cache_bytes),
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        services.runner.start()
        yield
        services.runner.close()

    app = FastAPI(
        title="Quarterhour",
        version=__version__,
        summary="Plans service networks: demand, people, shifts, shared staff, rosters and service points.",
        openapi_url="/v1/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        form_limits={"max_fields": 8, "max_files": 1},
        lifespan=lifespan,
    )
    app.state.services = services
    problems.install(app)
    app.add_middleware(BodyLimit, most=configuration.largest_upload)
    guard.install(app, configuration.keys)
    for part in (index, health, scenarios, networks, decisions, runs, results, rosters, comparisons):
        app.include_router(part.router)
    return app
