"""What the routes work with, handed to them by the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from api.http.comparison_store import ComparisonStore
from api.http.configuration import Configuration
from api.http.network_store import NetworkStore
from api.http.problems import words_for
from api.runs import LocalRunner
from api.words import Words


@dataclass(frozen=True)
class Services:
    """Configuration, networks, comparisons and runs of one service."""

    configuration: Configuration
    networks: NetworkStore
    comparisons: ComparisonStore
    runner: LocalRunner


def services_of(request: Request) -> Services:
    """The services of the application that a request came to."""
    return cast("Services", request.app.state.services)


Here = Annotated[Services, Depends(services_of)]
Reader = Annotated[Words, Depends(words_for)]
