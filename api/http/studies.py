"""What a study of sites may be asked over HTTP, and what is wrong with a question before it is queued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from quarterhour.messages import Message

if TYPE_CHECKING:
    from scenarios.network import Network
    from scenarios.network.problems import Problem


class CoverageStudy(BaseModel):
    """As `quarterhour coverage`."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["coverage"]


class PlaceStudy(BaseModel):
    """As `quarterhour place`: the model, and the figures that it takes."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["place"]
    model: Literal["most", "cover", "partial", "backup", "median", "centre", "rooms"] = "most"
    points: Annotated[int | None, Field(ge=0, le=100_000)] = None
    share: Annotated[float | None, Field(ge=0, le=1)] = None
    budget: Annotated[float | None, Field(ge=0)] = None
    minutes: Annotated[float | None, Field(ge=1, le=240)] = None
    tiers: Annotated[bool, Field(description="Whether key places must have their equipment near by.")] = False
    curve: bool = False


class ConsolidateStudy(BaseModel):
    """As `quarterhour consolidate`."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["consolidate"]
    as_of: Annotated[str | None, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="Such as 2026-06.")] = None
    threshold: Annotated[float | None, Field(ge=0)] = None
    others: Annotated[int, Field(ge=0, le=50)] = 5


class ExplainStudy(BaseModel):
    """As `quarterhour roster explain`: why the roster of an ended run is as it is. Its answer names people."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["explain"]
    run: Annotated[str, Field(max_length=40)]
    hole: Annotated[str | None, Field(max_length=200)] = None
    person: Annotated[str | None, Field(max_length=200)] = None
    day: Annotated[str | None, Field(max_length=40)] = None
    wish: Literal["off", "work", "early", "late"] | None = None
    outlets: Annotated[list[str], Field(max_length=1000)] = []
    most: Annotated[int, Field(ge=0, le=50)] = 3
    work: Annotated[float, Field(ge=0.01, le=60)] = 4.0


EXPLAIN = "explain"
Study = Annotated[CoverageStudy | PlaceStudy | ConsolidateStudy | ExplainStudy, Field(discriminator="kind")]
QUESTIONS: Mapping[str, str] = {"coverage": "coverage", "place": "coverage", "consolidate": "consolidation"}
"""What a network must be able to answer, by kind of study."""


def unfit(asked: Mapping[str, Any], source: Path) -> list[Problem]:
    """Everything that keeps a network from answering a study."""
    from scenarios.network import missing_for, read_network

    network = read_network(source)
    lacking = missing_for(network, QUESTIONS[asked["kind"]])
    if lacking:
        message = Message("http.study_lacks", {"tables": ", ".join(lacking)})
        return [_problem("study.kind", asked["kind"], message)]
    return list(_of_question(asked, network))


def _of_question(asked: Mapping[str, Any], network: Network) -> Iterator[Problem]:
    from api.studying import month_of, question_of
    from scenarios.consolidating import MonthUnknownError, until
    from scenarios.placing import QuestionError

    if asked["kind"] == "place":
        try:
            question_of(asked).checked(network.settings.budget, network.settings.coverage_floor)
        except QuestionError as error:
            for message in error.messages:
                yield _problem("study", asked["model"], message)
    elif asked["kind"] == "consolidate":
        try:
            until(network, month_of(asked))
        except MonthUnknownError as error:
            values = {"month": asked["as_of"], "first": error.first, "last": error.last}
            message = Message("consolidate.month_unknown", values)
            yield _problem("study.as_of", asked["as_of"], message)


def _problem(column: str, value: str, message: Message) -> Problem:
    from scenarios.network.problems import Problem

    return Problem("", None, column, value, message, Message(f"{message.code}.fix", message.values))
