"""The form of an entry in the record of decisions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int = Field(ge=1)
    name: Text
    by: Text
    at: Any
    why: Text


class Promotion(_Entry):
    """A scenario that became part of the base."""

    decision: Literal["promote"]
    digest: str = Field(pattern="[0-9a-f]{64}")
    changes: list[Any] = Field(min_length=1)


class Withdrawal(_Entry):
    """A promotion that was taken back."""

    decision: Literal["withdraw"]
    withdraws: int = Field(ge=1)


ENTRY: TypeAdapter[Promotion | Withdrawal] = TypeAdapter(
    Annotated[Promotion | Withdrawal, Field(discriminator="decision")]
)
