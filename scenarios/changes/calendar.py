"""Holidays and events: what the forecast knows of the days ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from quarterhour.messages import Message
from scenarios.changes.change import ChangeModel, Unfit, missing, taken
from scenarios.changes.choosing import OutletsChosen
from scenarios.changes.days import Day, on
from scenarios.network.schema import LISTS
from scenarios.premises import DemandFactor, Premises

Text = Annotated[str, Field(min_length=1)]


def with_calendar(premises: Premises, **tables: pd.DataFrame) -> Premises:
    """Tables of the calendar replaced in the changed network and in the one that demand is forecast for."""
    return replace(premises.with_tables(**tables), known=premises.known.with_tables(**tables))


class _Days(ChangeModel):
    first_day: Day
    last_day: Day

    def days(self, premises: Premises) -> pd.DatetimeIndex:
        """The days meant."""
        return pd.date_range(on(premises, self.first_day), on(premises, self.last_day), unit="us")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Days that lie before the plan or end before they begin."""
        return unfit_days(premises, self.first_day, self.last_day)

    def with_kind(self, premises: Premises, name: str, kind: str) -> Premises:
        """The days written into the organisation's calendar."""
        own = premises.network.table("holidays")
        days = self.days(premises)
        rows = pd.DataFrame({"day": days, "name": name, "kind": kind})
        kept = pd.concat([own[~own["day"].isin(days)], rows], ignore_index=True)
        return with_calendar(premises, holidays=kept.sort_values("day"))


class AddHoliday(_Days):
    """Days that become public holidays: holiday hours count, demand is forecast as on holidays of that name."""

    change: Literal["add_holiday"] = "add_holiday"
    name: Text = Field(description="English name; one that the history has brings that holiday's demand")

    def apply(self, premises: Premises) -> Premises:
        """The premises with these days as holidays."""
        return self.with_kind(premises, self.name, "holiday")


class RemoveHoliday(_Days):
    """Days that are no holidays: ordinary days, or make-up workdays."""

    change: Literal["remove_holiday"] = "remove_holiday"
    kind: Literal["ordinary", "workday"] = "ordinary"

    def apply(self, premises: Premises) -> Premises:
        """The premises without these holidays."""
        return self.with_kind(premises, self.kind, self.kind)


class AddEvent(OutletsChosen):
    """An event of the organisation: demand is forecast as at events of its kind, or moved by a stated lift."""

    change: Literal["add_event"] = "add_event"
    event: Text = Field(description="Its identifier")
    name: str | None = None
    kind: Text = Field(description="Events of one kind share their effect")
    first_day: Day
    last_day: Day
    lift: Annotated[float, Field(ge=-0.99, le=20)] | None = Field(
        None, description="Needed where history has no event of this kind: 0.4 is 40% more demand"
    )

    def unknown(self, premises: Premises) -> list[Unfit]:
        """An event that is there already, or of a kind that history does not have."""
        events = premises.base.table("events")
        past = events[events["first_day"] < premises.first_day]
        wrong = [
            *super().unknown(premises),
            *taken(premises.network, "events", "event", "event", self.event),
            *unfit_days(premises, self.first_day, self.last_day),
        ]
        if self.lift is None and self.kind not in set(past["kind"]):
            known = ", ".join(sorted(set(past["kind"]))) or "-"
            wrong.append(
                Unfit("kind", self.kind, Message("change.event_unknown", {"kind": self.kind, "known": known}))
            )
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with the event; with a lift the forecast is multiplied instead of being asked."""
        days = (on(premises, self.first_day), on(premises, self.last_day))
        where = self.chosen(premises)
        row = pd.DataFrame(
            {
                "event": [self.event],
                "name": self.name or self.event,
                "first_day": days[0],
                "last_day": days[1],
                "outlets": "" if self.everywhere else LISTS.join(where),
                "kind": self.kind,
            }
        )
        changed = premises.with_more(events=row)
        if self.lift is not None:
            factor = DemandFactor(
                1.0 + self.lift, None if self.everywhere else frozenset(where), None, days[0], days[1]
            )
            return replace(changed, demand=(*premises.demand, factor))
        known = [name for name in where if name in set(premises.known.table("outlets")["outlet"])]
        row = row.assign(outlets="" if self.everywhere else LISTS.join(known))
        events = pd.concat([premises.known.table("events"), row], ignore_index=True)
        return replace(changed, known=premises.known.with_tables(events=events.sort_values("event")))


class RemoveEvent(ChangeModel):
    """An event that does not take place; what of it lies before the plan stays."""

    change: Literal["remove_event"] = "remove_event"
    event: str

    def unknown(self, premises: Premises) -> list[Unfit]:
        """An event that is not there, or is over."""
        wrong = missing(premises.network, "events", "event", "event", [self.event])
        events = premises.network.table("events")
        over = events[(events["event"] == self.event) & (events["last_day"] < premises.first_day)]
        if len(over):
            wrong.append(Unfit("event", self.event, Message("change.event_over", {"event": self.event})))
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises without the event from the first day of the plan on."""
        eve = premises.first_day - pd.Timedelta(days=1)

        def without(events: pd.DataFrame) -> pd.DataFrame:
            meant = events["event"] == self.event
            kept = events[~meant | (events["first_day"] <= eve)].copy()
            kept.loc[kept["event"] == self.event, "last_day"] = eve
            return kept

        known = premises.known.with_tables(events=without(premises.known.table("events")))
        changed = premises.with_tables(events=without(premises.network.table("events")))
        return replace(changed, known=known)


def unfit_days(premises: Premises, first: date | int, last: date | int) -> list[Unfit]:
    """One entry where days begin before the plan or end before they begin."""
    begin, end = (on(premises, day) for day in (first, last))
    shown = f"{begin.date()} - {end.date()}"
    if end < begin:
        return [Unfit("last_day", str(last), Message("change.days_reversed", {"days": shown}))]
    if begin < premises.first_day:
        start = premises.first_day.date()
        return [Unfit("first_day", str(first), Message("change.before_plan", {"days": shown, "start": start}))]
    return []
