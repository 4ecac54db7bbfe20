"""What every kind of change is: plain data, what of it the network lacks, and premises in, premises out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from quarterhour.messages import Message
from scenarios.network.model import Network
from scenarios.premises import Premises

SHOWN = 8
"""Names that are listed where one is unknown."""


@dataclass(frozen=True)
class Unfit:
    """Something that a change asks for and that can not be.

    Attributes
    ----------
    key, value
        Where in the change, and what stands there.
    message
        Why; what may fix it has the message's code with `.fix`.
    """

    key: str
    value: str
    message: Message

    @property
    def fix(self) -> Message:
        """What may fix it."""
        return Message(f"{self.message.code}.fix", self.message.values)


class ChangeModel(BaseModel):
    """A change: immutable, and nothing in it that the program does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    skip_if_unknown: bool | None = Field(
        None, description="true: leave this change out, with a note, where the network lacks what it names"
    )

    def unknown(self, premises: Premises) -> list[Unfit]:
        """What the change names and the network does not have, and what can not be."""
        return []

    @abstractmethod
    def apply(self, premises: Premises) -> Premises:
        """The premises with this change; those given stay as they are."""


def missing(network: Network, table: str, column: str, key: str, named: Iterable[str] | None) -> list[Unfit]:
    """Names that a column of a table does not have; all of them where the table is not there."""
    asked = list(named or ())
    if asked and not network.has(table):
        return lacking(network, table, key, ", ".join(asked))
    there = set(network.table(table)[column]) if asked else set()
    known = ", ".join(sorted(there)[:SHOWN])
    return [
        Unfit(key, name, Message("change.unknown_name", {"name": name, "table": table, "known": known}))
        for name in asked
        if name not in there
    ]


def lacking(network: Network, table: str, key: str = "", value: str = "") -> list[Unfit]:
    """One entry where the network does not have a table that is needed."""
    return [] if network.has(table) else [Unfit(key, value, Message("change.lacks_table", {"table": table}))]


def taken(network: Network, table: str, column: str, key: str, name: str) -> list[Unfit]:
    """One entry where a new name is there already."""
    if name not in set(network.table(table)[column]):
        return []
    return [Unfit(key, name, Message("change.already_there", {"name": name, "table": table}))]


def idle(change: ChangeModel, *keys: str) -> list[Unfit]:
    """One entry where none of the values is given that say what changes."""
    if any(getattr(change, key) is not None for key in keys):
        return []
    return [Unfit(keys[0], "", Message("change.nothing_given", {"keys": ", ".join(keys)}))]
