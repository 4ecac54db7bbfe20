"""What requests and answers look like."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.http.problems import ErrorItem
from api.http.studies import Study
from api.runs import RunState


class Health(BaseModel):
    """The service is there."""

    status: Literal["ok"] = "ok"
    version: str
    slots: int


class ProblemType(BaseModel):
    """One kind of problem."""

    code: str
    status: int
    title: str


class NetworkSummary(BaseModel):
    """A network by its identifier."""

    id: str


class NetworkDocument(NetworkSummary):
    """A network with its tables and what can be asked of it."""

    name: str
    timezone: str
    grain: int
    currency: str
    language: str
    tables: Annotated[dict[str, int], Field(description="Rows by table.")]
    questions: Annotated[list[str], Field(description="What its tables can answer.")]
    missing: Annotated[dict[str, list[str]], Field(description="Tables that the other questions lack.")]


class RunOptions(BaseModel):
    """How hard to work; workers and seed are part of what makes a plan repeatable."""

    model_config = ConfigDict(extra="forbid")

    seed: Annotated[int | None, Field(ge=0, lt=2**31)] = None
    processes: Annotated[int, Field(ge=1, le=64)] = 1
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    replications: Annotated[int, Field(ge=2, le=10000)] = 30
    rounds: Annotated[
        int, Field(ge=1, le=3, description="Of staff plan, roster and rehearsal; the best is kept.")
    ] = 1
    seconds: Annotated[float | None, Field(gt=0, le=86400, description="Wall-clock limit of one part.")] = None


class NewRun(BaseModel):
    """A run to start: a network under a scenario of the library, under changes of its own, or under both."""

    model_config = ConfigDict(extra="forbid")

    network: str
    name: Annotated[
        str | None, Field(min_length=1, max_length=80, description="The scenario's, or base, where left out.")
    ] = None
    scenario: Annotated[
        str | None, Field(max_length=80, description="Name in the library; its changes come first.")
    ] = None
    changes: Annotated[list[dict[str, Any]], Field(max_length=200, description="As in scenario files.")] = []
    study: Annotated[Study | None, Field(description="A study of sites in place of a plan.")] = None
    full: Annotated[bool, Field(description="Plan all staff again, also where nothing touches it.")] = False
    language: Literal["en", "zh_Hans"] = "en"
    options: RunOptions = RunOptions()


class ScenarioDocument(BaseModel):
    """A scenario of the library."""

    name: str
    description: Annotated[dict[str, str], Field(description="What it is about, by language.")]
    changes: list[dict[str, Any]]


class NewComparison(BaseModel):
    """Runs whose plans are to be held side by side."""

    model_config = ConfigDict(extra="forbid")

    runs: Annotated[list[str], Field(min_length=2, max_length=20, description="The first is the base.")]
    targets: Annotated[
        list[Annotated[str, Field(max_length=200)]],
        Field(max_length=50, description="Such as wait_minutes<=5; all promises kept where none is given."),
    ] = []
    language: Literal["en", "zh_Hans"] = "en"


class ComparisonDocument(BaseModel):
    """Plans side by side, and where page and workbook are."""

    id: str
    runs: list[str]
    targets: list[str]
    language: str
    comparison: Annotated[dict[str, Any], Field(description="Names of the plans, and rows by table.")]
    links: dict[str, str]


class NewDecision(BaseModel):
    """A scenario to make part of a network's base, or a decision to take back."""

    model_config = ConfigDict(extra="forbid")

    by: Annotated[str, Field(min_length=1, max_length=200, description="Who decides.")]
    why: Annotated[str, Field(min_length=1, max_length=2000)]
    name: Annotated[str, Field(min_length=1, max_length=80, description="Of the scenario.")] = "scenario"
    changes: Annotated[list[dict[str, Any]], Field(max_length=200, description="As in scenario files.")] = []
    withdraws: Annotated[int | None, Field(ge=1, description="Number of the decision to take back.")] = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        """Either changes or the number of a decision."""
        if bool(self.changes) == (self.withdraws is not None):
            raise ValueError("give either changes or withdraws")
        return self


class DecisionDocument(BaseModel):
    """One entry of a network's record of decisions."""

    number: int
    name: str
    state: Literal["standing", "withdrawn", "withdraws"]
    by: str
    at: str
    why: str
    digest: Annotated[str, Field(description="SHA-256 of the scenario as it was given.")]
    withdraws: int | None
    changes: list[dict[str, Any]]


class RunDocument(BaseModel):
    """How far a run is, and where its results are."""

    id: str
    network: str
    name: str
    state: RunState
    stopping: Annotated[bool, Field(description="Asked to stop, still keeping its best.")]
    stages: Annotated[dict[str, float], Field(description="Share done of every stage that began.")]
    created: str
    started: str
    finished: str
    seconds: float | None
    error: Annotated[str, Field(description="Key of what went wrong.")]
    detail: str
    errors: list[ErrorItem]
    links: Annotated[dict[str, str], Field(description="Results that are there.")]


class TableList(BaseModel):
    """The tables of a result."""

    tables: list[str]
