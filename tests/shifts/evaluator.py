"""Recomputes a staff plan from its duties and the problem alone: cover, costs and every rule, in plain loops."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from optimize.shifts.values import StaffPlan, StaffProblem

Duty = Mapping[str, Any]


@dataclass
class Verdict:
    """Money by item, people at each pool and start, and every rule that is broken."""

    money: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    there: Counter[tuple[str, str, pd.Timestamp]] = field(default_factory=Counter)
    standby: Counter[tuple[str, str, pd.Timestamp]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """All items together."""
        return sum(self.money.values())


class Evaluator:
    """The problem's tables as dictionaries, and `judge` for any list of duties."""

    def __init__(self, problem: StaffProblem) -> None:
        self.problem, self.grid = problem, problem.grid
        self.grain = pd.Timedelta(minutes=problem.grid.grain)
        self.need = {(r.outlet, r.pool, r.start): r.people for r in problem.need.itertuples()}
        self.floors = {(r.outlet, r.pool, r.post, r.start): r.people for r in problem.floors.itertuples()}
        self.reserve = {(r.outlet, r.pool, r.start): r.people for r in problem.reserve.itertuples()}
        self.desks = {r.outlet: r.desks for r in problem.desks.itertuples()}
        self.staff = {(r.outlet, r.pool, r.post, r.day): r.people for r in problem.staff.itertuples()}
        agree = problem.staff.assign(standby=problem.staff.get("standby", problem.staff["people"]))
        self.agree = {(r.outlet, r.pool, r.post, r.day): r.standby for r in agree.itertuples()}
        self.weekly = {(r.outlet, r.pool, r.week): r for r in problem.weekly.itertuples()}
        self.links = {(r.link, r.day): r for r in problem.links.itertuples()}
        self.shifts = defaultdict(list)
        for row in problem.shift_types.itertuples():
            self.shifts[row.outlet].append(row)
        self.starts = defaultdict(list)
        self.open = defaultdict(set)
        for outlet, pool, start in self.need:
            self.open[outlet].add(start)
            self.starts[outlet, pool].append(start)
        self.day = {start: problem.grid.business_day(pd.DatetimeIndex([start]))[0] for *_, start in self.need}
        factors = [row.standby_factor for row in self.weekly.values()]
        self.usual_factor = sum(factors) / len(factors) if factors else 1.0

    def judge(self, duties: Iterable[Mapping[Any, Any]]) -> Verdict:
        """Count, price and check."""
        verdict = Verdict()
        duties = list(duties)
        seats: Counter[tuple[str, str, str, pd.Timestamp]] = Counter()
        for duty in duties:
            self._count(duty, verdict, seats)
            self._price(duty, verdict)
        self._price_cover(verdict, seats)
        self._check_people(duties, verdict, seats)
        for (outlet, start), people in self._by_outlet(verdict).items():
            if people > self.desks[outlet]:
                verdict.broken.append(f"desks {outlet} {start}: {people}")
        return verdict

    def _count(self, duty: Duty, verdict: Verdict, seats: Counter[tuple[str, str, str, pd.Timestamp]]) -> None:
        rest = duty["break_start"] if pd.notna(duty["break_start"]) else None
        for start in self.starts[duty["outlet"], duty["pool"]]:
            end = start + self.grain
            if start < duty["start"] or end > duty["end"]:
                continue
            if rest is not None and rest < end and duty["break_end"] > start:
                continue
            place = (duty["outlet"], duty["pool"], start)
            if duty["activity"] == "standby":
                verdict.standby[place] += duty["people"]
            else:
                verdict.there[place] += duty["people"]
                seats[duty["outlet"], duty["pool"], duty["post"], start] += duty["people"]

    def _hours(self, duty: Duty) -> float:
        hours = (duty["end"] - duty["start"]).total_seconds() / 3600
        if pd.notna(duty["break_start"]) and not duty["break_paid"]:
            hours -= (duty["break_end"] - duty["break_start"]).total_seconds() / 3600
        return hours

    def _price(self, duty: Duty, verdict: Verdict) -> None:
        hours, money = self._hours(duty) * duty["people"], verdict.money
        if duty["source"] == "own":
            row = self.weekly[duty["outlet"], duty["pool"], monday(duty["day"])]
            price, factor = row.rate, row.standby_factor
        else:
            link = self.links[duty["link"], duty["day"]]
            price, factor = link.price, link.standby_factor
        if duty["activity"] == "standby":
            money["standby"] += hours * price * factor
        elif duty["source"] == "own":
            money["regular"] += hours * price
        else:
            money[duty["source"]] += hours * price
            travel = 2 * duty["travel_minutes"] / 60 * duty["people"]
            money["travel"] += travel * (price + self.problem.prices.travel)

    def _price_cover(self, verdict: Verdict, seats: Counter[tuple[str, str, str, pd.Timestamp]]) -> None:
        prices, grain, money = self.problem.prices, self.problem.grid.grain / 60, verdict.money
        for place, needed in self.need.items():
            there = verdict.there[place]
            short, surplus = max(0, needed - there), max(0, there - needed)
            cushion = max(0.0, needed / (1 - prices.unplanned_absence) - needed - surplus)
            money["shortage"] += (short + cushion) * grain * prices.shortage
            money["idle"] += surplus * grain * prices.idle
        for seat, needed in self.floors.items():
            money["shortage"] += max(0, needed - seats[seat]) * grain * prices.shortage
        for (outlet, pool, start), wanted in self.reserve.items():
            row = self.weekly.get((outlet, pool, monday(self.day[start])))
            factor = row.standby_factor if row else self.usual_factor
            missing = max(0, wanted - verdict.standby[outlet, pool, start])
            money["reserve"] += missing * grain * prices.shortage * factor

    def _check_people(
        self, duties: list[Duty], verdict: Verdict, seats: Counter[tuple[str, str, str, pd.Timestamp]]
    ) -> None:
        broken = verdict.broken
        by_post, by_day, by_week = Counter(), Counter(), Counter()
        hours, linked, on_call, lends = Counter(), Counter(), Counter(), set()
        for duty in duties:
            self._check_shape(duty, broken)
            if duty["source"] == "own":
                home = (duty["outlet"], duty["pool"])
                by_post[*home, duty["post"], duty["day"]] += duty["people"]
            else:
                link = self.links[duty["link"], duty["day"]]
                if (link.outlet, link.pool, link.post) != (duty["outlet"], duty["pool"], duty["post"]):
                    broken.append(f"link of {duty['duty']}")
                if duty["end"] - duty["start"] < pd.Timedelta(minutes=link.least_minutes):
                    broken.append(f"too short to lend: {duty['duty']}")
                if duty["activity"] == "standby" and not link.standby:
                    broken.append(f"no standby on {duty['link']}")
                key = link.link if link.kind == "lent" else link.lender
                linked[link.kind, key, duty["day"]] += duty["people"]
                if link.kind == "partner":
                    continue
                home = (link.lender, link.lender_pool)
                lends.add((*home, duty["day"]))
            by_day[*home, duty["day"]] += duty["people"]
            if duty["activity"] == "standby":
                on_call[*home, duty["day"]] += duty["people"]
            by_week[*home, monday(duty["day"])] += duty["people"]
            if duty["activity"] == "work":
                spent = self._hours(duty) + 2 * duty["travel_minutes"] / 60
                hours[*home, monday(duty["day"])] += spent * duty["people"]
        for (outlet, pool, post, day), people in by_post.items():
            if people > self.staff.get((outlet, pool, post, day), 0):
                broken.append(f"staff {outlet} {pool} {post} {day}: {people}")
        for (outlet, pool, day), people in by_day.items():
            posts = [n for (o, p, _, d), n in self.staff.items() if (o, p, d) == (outlet, pool, day)]
            if people > min(sum(posts), max(self.weekly[outlet, pool, monday(day)].people, max(posts, default=0))):
                broken.append(f"people {outlet} {pool} {day}: {people}")
        for (outlet, pool, day), people in on_call.items():
            agree = [n for (o, p, _, d), n in self.agree.items() if (o, p, d) == (outlet, pool, day)]
            if people > max(agree, default=0):
                broken.append(f"standby {outlet} {pool} {day}: {people}")
        for key, people in by_week.items():
            if people > self.weekly[key].duties:
                broken.append(f"duties {key}: {people}")
        for key, spent in hours.items():
            row = self.weekly[key]
            if spent > max(row.hours, row.hours_most) + 1e-6:
                broken.append(f"hours {key}: {spent}")
            verdict.money["overtime"] += max(0.0, spent - row.hours) * row.rate * (row.overtime_factor - 1)
        for (kind, key, day), people in linked.items():
            most = [
                row.people
                for row in self.links.values()
                if (row.kind, row.day) == (kind, day) and key == (row.link if kind == "lent" else row.lender)
            ]
            if people > max(most):
                broken.append(f"lender {key} {day}: {people}")
        self._check_lenders(lends, verdict, seats)

    def _check_lenders(
        self,
        lends: set[tuple[str, str, pd.Timestamp]],
        verdict: Verdict,
        seats: Counter[tuple[str, str, str, pd.Timestamp]],
    ) -> None:
        for (outlet, pool, start), needed in self.need.items():
            if (outlet, pool, self.day[start]) in lends and verdict.there[outlet, pool, start] < needed:
                verdict.broken.append(f"lender short {outlet} {pool} {start}")
        for (outlet, pool, post, start), needed in self.floors.items():
            if (outlet, pool, self.day[start]) in lends and seats[outlet, pool, post, start] < needed:
                verdict.broken.append(f"lender short of {post} {outlet} {pool} {start}")

    def _check_shape(self, duty: Duty, broken: list[str]) -> None:
        """Start, length and break are those of a shift type, and the outlet is open."""
        wall = duty["start"].tz_localize(None) - duty["day"] - pd.Timedelta(minutes=self.grid.day_cut)
        minute, length = wall.total_seconds() / 60, (duty["end"] - duty["start"]).total_seconds() / 60
        fits = [
            row
            for row in self.shifts[duty["outlet"]]
            if row.earliest_start <= minute <= row.latest_start
            and (minute - row.earliest_start) % row.start_step == 0
            and row.minutes == length
            and (duty["activity"] == "standby" or self._break_fits(duty, row))
        ]
        if not fits:
            broken.append(f"no shift type is like {duty['duty']}")
        first = max((start for start in self.open[duty["outlet"]] if start <= duty["start"]), default=None)
        if first is None or first + self.grain <= duty["start"]:
            broken.append(f"closed at {duty['duty']}")

    def _break_fits(self, duty: Duty, row: Any) -> bool:
        if row.break_minutes == 0:
            return bool(pd.isna(duty["break_start"]))
        if pd.isna(duty["break_start"]):
            return False
        after = (duty["break_start"] - duty["start"]).total_seconds() / 60
        long = (duty["break_end"] - duty["break_start"]).total_seconds() / 60
        return (
            long == row.break_minutes
            and row.break_after <= after <= row.break_before
            and duty["break_end"] <= duty["end"]
            and duty["break_paid"] == row.break_paid
        )

    def _by_outlet(self, verdict: Verdict) -> Counter[tuple[str, pd.Timestamp]]:
        total: Counter[tuple[str, pd.Timestamp]] = Counter()
        for (outlet, _, start), people in verdict.there.items():
            total[outlet, start] += people
        return total


