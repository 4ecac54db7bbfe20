"""The planning pipeline: every stage that the organisation's tables allow, in the order of the road."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import pandas as pd
from threadpoolctl import threadpool_limits

from forecast.values import Forecast
from optimize import coverage as covering
from optimize import requirement as requiring
from optimize import roster as rostering
from optimize import shifts as staffing
from optimize.coverage.values import Consolidation, CoveragePlan, CoverageProblem
from optimize.requirement.values import Requirement
from optimize.roster.values import RosterProblem
from optimize.shifts.values import StaffPlan, StaffProblem
from quarterhour.cache import Cache, made
from quarterhour.processes import starting
from quarterhour.progress import Progress
from quarterhour.result import Limits
from quarterhour.version import __version__
from scenarios.changes import Change, to_premises
from scenarios.network.model import Network
from scenarios.network.questions import questions
from scenarios.plan.closing import Reassigned, no_balance
from scenarios.plan.consolidation import consolidation_problem
from scenarios.plan.costs import costs
from scenarios.plan.demand import rates
from scenarios.plan.demanding import demand_under
from scenarios.plan.foreseen import foresee
from scenarios.plan.history import counted_days
from scenarios.plan.holding import held, no_held
from scenarios.plan.indicators import indicators
from scenarios.plan.layers import layers
from scenarios.plan.lessons import Lessons
from scenarios.plan.needs import requirement_problem
from scenarios.plan.options import PlanOptions
from scenarios.plan.placement import coverage_problem
from scenarios.plan.playing import rehearsal_problem
from scenarios.plan.rostering import roster_problem
from scenarios.plan.rounds import Round, Start, best, no_rounds, told
from scenarios.plan.staffing import staff_problem
from scenarios.plan.values import Plan
from scenarios.plan.warnings import warnings
from scenarios.premises import Premises
from scenarios.premises.people import People, people
from scenarios.rehearsal import rehearse
from scenarios.rehearsal.values import Rehearsal

Answer = TypeVar("Answer")

BUSY = ("optimize.shifts.solve", "optimize.roster.assign", "scenarios.rehearsal.stage")
"""What processes beside this one are for."""


def plan(
    network: Network,
    *,
    changes: Sequence[Change] = (),
    standing: Sequence[Change] = (),
    name: str = "base",
    options: PlanOptions | None = None,
    progress: Progress | None = None,
    cache: Cache | None = None,
    full: bool = False,
) -> Plan:
    """The plan of `network` under `changes`, which follow those that are `standing`: part of the base by decision.

    With a `cache`, a scenario is planned near the plan of its base (which is made first where it is not known):
    forecasts, pools, roster units, outlets' rehearsals and coverage that nothing touched are taken over, staff is
    planned again for the outlets that something touched while the others are held. `Plan.held` tells it. `full`
    plans all staff again. The same network and changes give the same plan whatever the cache holds.

    Stages whose tables are missing are None. Stopped early, it plans on with what every stage has so far.
    Linear algebra keeps to one thread: on matrices of this size more threads only wait for each other, and
    their number would change the last digits.

    Raises
    ------
    ChangeProblemsError
        When a change names what the network does not have.
    """
    with threadpool_limits(limits=1):
        premises = to_premises(network, (*standing, *changes))
        run = _Run(premises, options or PlanOptions(), progress or Progress(), cache)
        made = _made(network, tuple(changes), run, full=full and bool(changes), standing=tuple(standing))
        return replace(made.plan, name=name)


@dataclass(frozen=True)
class _Made:
    """A plan and what plans near it start from, where it has staff."""

    plan: Plan
    start: Start | None


def _made(
    network: Network, changes: tuple[Change, ...], run: _Run, *, full: bool, standing: tuple[Change, ...] = ()
) -> _Made:
    """The plan, from the cache where it is known; near that of the base where there is a cache and not `full`."""

    def make() -> _Made:
        if changes and run.cache is not None and not full:
            base = _Run(to_premises(network, standing), run.options, run.progress, run.cache)
            run.start = _made(network, (), base, full=False, standing=standing).start
        with starting(run.options.processes if run.start else 1, *BUSY):
            found = run.plan("", (*standing, *changes))
        return _Made(found, run.found)

    asked = tuple(tuple(change.model_dump() for change in each) for each in (standing, changes))
    content = (network, asked, run.options.repeatable, full)
    return made(run.cache, "plan", content, make, lambda: not run.progress.stopped)


class _Run:
    """One planning run: premises, limits, clock."""

    def __init__(self, premises: Premises, options: PlanOptions, progress: Progress, cache: Cache | None) -> None:
        self.premises, self.options, self.progress, self.cache = premises, options, progress, cache
        self.start: Start | None = None
        self.found: Start | None = None
        self.held = no_held()
        self.network = premises.network
        self.grid = self.network.grid
        self.seed = self.network.settings.seed
        self.first_day = premises.base.first_day
        self.days = 7 * self.network.settings.plan_weeks
        self.seconds: dict[str, float] = {}
        self.rounds = no_rounds()
        self.adjustments: pd.DataFrame | None = None

    def plan(self, name: str, changes: Sequence[Change]) -> Plan:
        """Stage after stage, as far as the tables allow."""
        possible = set(questions(self.network))
        demand = self.demand() if "forecast" in possible else None
        requirement = self.require(demand.forecast) if demand and "requirement" in possible else None
        crew = self.people() if "staff" in possible else None
        asked = self.asked(crew, requirement, demand.forecast) if crew and requirement and demand else None
        kept = (
            self.operate(crew, asked, demand.forecast)
            if crew and asked and demand and "roster" in possible
            else None
        )
        staff = kept.staff if kept else self.staff(asked) if asked else None
        consolidate = demand is not None and "consolidation" in possible
        coverage = self.coverage(crew, consolidate=consolidate) if "coverage" in possible else None
        return self.collect(name, changes, demand, requirement, staff, kept, coverage)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take a stage's time and report its beginning and end."""
        began = time.perf_counter()
        self.progress.report(name, 0.0)
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
        self.progress.report(name, 1.0)

    def demand(self) -> Reassigned:
        """The forecast of what is known, moved by what the scenario changes about demand."""
        with self.stage("forecast"):
            seen = foresee(self.premises.known, self.days, self.options.paths, self.progress, cache=self.cache)
            self.adjustments = seen.adjustments
            return demand_under(self.premises, seen.forecast)

    def require(self, demand: Forecast) -> Requirement:
        with self.stage("requirement"):
            asked = rates(demand, self.network.settings.staffing_quantile)
            problem = requirement_problem(self.premises, asked)
            return requiring.require(problem, seed=self.seed, processes=self.options.processes, cache=self.cache)

    def people(self) -> People:
        return people(self.network, self.first_day, self.days)

    def asked(self, crew: People, requirement: Requirement, demand: Forecast) -> StaffProblem:
        """What the staff plan has to answer before anything was learnt."""
        with self.stage("staff"):
            return staff_problem(self.premises, crew, requirement, demand, self.grid)

    def operate(self, crew: People, asked: StaffProblem, demand: Forecast) -> Round:
        """Staff, roster and rehearsal, in so many rounds as asked for; the best.

        Near a base there is one, with the base's lessons.
        """
        rounds: list[Round] = []
        lessons = self.start.lessons.within(asked) if self.start else Lessons.none(self.grid.timezone)
        names = self.start.names if self.start else None
        most = 1 if self.start else self.options.rounds
        while len(rounds) < most:
            problem = lessons.heeded(asked)
            staff = self.staff(problem)
            naming = roster_problem(self.network, crew, staff.duties, self.first_day, self.days, self.grid)
            named = self.named(naming, names)
            rehearsal = self.rehearse(demand, staff, named.segments)
            roster = named.checked()
            if rounds and self.progress.stopped:
                break
            money = costs(self.network, staff, roster, self.premises.closed, self.days)["money"].sum()
            rounds.append(Round(lessons, problem, staff, naming, roster, rehearsal, float(money)))
            if len(rounds) == most or self.progress.stopped:
                break
            lessons, names = rounds[-1].taught(), rounds[-1].names
            if lessons.same(rounds[-1].lessons):
                break
        self.rounds = told(rounds, self.grid.grain)
        kept = rounds[best(rounds)]
        is_base = self.cache is not None and self.start is None
        self.found = Start(kept.problem, kept.staff, kept.names if is_base else None, kept.lessons)
        return kept

    def staff(self, problem: StaffProblem) -> StaffPlan:
        with self.stage("staff"):
            limits, processes, start = self.options.staff(self.seed), self.options.processes, self.start
            if start is None:
                found = staffing.solve(problem, limits=limits, processes=processes, progress=self.progress)
            else:
                near = staffing.solve_near(
                    problem, start.problem, start.staff, limits=limits, processes=processes, progress=self.progress
                )
                self.held, found = held("staff", near.again, near.held), near.plan
            self.found = Start(problem, found, None, Lessons.none(self.grid.timezone))
            return found

    def named(self, problem: RosterProblem, near: rostering.Before | None) -> rostering.Unchecked:
        with self.stage("roster"):
            return rostering.solve_unchecked(
                problem,
                limits=self.options.roster(self.seed),
                processes=self.options.processes,
                progress=self.progress,
                near=near,
                cache=self.cache,
            )

    def rehearse(self, demand: Forecast, staff: StaffPlan, segments: pd.DataFrame) -> Rehearsal:
        with self.stage("rehearsal"):
            problem = rehearsal_problem(self.premises, demand, staff, segments, self.first_day, self.days)
            return rehearse(
                problem,
                replications=self.options.replications,
                seed=self.seed,
                processes=self.options.processes,
                progress=self.progress,
                cache=self.cache,
                keeps=self.start is None,
            )

    def coverage(self, crew: People | None, *, consolidate: bool) -> CoveragePlan:
        with self.stage("coverage"):
            premises, limits = self.premises.without_demand, self.options.coverage(self.seed)
            problem = coverage_problem(premises)
            found = self._kept("coverage", (problem, limits), partial(covering.solve, problem, limits=limits))
            if not consolidate:
                return found
            review = partial(self._review, premises, crew, problem, limits)
            reviewed = self._kept("review", (premises, crew, limits), review)
            return covering.with_consolidation(found, reviewed)

    def _review(
        self, premises: Premises, crew: People | None, problem: CoverageProblem, limits: Limits, progress: Progress
    ) -> Consolidation:
        asked = consolidation_problem(premises, crew, counted_days(premises.known), problem)
        consolidate = partial(covering.consolidate, asked, limits=limits)
        return self._kept("consolidation", (asked, limits), consolidate)

    def _kept(self, stage: str, content: object, make: Callable[..., Answer]) -> Answer:
        """A stage's answer that is kept as a whole."""
        return made(
            self.cache, stage, content, lambda: make(progress=self.progress), lambda: not self.progress.stopped
        )

    def collect(
        self,
        name: str,
        changes: Sequence[Change],
        demand: Reassigned | None,
        requirement: Requirement | None,
        staff: StaffPlan | None,
        kept: Round | None,
        coverage: CoveragePlan | None,
    ) -> Plan:
        """Everything in one value, with indicators, warnings and cost."""
        roster, rehearsal = (kept.roster, kept.rehearsal) if kept else (None, None)
        raised = (self.found.lessons if self.found else Lessons.none(self.grid.timezone)).raised
        network, settings = self.network, self.network.settings
        money = costs(network, staff, roster, self.premises.closed, self.days)
        forecast = demand.forecast if demand else None
        columns = ["outlet", "name", "kind", "region", "latitude", "longitude", "desks"]
        return Plan(
            name=name,
            network=settings.name,
            language=settings.language,
            currency=settings.currency,
            timezone=settings.timezone,
            grain=settings.grain,
            day_cut=self.grid.day_cut,
            first_day=self.first_day,
            days=self.days,
            seed=self.seed,
            workers=self.options.workers,
            changes=tuple(change.model_dump(mode="json", exclude_none=True) for change in changes),
            outlets=network.table("outlets")[columns],
            layers=layers(network, self.adjustments),
            forecast=forecast,
            requirement=requirement,
            staff=staff,
            roster=roster,
            coverage=coverage,
            rehearsal=rehearsal,
            balance=demand.balance if demand else no_balance(),
            indicators=indicators(
                grain=settings.grain,
                forecast=forecast,
                requirement=requirement,
                staff=staff,
                roster=roster,
                rehearsal=rehearsal,
                coverage=coverage,
                costs=money,
            ),
            warnings=warnings(network, requirement, staff, roster, rehearsal),
            costs=money,
            held=self.held,
            rounds=self.rounds,
            raised=raised,
            seconds=self.seconds,
            settings=_settings(network),
            version=__version__,
        )


def _settings(network: Network) -> Mapping[str, object]:
    """Settings as plain data."""
    plain = dataclasses.asdict(network.settings)
    start = plain["plan_start"]
    listed = {name: list(value) for name, value in plain.items() if isinstance(value, tuple)}
    return {**plain, **listed, "plan_start": None if start is None else start.date().isoformat()}
