"""Forms made from the schema table: which settings and contract terms a change may set, with their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from scenarios.network.schema import Column, contract_terms, schema

FIXED = (
    "name",
    "timezone",
    "country",
    "subdivision",
    "grain",
    "day_cut",
    "currency",
    "language",
    "plan_start",
    "plan_weeks",
    "seed",
    "budget",
)
"""Settings that say what the network is and which days are planned: plans that differ in them can not be compared.
The budget has a change of its own."""


class Terms(BaseModel):
    """Values by key; what is left out stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def given(self) -> dict[str, Any]:
        """What is given, by key."""
        return self.model_dump(exclude_none=True)


def _field(column: Column) -> Any:
    """An optional field with the column's type and limits."""
    choices: Any = Literal.__getitem__(column.choices) if column.choices else str
    known: Any = {"number": float, "integer": int, "boolean": bool}.get(column.type, str)
    if column.type == "list":
        known = tuple[choices, ...]
    meaning = f"{column.meaning} ({column.unit})" if column.unit else column.meaning
    return (known | None, Field(None, ge=column.minimum, le=column.maximum, description=meaning))


def _form(name: str, columns: list[Column]) -> type[Terms]:
    fields = {column.name: _field(column) for column in columns}
    return create_model(name, __base__=Terms, __doc__=Terms.__doc__, **fields)


_SETTINGS = [column for name, column in schema()["settings"].columns.items() if name not in FIXED]
_CONTRACT = [schema()["contracts"].columns[name] for name in contract_terms()]
if TYPE_CHECKING:
    PolicySettings = Terms
    ContractTerms = Terms
else:
    PolicySettings = _form("PolicySettings", _SETTINGS)
    ContractTerms = _form("ContractTerms", _CONTRACT)