def monday(day: pd.Timestamp) -> pd.Timestamp:
    """The week of a day."""
    return day - pd.Timedelta(days=day.weekday())


def assert_sound(problem: StaffProblem, plan: StaffPlan) -> Verdict:
    """Every rule holds, and cover, reserve, costs, objective and bound are those of the duties."""
    verdict = Evaluator(problem).judge(plan.duties.to_dict("records"))
    assert verdict.broken == []
    assert plan.duties["duty"].is_unique
    assert (plan.duties["people"] > 0).all()
    assert len(plan.cover) == len(problem.need)
    for row in plan.cover.itertuples():
        there = verdict.there[row.outlet, row.pool, row.start]
        assert row.own + row.lent + row.partner == there
        assert (row.short, row.surplus) == (max(0, row.needed - there), max(0, there - row.needed))
    for row in plan.reserve.itertuples():
        assert row.planned == verdict.standby[row.outlet, row.pool, row.start]
    told = plan.costs.groupby("item")["money"].sum()
    for item, money in verdict.money.items():
        assert abs(told.get(item, 0.0) - money) < 1e-6, item
    assert abs(sum(proof.objective for proof in plan.proofs) - verdict.cost) < 1e-6 * max(1.0, verdict.cost)
    for proof in plan.proofs:
        assert proof.bound is None or proof.bound <= proof.objective + 1e-6 * max(1.0, proof.objective)
    return verdict
