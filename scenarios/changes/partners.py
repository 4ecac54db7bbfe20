"""The alliance's partners: who lends people, how many, at what price."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from quarterhour.messages import Message
from scenarios.changes.change import ChangeModel, Unfit, idle, lacking, missing
from scenarios.changes.days import Day, on
from scenarios.premises import Premises


class PartnerPick(BaseModel):
    """A partner by its rank."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    largest: Annotated[int, Field(ge=1, le=1000)] = Field(
        description="1 is the partner that offers most people in the plan's days; of equals the first by name"
    )


Partner = str | PartnerPick


def partner_meant(premises: Premises, partner: Partner) -> str | None:
    """The partner's identifier; None where there is none."""
    network = premises.network
    if isinstance(partner, str):
        return partner if partner in set(network.table("partners")["partner"]) else None
    offers = network.table("partner_offers")
    begun = offers["first_day"].isna() | (offers["first_day"] <= premises.last_day)
    there = offers[begun & (offers["last_day"].isna() | (offers["last_day"] >= premises.first_day))]
    people = there.groupby("partner")["people"].sum().astype(int).sort_index()
    ranked = list(people.sort_values(ascending=False, kind="stable").index)
    return str(ranked[partner.largest - 1]) if len(ranked) >= partner.largest else None


class _OfPartner(ChangeModel):
    partner: Partner

    def unknown(self, premises: Premises) -> list[Unfit]:
        """A partner that is not there."""
        network = premises.network
        if isinstance(self.partner, str):
            return missing(network, "partners", "partner", "partner", [self.partner])
        if partner_meant(premises, self.partner) is not None:
            return []
        shown = f"largest: {self.partner.largest}"
        return lacking(network, "partner_offers", "partner", shown) or [
            Unfit("partner", shown, Message("change.no_partner_fits", {"asked": shown}))
        ]


class WithdrawPartner(_OfPartner):
    """A partner lends nobody any more, from a day on."""

    change: Literal["withdraw_partner"] = "withdraw_partner"
    first_day: Day = Field(1, description="First day without its people; left out: the plan's first day")

    def apply(self, premises: Premises) -> Premises:
        """The premises with its offers ending the day before."""
        offers = premises.network.table("partner_offers").copy()
        eve = on(premises, self.first_day) - pd.Timedelta(days=1)
        its = offers["partner"] == partner_meant(premises, self.partner)
        begun = offers["first_day"].isna() | (offers["first_day"] <= eve)
        offers = offers[~its | begun]
        ends = its & (offers["last_day"].isna() | (offers["last_day"] > eve))
        offers["last_day"] = offers["last_day"].mask(ends, eve)
        return premises.with_tables(partner_offers=offers)


class PartnerTerms(_OfPartner):
    """A partner lends at another price, other numbers of people, or at other notice."""

    change: Literal["partner_terms"] = "partner_terms"
    offers: tuple[str, ...] | None = Field(None, description="Of its offers these; left out: all")
    price_factor: Annotated[float, Field(ge=0, le=20)] | None = Field(None, description="Price of an hour, times")
    people_factor: Annotated[float, Field(ge=0, le=20)] | None = Field(
        None, description="People a day, times; rounded"
    )
    notice_hours: Annotated[float, Field(ge=0, le=720)] | None = None

    def unknown(self, premises: Premises) -> list[Unfit]:
        """A partner or offers that are not there, or nothing to change."""
        wrong = [*super().unknown(premises), *idle(self, "price_factor", "people_factor", "notice_hours")]
        return wrong or missing(premises.network, "partner_offers", "offer", "offers", self.offers)

    def apply(self, premises: Premises) -> Premises:
        """The premises with these terms."""
        network, partner = premises.network, partner_meant(premises, self.partner)
        offers = network.table("partner_offers").copy()
        its = offers["partner"] == partner
        if self.offers is not None:
            its &= offers["offer"].isin(self.offers)
        if self.price_factor is not None:
            offers.loc[its, "price"] *= self.price_factor
        if self.people_factor is not None:
            people = np.rint(offers["people"].astype(float) * self.people_factor).astype("Int64")
            offers["people"] = offers["people"].where(~its, people)
        partners = network.table("partners").copy()
        if self.notice_hours is not None:
            partners.loc[partners["partner"] == partner, "notice_hours"] = self.notice_hours
        return premises.with_tables(partner_offers=offers, partners=partners)
