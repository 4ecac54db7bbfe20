"""What may be asked of a roster over HTTP: the options of the commands, with bounds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=200)]
Moment = Annotated[str, Field(max_length=20, description="2026-09-22, or with a time: 2026-09-22 12:00.")]
Names = Annotated[list[Name], Field(max_length=200)]


class Question(BaseModel):
    """What all questions share."""

    model_config = ConfigDict(extra="forbid")

    without: Annotated[Names, Field(description="Rules left out, as `--without`.")] = []


class Timed(Question):
    """A question that has a now."""

    now: Annotated[Moment | None, Field(description="From when on anything may change; the clock's time.")] = None


class RepairQuestion(Timed):
    """As `quarterhour roster repair`."""

    absent: Names = []
    begin: Annotated[Moment | None, Field(alias="from")] = None
    end: Annotated[Moment | None, Field(alias="to")] = None
    kind: Literal["sick", "leave", "training", "unpaid"] = "sick"
    remove: Names = []
    more: Names = []
    move: Name | None = None
    loans: Annotated[bool, Field(description="Whether people of other outlets may come.")] = True


class ReplaceQuestion(Question):
    """As `quarterhour roster replace`: a duty with an open place, or what somebody has on a day."""

    duty: Name | None = None
    employee: Name | None = None
    day: Moment | None = None


class SwapQuestion(Timed):
    """As `quarterhour roster swap`."""

    one: Name
    other: Name
    days: Annotated[list[Moment], Field(min_length=1, max_length=62)]


class LeaveQuestion(Timed):
    """As `quarterhour roster leave`."""

    employee: Name
    first: Annotated[Moment, Field(alias="from")]
    last: Annotated[Moment, Field(alias="to")]
