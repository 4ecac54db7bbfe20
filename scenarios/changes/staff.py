"""People: absent, hired, leaving, trained."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from quarterhour.messages import Message
from quarterhour.seeds import generator
from scenarios.changes.change import ChangeModel, Unfit, idle, lacking, missing
from scenarios.changes.choosing import Outlet, OutletsChosen, named, no_outlet
from scenarios.changes.days import NEVER, Day, on
from scenarios.network.calendar import weekend
from scenarios.network.cells import names
from scenarios.network.schema import LISTS
from scenarios.premises import Premises

Count = Annotated[int, Field(ge=1, le=10_000)]
Share = Annotated[float, Field(ge=0, le=1)]


class AbsentShare(OutletsChosen):
    """A share of the own people sick on the days given; who it is follows from the seed alone.

    A larger share takes the same people and more, so that two shares can be compared. New people are not drawn.
    """

    change: Literal["absent_share"] = "absent_share"
    share: Share
    first_day: Day
    last_day: Day

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Outlets that are not there, or no people at all."""
        return [*lacking(premises.network, "employees"), *super().unknown(premises)]

    def apply(self, premises: Premises) -> Premises:
        """The premises with the absences of the people drawn."""
        network = premises.network
        seed = network.settings.seed
        people = _own(premises, self.chosen(premises))
        people = people[people["employee"].isin(premises.base.table("employees")["employee"])]
        drawn = [name for name in people["employee"] if generator(seed, "absent", name).random() < self.share]
        first, last = on(premises, self.first_day), on(premises, self.last_day)
        away = _away(premises, first, last)
        sick = pd.DataFrame({"employee": pd.Series([name for name in drawn if name not in away], dtype="str")})
        rows = sick.assign(first_day=first, last_day=last, kind="sick", hours_a_day=8.0)
        return premises.with_more(absences=rows) if len(rows) else premises


class Hire(ChangeModel):
    """New people of a contract at an outlet, able to serve from their first day on."""

    change: Literal["hire"] = "hire"
    outlet: Outlet
    people: Count
    contract: str | None = Field(None, description="Left out: the most usual one of the outlet")
    skills: tuple[str, ...] | None = Field(None, description="Left out: the most usual ones of the outlet")
    certificates: tuple[str, ...] = ()
    first_day: Day = Field(1, description="First day employed; left out: the plan's first day")
    training_hours: Annotated[float, Field(ge=0)] | None = Field(
        None, description="Training done so far; left out: all of it. With less than the network's they only train"
    )
    travel_limit: Annotated[float, Field(ge=0, le=600)] = Field(60.0, description="Minutes to another outlet")
    standby: bool = Field(False, description="Whether they agree to standby")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """An outlet or contract that is not there, or nobody there to take after."""
        network = premises.network
        wrong = [
            *lacking(network, "employees"),
            *no_outlet(premises, "outlet", self.outlet),
            *missing(network, "contracts", "contract", "contract", [self.contract] if self.contract else ()),
        ]
        if wrong or (self.contract and self.skills is not None):
            return wrong
        outlet = named(premises, self.outlet)
        if len(_own(premises, [outlet])):
            return []
        return [Unfit("skills", outlet, Message("change.nobody_like_that", {"outlet": outlet}))]

    def apply(self, premises: Premises) -> Premises:
        """The premises with the new people and their certificates."""
        outlet = named(premises, self.outlet)
        there = _own(premises, [outlet])
        known = set(premises.network.table("employees")["employee"])
        first = next(number for number in range(1, 10**6) if f"NEW-{outlet}-{number:03d}" not in known)
        new = [f"NEW-{outlet}-{number:03d}" for number in range(first, first + self.people)]
        rows = pd.DataFrame({"employee": new, "name": new}).assign(
            outlet=outlet,
            skills=_usual(there["skills"]) if self.skills is None else LISTS.join(self.skills),
            contract=self.contract or _usual(there["contract"]),
            travel_limit=self.travel_limit,
            standby=self.standby,
            leave_days=0.0,
            training_hours=1000.0 if self.training_hours is None else self.training_hours,
            partner="",
            first_day=on(premises, self.first_day),
            last_day=NEVER,
        )
        tables = {"employees": rows}
        if self.certificates:
            held = pd.DataFrame([(name, one) for name in new for one in self.certificates])
            held.columns = pd.Index(["employee", "certificate"])
            tables["certificates"] = held.assign(valid_from=NEVER, expires=NEVER)
        return premises.with_more(**tables)


