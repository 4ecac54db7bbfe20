"""Decision sheets recomputed from the raw problem, and the joint choice against every combination."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from optimize.coverage import consolidate, solve, with_consolidation
from optimize.coverage.values import Consolidation, ConsolidationProblem
from quarterhour import messages
from quarterhour.progress import Progress
from quarterhour.result import Limits, Status
from tests.coverage.town import organisation, town

LIMITS = Limits(nodes=1000)
KEYS = ["outlet", "option", "target"]
DESK_MINUTES = 3 * 21 * 480.0  # desks x open days x eight hours, as `organisation` makes them
FULL, SLACK = 0.85, 0.01

Option = tuple[str, str, str]
"""outlet, option, site of a move."""


class Recount:
    """The problem's figures by plain loops over its raw tables."""

    def __init__(self, problem: ConsolidationProblem) -> None:
        self.problem, self.policy = problem, problem.policy
        self.outlets = problem.outlets.set_index("outlet")
        self.between = {(r.outlet, r.other): r.minutes for r in problem.between.itertuples()}
        self.volume = {(r.outlet, r.service): r.volume for r in problem.services.itertuples()}
        self.minutes = {(r.zone, r.point): r.minutes for r in problem.coverage.minutes.itertuples()}
        self.people = problem.coverage.zones.set_index("zone")["residents"].to_dict()
        self.existing = set(self.outlets.index)

    def nearest(self, points: set[str]) -> dict[str, float]:
        return {
            zone: min((self.minutes.get((zone, point), 60.0) for point in points), default=60.0)
            for zone in self.people
        }

    def standing(self, options: list[Option]) -> set[str]:
        points = set(self.existing)
        for outlet, option, site in options:
            if option in ("merge", "move"):
                points.discard(outlet)
            if option == "move":
                points.add(site)
        return points

    def covered(self, options: list[Option]) -> float:
        nearest = self.nearest(self.standing(options))
        return float(sum(people for zone, people in self.people.items() if nearest[zone] <= 15))

    def kept(self, option: Option) -> float:
        outlet, what, site = option
        if what == "move":
            own = [z for z in self.people if self.minutes.get((z, outlet), 99) <= 15]
            both = [z for z in own if self.minutes.get((z, site), 99) <= 15]
            return sum(self.people[z] for z in both) / sum(self.people[z] for z in own)
        return {"keep": 1.0, "merge": 0.0, "convert": float(self.policy["converted_share"])}[what]

    def flows(self, options: list[Option]) -> dict[tuple[str, str, str], float]:
        """(outlet, service, to) -> customers a month when all `options` are carried out together."""
        changed = {outlet for outlet, option, _ in options if option != "keep"}
        found: dict[tuple[str, str, str], float] = {}
        for option in options:
            outlet, what, site = option
            kept = self.kept(option)
            for (holder, service), volume in self.volume.items():
                if holder != outlet:
                    continue
                if kept > 0:
                    found[(outlet, service, site if what == "move" else outlet)] = volume * kept
                gone = volume * (1 - kept)
                if gone <= 0:
                    continue
                pull = {
                    other: math.exp(-self.between[(outlet, other)] / self.policy["decay_minutes"])
                    for other in self.existing - changed - {outlet}
                    if self.between.get((outlet, other), 1e9) <= self.policy["transfer_reach_minutes"]
                    and (other, service) in self.volume
                }
                to_people = gone * (1 - self.policy["digital_share"] - self.policy["lost_share"])
                for other, strength in pull.items():
                    found[(outlet, service, other)] = to_people * strength / sum(pull.values())
                found[(outlet, service, "digital")] = gone * self.policy["digital_share"]
                found[(outlet, service, "lost")] = gone * self.policy["lost_share"] + (0 if pull else to_people)
        return found

    def load(self, outlet: str) -> float:
        own = sum(volume for (holder, _), volume in self.volume.items() if holder == outlet)
        return own * self.outlets.loc[outlet, "handling_minutes"] / DESK_MINUTES

    def added(self, options: list[Option]) -> dict[str, float]:
        loads: dict[str, float] = {}
        for (outlet, _, to), volume in self.flows(options).items():
            if to in self.existing and to != outlet:
                work = volume * self.outlets.loc[outlet, "handling_minutes"] / DESK_MINUTES
                loads[to] = loads.get(to, 0.0) + work
        return loads

    def money(self, option: Option) -> tuple[float, float, float]:
        """staff freed, monthly saving, one-off."""
        outlet, what, site = option
        row = self.outlets.loc[outlet]
        moved = sum(v for (_, _, to), v in self.flows([option]).items() if to in self.existing - {outlet})
        needed = math.ceil(moved * row["handling_minutes"] / (10_436.0 * 0.7) - 1e-9)
        freed = max(row["staff"] - needed, 0) if what in ("merge", "convert") else 0
        points = self.problem.coverage.points.set_index("point")["monthly_cost"]
        running = {
            "keep": row["monthly_cost"],
            "merge": 0.0,
            "move": points.get(site, np.nan),
            "convert": self.policy["converted_monthly_cost"],
        }[what]
        one_off = {
            "keep": 0.0,
            "merge": self.policy["cost_close"],
            "move": self.policy["cost_move"],
            "convert": self.policy["cost_convert"],
        }[what]
        return freed, row["monthly_cost"] - running + freed * row["staff_cost"] / row["staff"], one_off

    def worth(self, options: list[Option]) -> float:
        """Money a month against keeping all."""
        total = self.policy["price_resident_unserved"] * (self.covered(options) - self.covered([]))
        for option in options:
            _, saving, one_off = self.money(option)
            lost = sum(v for (_, _, to), v in self.flows([option]).items() if to == "lost")
            total += saving - one_off / 36.0 - self.policy["price_lost_customer"] * lost
        return float(total)

    def refused(self, options: list[Option]) -> bool:
        sites = [site for _, what, site in options if what == "move"]
        floor = min(self.policy["coverage_floor"] * sum(self.people.values()), self.covered([]))
        budget = self.policy["budget"]
        spent = sum(self.money(option)[2] for option in options)
        lost_for_want = any(
            to == "lost" and v > self.policy["lost_share"] * self.volume[(o, s)] * (1 - kept[o]) + 1e-6
            for kept in [{option[0]: self.kept(option) for option in options}]
            for (o, s, to), v in self.flows(options).items()
        )
        return (
            len(sites) != len(set(sites))
            or self.covered(options) < floor - 1e-9
            or (not np.isnan(budget) and spent > budget)
            or any(a > max(FULL - self.load(o), SLACK) + 1e-9 for o, a in self.added(options).items())
            or lost_for_want
        )


