"""What consolidation's options are judged by: customers, minutes, people, money, and why one can not be had."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scenarios.evaluate.circles import Circles
from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.floors import Floor, first_broken, floors
from scenarios.evaluate.flows import Flow, Option, added, end, flow, received, stranded
from scenarios.evaluate.people_needed import Needed
from scenarios.evaluate.volumes import Busy

WEEKS_A_MONTH = 365.25 / 12 / 7
PERSON_MINUTES = 10_436.0
"""Working minutes of one person a month of 40-hour weeks."""
SERVING_SHARE = 0.7
"""Share of them that is spent on customers."""
SPREAD_MONTHS = 36
"""Months over which one-off money is spread when it is held against money a month."""
FREEING = ("merge", "convert")
"""Options after which an outlet keeps nobody."""


@dataclass(frozen=True)
class Sheet:
    """What options are judged by.

    Attributes
    ----------
    minutes
        (outlet, other outlet) to minutes by car.
    staff
        Outlet to its people and what they cost a month.
    needed
        The rule of people; None takes the work of customers.
    """

    facts: Facts
    busy: Busy
    circles: Circles
    minutes: dict[tuple[str, str], float]
    staff: dict[str, tuple[int, float]]
    needed: Needed | None = None

    def read(self, row: dict[str, Any]) -> Option:
        """A row of the plan's options; the target of a merger only names its main receiver."""
        target = "" if row["option"] == "merge" else row["target"]
        kept = {"keep": 1.0, "merge": 0.0, "convert": self.facts.network.settings.converted_share}
        share = kept[row["option"]] if row["option"] in kept else self.circles.shared(row["outlet"], target)
        return Option(row["outlet"], row["option"], target, share)

    def alone(self, option: Option) -> Flow:
        """Its customers while all other outlets stay as they are."""
        return flow(self.facts, self.busy, self.minutes, option, frozenset({option.outlet}))

    def money(self, option: Option, moved: Flow) -> dict[str, float]:
        """Money a month saved, one-off money, months in which it pays back, people freed; `value` a month."""
        settings = self.facts.network.settings
        outlets, sites = self.facts.network.table("outlets"), self.facts.network.table("sites")
        rent = dict(zip(outlets["outlet"], outlets["monthly_cost"].astype(float), strict=True))[option.outlet]
        people, pay = self.staff.get(option.outlet, (0, 0.0))
        running, one_off = rent, 0.0
        if option.option == "merge":
            running, one_off = 0.0, settings.cost_close
        elif option.option == "move":
            rents = dict(zip(sites["site"], sites["monthly_cost"].astype(float), strict=True))
            running, one_off = rents.get(option.target, math.nan), settings.cost_move
        elif option.option == "convert":
            running, one_off = settings.converted_monthly_cost, settings.cost_convert
        freed = 0.0
        if option.option in FREEING:
            freed = max(float(people - self.needed_elsewhere([(option, moved)])), 0.0)
        saving = rent - running + (freed * pay / people if people else 0.0)
        return {
            "staff_freed": freed,
            "monthly_saving": saving,
            "one_off": one_off,
            "pays_back_months": one_off / saving if saving > 0 and one_off > 0 else math.nan,
            "value": saving - one_off / SPREAD_MONTHS - settings.price_lost_customer * end(moved, "lost"),
        }

    def needed_elsewhere(self, flows: list[tuple[Option, Flow]]) -> int:
        """Whole people whom customers of options ask for at other outlets, all arriving together."""
        more: dict[str, dict[str, float]] = {}
        work = 0.0
        for option, moved in flows:
            takers = received(option, moved)
            work += sum(takers.values()) * self.busy.handling[option.outlet]
            for (service, to), volume in moved.items():
                if to in takers:
                    coming = more.setdefault(to, {})
                    coming[service] = coming.get(service, 0.0) + volume
        if self.needed is None:
            return math.ceil(work / (PERSON_MINUTES * SERVING_SHARE) - 1e-9)
        return math.ceil(sum(self.on_top(self.needed, to, coming) for to, coming in more.items()) - 1e-9)

    def on_top(self, needed: Needed, outlet: str, coming: Mapping[str, float]) -> float:
        """People, in parts, whom an outlet needs on top for customers who come to it."""
        own = {service: volume for (name, service), volume in self.busy.volume.items() if name == outlet}
        then = {service: volume + coming.get(service, 0.0) for service, volume in own.items()}
        return max(needed.people(outlet, then) - needed.people(outlet, own), 0.0)

    def refusal(self, option: Option, moved: Flow) -> str:
        """Why the option can not be had by itself, "" where it can."""
        budget = self.facts.network.settings.budget
        if stranded(self.facts, option, moved):
            return "coverage.no_receiver"
        if any(load > self.busy.room(to) + 1e-9 for to, load in added(self.busy, option, moved).items()):
            return "coverage.receivers_full"
        short = first_broken(self.floors, self.circles.inside(self.circles.after([option])))
        if short:
            return short.reason
        if budget is not None and self.money(option, moved)["one_off"] > budget + 1e-9:
            return "coverage.over_budget"
        return ""

    @cached_property
    def floors(self) -> list[Floor]:
        """Who must stay covered."""
        return floors(self.facts, self.circles)


def staff_of(facts: Facts) -> dict[str, tuple[int, float]]:
    """Own people of each outlet, and their regular pay a month."""
    contracts = {row["contract"]: row for row in rows(facts.network.table("contracts"))}
    found: dict[str, tuple[int, float]] = {}
    for row in rows(facts.network.table("employees")):
        if row["partner"] == "":
            terms = contracts[row["contract"]]
            count, money = found.get(row["outlet"], (0, 0.0))
            pay = float(terms["hours_week"]) * float(terms["hourly_rate"]) * WEEKS_A_MONTH
            found[row["outlet"]] = (count + 1, money + pay)
    return found
