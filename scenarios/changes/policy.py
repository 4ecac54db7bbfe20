"""Policy and money: the network's settings, and what may be spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from quarterhour.messages import Message
from scenarios.changes.change import ChangeModel, Unfit, idle
from scenarios.changes.terms import PolicySettings
from scenarios.network.model import Network
from scenarios.network.schema import LISTS
from scenarios.premises import Premises


class Policy(ChangeModel):
    """Planning settings that planners may change: targets, shares, prices, times, within the schema's bounds."""

    change: Literal["policy"] = "policy"
    settings: PolicySettings = Field(description="Settings by key")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """No setting at all, or shares that exceed 1 together."""
        given = self.settings.given()
        if not given:
            return [Unfit("settings", "", Message("change.nothing_given", {"keys": "settings"}))]
        old = premises.network.settings
        away = given.get("digital_share", old.digital_share) + given.get("lost_share", old.lost_share)
        return [Unfit("settings", str(away), Message("change.shares_exceed", {"share": away}))] if away > 1 else []

    def apply(self, premises: Premises) -> Premises:
        """The premises with these settings."""
        given = {
            key: LISTS.join(value) if isinstance(value, (tuple, list)) else value
            for key, value in self.settings.given().items()
        }
        return replace(premises, network=premises.network.with_settings(**given))


def leaving_out(network: Network, rules: Sequence[str]) -> Policy:
    """The policy that leaves out these roster rules, beside those that the network leaves out already."""
    off = dict.fromkeys((*network.settings.rules_off, *rules))
    return Policy(settings=PolicySettings.model_validate({"rules_off": tuple(off)}))


class Budget(ChangeModel):
    """The one-off money that may be spent on the network of service points."""

    change: Literal["budget"] = "budget"
    money: Annotated[float, Field(ge=0)] | None = Field(None, description="Money, in the network's currency")
    factor: Annotated[float, Field(ge=0, le=100)] | None = Field(None, description="Or the budget times a factor")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """A factor on a budget without limit."""
        wrong = idle(self, "money", "factor")
        if self.money is None and self.factor is not None and premises.network.settings.budget is None:
            wrong.append(Unfit("factor", str(self.factor), Message("change.no_budget")))
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with another budget."""
        network = premises.network
        money = self.money if self.money is not None else (network.settings.budget or 0.0) * (self.factor or 0.0)
        return replace(premises, network=network.with_settings(budget=money))