def _named(made: Consolidation) -> pd.DataFrame:
    """Options with `site`: the target of a move only."""
    return made.options.assign(site=made.options["target"].where(made.options["option"] == "move", ""))


def _cases() -> list[ConsolidationProblem]:
    roomy = organisation(town(24, 6, 5, seed=1, side=5.0), 3, seed=1, desks=3)
    tight = organisation(town(24, 6, 5, seed=2, side=5.0), 4, seed=2, desks=3, coverage_floor=0.99)
    poor = organisation(town(24, 5, 4, seed=3, side=6.0), 3, seed=3, desks=3, budget=150_000.0)
    dear = organisation(
        town(24, 6, 5, seed=4, side=5.0),
        3,
        seed=4,
        desks=3,
        price_resident_unserved=200.0,
        price_lost_customer=900.0,
    )
    return [roomy, tight, poor, dear]


@pytest.fixture(scope="module", params=range(4), ids=["roomy", "tight", "poor", "dear"])
def case(request: pytest.FixtureRequest) -> tuple[Recount, Consolidation]:
    """Four organisations: room for all, a high floor, little money, high prices."""
    problem = _cases()[request.param]
    return Recount(problem), consolidate(problem, limits=LIMITS)


def test_every_figure_of_the_sheet_is_recomputed(case: tuple[Recount, Consolidation]) -> None:
    """Coverage, extra minutes, volumes, loads, staff and money of each option, from the raw tables."""
    count, made = case
    today = count.nearest(count.existing)
    for row in _named(made).itertuples():
        option = (row.outlet, row.option, row.site)
        assert row.covered == count.covered([option])
        assert row.covered_change == count.covered([option]) - count.covered([])
        after = count.nearest(count.standing([option]))
        own = {z: w for z, w in count.people.items() if w > 0 and count.minutes.get((z, row.outlet)) == today[z]}
        extra = [(after[zone] - today[zone], weight) for zone, weight in own.items()]
        if extra:
            mean = sum(more * weight for more, weight in extra) / sum(weight for _, weight in extra)
            assert (row.extra_minutes, row.worst_minutes) == pytest.approx((mean, max(0, *(m for m, _ in extra))))
        flows = count.flows([option])
        by_end: dict[str, float] = {}
        for (_, _, to), volume in flows.items():
            by_end[to] = by_end.get(to, 0.0) + volume
        assert (row.digital, row.lost) == pytest.approx((by_end.pop("digital", 0), by_end.pop("lost", 0)))
        assert json.loads(row.volume_to) == pytest.approx(by_end, abs=1e-6)
        added = count.added([option])
        fullest = max((count.load(o) + a for o, a in added.items()), default=count.load(row.outlet))
        assert row.fullest == pytest.approx(fullest)
        found = (row.staff_freed, row.monthly_saving, row.one_off)
        assert found == pytest.approx(count.money(option))
        pays_back = row.one_off / row.monthly_saving if row.monthly_saving > 0 and row.one_off > 0 else np.nan
        assert row.pays_back_months == pytest.approx(pays_back, nan_ok=True)


