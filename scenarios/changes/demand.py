"""Changes of demand: more or less of it, at other times."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.changes.change import Unfit, missing
from scenarios.changes.choosing import OutletsChosen
from scenarios.changes.days import WEEKDAYS, Clock, Day, Weekday, hours, on_or_none
from scenarios.premises import DemandFactor, DemandShift, Premises


class Times(BaseModel):
    """Days, weekdays and hours; left out means all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_day: Day | None = None
    last_day: Day | None = None
    weekdays: tuple[Weekday, ...] | None = None
    begin: Clock | None = Field(None, description="From this time of day on; 08:30")
    end: Clock | None = Field(
        None, description="Up to this time of day; before `begin` it is that of the next day"
    )

    def factor(
        self, premises: Premises, outlets: frozenset[str] | None, services: tuple[str, ...] | None, by: float = 1.0
    ) -> DemandFactor:
        """These times, and where, as premises have it."""
        return DemandFactor(
            by,
            outlets,
            None if services is None else frozenset(services),
            on_or_none(premises, self.first_day),
            on_or_none(premises, self.last_day),
            None if self.weekdays is None else frozenset(WEEKDAYS.index(day) for day in self.weekdays),
            hours(self.begin, self.end),
        )


class _Demand(OutletsChosen):
    """Demand of some outlets and services."""

    services: tuple[str, ...] | None = Field(None, description="Services; left out: all")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Outlets and services that the network does not have."""
        services = missing(premises.network, "services", "service", "services", self.services)
        return [*super().unknown(premises), *services]

    def where(self, premises: Premises) -> frozenset[str] | None:
        """The outlets meant; None for all."""
        return None if self.everywhere else frozenset(self.chosen(premises))


class ScaleDemand(_Demand):
    """Demand times a factor, for some outlets, services, days, weekdays and hours; left out means all."""

    change: Literal["scale_demand"] = "scale_demand"
    factor: Annotated[float, Field(ge=0, le=20, description="1.3 is 30% more")]
    first_day: Day | None = None
    last_day: Day | None = None
    weekdays: tuple[Weekday, ...] | None = None
    begin: Clock | None = None
    end: Clock | None = None

    def apply(self, premises: Premises) -> Premises:
        """The premises with one more factor on the forecast."""
        times = Times(
            first_day=self.first_day,
            last_day=self.last_day,
            weekdays=self.weekdays,
            begin=self.begin,
            end=self.end,
        )
        factor = times.factor(premises, self.where(premises), self.services, self.factor)
        return replace(premises, demand=(*premises.demand, factor))


class ShiftDemand(_Demand):
    """A share of the demand of some days and hours that comes at others; the total stays."""

    change: Literal["shift_demand"] = "shift_demand"
    share: Annotated[float, Field(ge=0, le=1, description="Share of the demand of `away_from` that moves")]
    away_from: Times = Field(description="Times from which demand moves")
    towards: Times = Field(description="Times at which it comes")
    within: Literal["day", "week", "plan"] = Field(
        "day", description="Demand moves within the same day, week or plan"
    )

    def apply(self, premises: Premises) -> Premises:
        """The premises with one more shift of the forecast."""
        outlets = self.where(premises)
        source = self.away_from.factor(premises, outlets, self.services)
        target = self.towards.factor(premises, outlets, self.services)
        return replace(premises, demand=(*premises.demand, DemandShift(self.share, source, target, self.within)))
