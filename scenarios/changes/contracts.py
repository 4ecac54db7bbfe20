"""Contracts: working-time rules, and pay."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quarterhour.messages import Message
from scenarios.changes.change import ChangeModel, Unfit, lacking, missing
from scenarios.changes.terms import ContractTerms
from scenarios.premises import Premises


class _Contracts(ChangeModel):
    contracts: tuple[str, ...] | None = Field(None, description="Contracts by identifier; left out: all")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Contracts that are not there."""
        if self.contracts is None:
            return lacking(premises.network, "contracts", "contracts")
        return missing(premises.network, "contracts", "contract", "contracts", self.contracts)


class ChangeContract(_Contracts):
    """Other terms of contracts: hours a day, week and month, rest, weekends off, pay, for all who have them."""

    change: Literal["change_contract"] = "change_contract"
    terms: ContractTerms = Field(description="Terms by key")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Contracts that are not there, or no term at all."""
        wrong = super().unknown(premises)
        if not self.terms.given():
            wrong.append(Unfit("terms", "", Message("change.nothing_given", {"keys": "terms"})))
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with these terms."""
        table = premises.network.table("contracts").copy()
        meant = table["contract"].isin(table["contract"] if self.contracts is None else self.contracts)
        for term, value in self.terms.given().items():
            table.loc[meant, term] = value
        return premises.with_tables(contracts=table)


class Pay(_Contracts):
    """Pay of an hour times a factor."""

    change: Literal["pay"] = "pay"
    factor: Annotated[float, Field(ge=0, le=20, description="1.05 is 5% more")]

    def apply(self, premises: Premises) -> Premises:
        """The premises with dearer or cheaper hours."""
        table = premises.network.table("contracts")
        meant = table["contract"].isin(table["contract"] if self.contracts is None else self.contracts)
        rate = table["hourly_rate"].where(~meant, table["hourly_rate"] * self.factor)
        return premises.with_tables(contracts=table.assign(hourly_rate=rate))