def test_demand_balances(case: tuple[Recount, Consolidation]) -> None:
    """Before = after + digital + lost, for every service of every option."""
    count, made = case
    sums = made.transfers.groupby(["outlet", "service", "option", "target"])["volume"].sum()
    for (outlet, service, _, _), volume in sums.items():
        assert volume == pytest.approx(count.volume[(outlet, service)], rel=1e-12)
    assert len(sums) == 2 * len(made.options)


def test_what_is_allowed_is_what_can_be_done_alone(case: tuple[Recount, Consolidation]) -> None:
    """An option is refused, with a reason in both languages, exactly where it breaks something by itself."""
    count, made = case
    for row in _named(made).itertuples():
        assert row.allowed == (not count.refused([(row.outlet, row.option, row.site)]))
        assert row.allowed == (row.reason == "")
        if row.reason:
            assert messages.text(row.reason, "en") != messages.text(row.reason, "zh_Hans")
    assert made.options.loc[made.options["option"] == "keep", "allowed"].all()


def test_no_combination_is_worth_more(case: tuple[Recount, Consolidation]) -> None:
    """The joint choice keeps every limit together and no other combination of allowed options beats it."""
    count, made = case
    named = _named(made)
    allowed = [
        [(row.outlet, row.option, row.site) for row in part[part["allowed"]].itertuples()]
        for _, part in named.groupby("outlet", sort=False)
    ]
    chosen = [(row.outlet, row.option, row.site) for row in named[named["chosen"]].itertuples()]
    assert len(chosen) == len(allowed)
    assert not count.refused(chosen)
    best = max(count.worth(list(some)) for some in product(*allowed) if not count.refused(list(some)))
    proof = made.proofs[0]
    assert proof.status is Status.OPTIMAL
    assert proof.objective == pytest.approx(best)
    assert count.worth(chosen) == pytest.approx(best)


def test_closures_that_are_fine_alone_are_checked_together() -> None:
    """Two neighbours may each close, but not both: the one receiver left would be overfull."""
    problem = organisation(town(12, 3, 0, seed=5), 2, seed=5, desks=3, price_lost_customer=0.0)
    outlets = problem.outlets.assign(staff=20, staff_cost=100_000.0, handling_minutes=9.0)
    services = pd.DataFrame({"outlet": ["O0", "O1", "O2"], "service": "permit", "volume": [900.0, 900.0, 2000.0]})
    # O2 is at 2000 * 9 / 30240 = 0.595; alone a closure adds at most 900 * 0.75 * 9 / 30240 = 0.2, and so
    # stays under 0.85, both together add 0.4. Self-service keeps too little to matter here.
    near = problem.between.assign(minutes=10.0)
    policy = problem.policy.copy()
    policy["converted_share"], policy["cost_convert"], policy["coverage_floor"] = 0.0, 1e9, 0.0
    changed = replace(problem, outlets=outlets, services=services, between=near, policy=policy)
    made = consolidate(changed, limits=LIMITS)
    merges = made.options[made.options["option"] == "merge"]
    assert merges["allowed"].all()
    assert merges["chosen"].sum() == 1
    count = Recount(changed)
    assert count.refused([("O0", "merge", ""), ("O1", "merge", "")])
    assert made.proofs[0].status is Status.OPTIMAL


def test_an_outlet_without_neighbours_is_not_merged_away() -> None:
    """With nobody in reach all its customers would be lost: refused, for that reason."""
    problem = organisation(town(12, 3, 2, seed=6), 1, seed=6, transfer_reach_minutes=0.001)
    options = consolidate(problem, limits=LIMITS).options.set_index("option")
    assert options.loc["merge", "reason"] == "coverage.no_receiver"
    assert options.loc["keep", "chosen"]


def test_nothing_under_review_is_nothing_to_decide() -> None:
    """Without a review the frames are empty with their columns, there is no proof, and the plan takes them."""
    problem = organisation(town(12, 3, 2, seed=7), 0)
    made = consolidate(problem, limits=LIMITS)
    assert set(made.review["verdict"]) == {"fine"}
    assert made.options.empty
    assert made.proofs == ()
    plan = with_consolidation(solve(problem.coverage, limits=LIMITS), made)
    assert plan.review is made.review
    assert list(plan.transfers.columns) == ["outlet", "service", "option", "target", "to", "volume"]


def test_a_stop_keeps_a_choice_that_holds() -> None:
    """Stopped before it starts: one allowed option an outlet, all limits kept, and no false proof."""
    problem = _cases()[0]
    count, best = Recount(problem), consolidate(problem, limits=LIMITS).proofs[0].objective
    progress = Progress()
    progress.stop()
    made = consolidate(problem, limits=LIMITS, progress=progress)
    named = _named(made)
    chosen = [(row.outlet, row.option, row.site) for row in named[named["chosen"]].itertuples()]
    proof = made.proofs[0]
    assert not count.refused(chosen)
    assert proof.objective == pytest.approx(count.worth(chosen))
    assert proof.bound is not None
    assert best is not None
    assert proof.bound >= best - 1e-6
    assert (proof.status is Status.OPTIMAL) == (proof.gap is not None and proof.gap <= 1e-6)