class StaffLeave(OutletsChosen):
    """People who leave: named ones, so many, or a share, who then follow from the seed alone."""

    change: Literal["staff_leave"] = "staff_leave"
    employees: tuple[str, ...] | None = Field(None, description="By identifier")
    people: Count | None = Field(None, description="Or so many of the outlets chosen, all together")
    share: Share | None = Field(None, description="Or a share of the people of the outlets chosen, rounded")
    first_day: Day = Field(1, description="First day on which they are gone; left out: the plan's first day")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """People that are not there, or not so many."""
        network = premises.network
        wrong = [
            *lacking(network, "employees"),
            *super().unknown(premises),
            *missing(network, "employees", "employee", "employees", self.employees),
            *idle(self, "employees", "people", "share"),
        ]
        there = len(_own(premises, self.chosen(premises)))
        if not wrong and (self.people or 0) > there:
            wrong.append(too_few("people", self.people or 0, there))
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with their last day of employment."""
        people = premises.network.table("employees").copy()
        eve = on(premises, self.first_day) - pd.Timedelta(days=1)
        meant = people["employee"].isin(self._who(premises))
        sooner = people["last_day"].isna() | (people["last_day"] > eve)
        people.loc[meant & sooner, "last_day"] = eve
        never = people["first_day"].notna() & (people["first_day"] > people["last_day"])
        people.loc[meant & never, "first_day"] = people.loc[meant & never, "last_day"]
        return premises.with_tables(employees=people)

    def _who(self, premises: Premises) -> Sequence[str]:
        if self.employees is not None:
            return self.employees
        there = _own(premises, self.chosen(premises))
        count = round((self.share or 0.0) * len(there)) if self.people is None else self.people
        return _drawn(premises, list(there["employee"]), "leaves")[:count]


class Train(OutletsChosen):
    """People who gain a skill or a certificate; training takes paid working days, and they are away on these."""

    change: Literal["train"] = "train"
    employees: tuple[str, ...] | None = Field(None, description="By identifier")
    people: Count | None = Field(None, description="Or so many of the outlets chosen who lack it")
    skill: str | None = None
    certificate: str | None = None
    hours: Annotated[float, Field(ge=0, le=1000)] = Field(description="Hours of training for each person")
    first_day: Day = Field(1, description="First day of training; for a skill the plan's first day")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """People that are not there or too few, and what can not be trained that way."""
        network = premises.network
        wrong = [
            *lacking(network, "employees"),
            *super().unknown(premises),
            *missing(network, "employees", "employee", "employees", self.employees),
            *idle(self, "employees", "people"),
            *idle(self, "skill", "certificate"),
        ]
        if wrong:
            return wrong
        begin = on(premises, self.first_day)
        if self.skill is not None and begin > premises.first_day and self.hours > 0:
            values = {"start": premises.first_day.date()}
            wrong.append(Unfit("first_day", str(self.first_day), Message("change.skill_begins_later", values)))
        asked = self.people or len(self.employees or ())
        if len(self._who(premises)) < asked:
            wrong.append(too_few("people", asked, len(self._who(premises))))
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with what they have learned, and the days on which they learn it."""
        network, who = premises.network, self._who(premises)
        people = network.table("employees")
        if self.skill is not None:
            gains = people["employee"].isin(who)
            skills = [
                LISTS.join((*names(text), self.skill)) if gain and self.skill not in names(text) else text
                for text, gain in zip(people["skills"], gains, strict=True)
            ]
            premises = premises.with_tables(employees=people.assign(skills=pd.Series(skills, dtype="str")))
        contracts = people.set_index("employee")["contract"]
        week = network.table("contracts").set_index("contract")["hours_week"].astype(float)
        absences, ready = [], []
        for name in who:
            days, hours = self._days(premises, float(week[contracts[name]]))
            absences += [(name, first, last, "training", hours) for first, last in _runs(days)]
            ready.append(days[-1] + pd.Timedelta(days=1) if len(days) else on(premises, self.first_day))
        if absences:
            columns = ["employee", "first_day", "last_day", "kind", "hours_a_day"]
            premises = premises.with_more(absences=pd.DataFrame(absences, columns=columns))
        if self.certificate is None:
            return premises
        held = pd.DataFrame({"employee": list(who), "certificate": self.certificate, "valid_from": ready})
        return premises.with_more(certificates=held.assign(expires=NEVER))

    def _days(self, premises: Premises, hours_week: float) -> tuple[pd.DatetimeIndex, float]:
        """Working days of training, and hours on each: a fifth of the contract's week, 8 at most."""
        hours = min(8.0, hours_week / 5.0) or 8.0
        off = weekend(premises.network)
        count = ceil(self.hours / hours - 1e-9)
        days = pd.date_range(on(premises, self.first_day), periods=2 * count + 14, unit="us")
        working = days[~days.day_of_week.isin(off)][:count]
        return working, self.hours / count if count else 0.0

    def _who(self, premises: Premises) -> Sequence[str]:
        """Those named, or drawn among the outlets' people who lack it; nobody who is away during training."""
        there = _own(premises, self.chosen(premises))
        if self.skill is not None:
            there = there[[self.skill not in names(text) for text in there["skills"]]]
        held = premises.network.table("certificates")
        has = set(held.loc[held["certificate"] == self.certificate, "employee"])
        first = on(premises, self.first_day)
        away = (
            _away(premises, first, first + pd.Timedelta(days=2 * ceil(self.hours) + 14)) if self.hours else set()
        )
        free = [name for name in there["employee"] if name not in has | away]
        if self.employees is not None:
            return [name for name in self.employees if name in free]
        return _drawn(premises, free, "trains")[: self.people]


def too_few(key: str, asked: int, there: int) -> Unfit:
    """Fewer people fit than are asked for."""
    return Unfit(key, str(asked), Message("change.too_few_people", {"asked": asked, "there": there}))


def _own(premises: Premises, outlets: Sequence[str]) -> pd.DataFrame:
    """Own people of some outlets who are employed when the plan begins or later."""
    people = premises.network.table("employees")
    gone = people["last_day"].notna() & (people["last_day"] < premises.first_day)
    return people[(people["partner"] == "") & people["outlet"].isin(outlets) & ~gone]


def _away(premises: Premises, first: pd.Timestamp, last: pd.Timestamp) -> set[str]:
    """Who is absent on any of these days."""
    planned = premises.network.table("absences")
    return set(planned.loc[(planned["first_day"] <= last) & (planned["last_day"] >= first), "employee"])


def _drawn(premises: Premises, people: list[str], why: str) -> list[str]:
    """People in the order of a draw by name: fewer are always among more."""
    seed = premises.base.settings.seed
    return sorted(people, key=lambda name: (generator(seed, why, name).random(), name))


def _usual(values: pd.Series) -> str:
    return str(values.value_counts().sort_index().idxmax())


def _runs(days: pd.DatetimeIndex) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """First and last day of every run of consecutive days."""
    if not len(days):
        return []
    table = pd.DataFrame(
        {"day": days, "run": (days.to_series().diff() != pd.Timedelta(days=1)).cumsum().to_numpy()}
    )
    return [(part["day"].iloc[0], part["day"].iloc[-1]) for _, part in table.groupby("run")]
