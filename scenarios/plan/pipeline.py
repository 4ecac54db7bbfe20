"""The planning pipeline: every stage that the organisation's tables allow, in the order of the road."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pandas as pd
from threadpoolctl import threadpool_limits

from forecast.values import Forecast
from optimize import coverage as covering
from optimize import requirement as requiring
from optimize import roster as rostering
from optimize import shifts as staffing
from optimize.coverage.values import CoveragePlan
from optimize.requirement.values import Requirement
from optimize.roster.values import Roster
from optimize.shifts.values import StaffPlan
from quarterhour.progress import Progress
from quarterhour.version import __version__
from scenarios.changes import Change, to_premises
from scenarios.network.model import Network
from scenarios.network.questions import questions
from scenarios.plan.closing import Reassigned, no_balance
from scenarios.plan.costs import costs
from scenarios.plan.demand import rates
from scenarios.plan.demanding import demand_under
from scenarios.plan.foreseen import foresee
from scenarios.plan.indicators import indicators
from scenarios.plan.layers import layers
from scenarios.plan.needs import requirement_problem
from scenarios.plan.options import PlanOptions
from scenarios.plan.placement import consolidation_problem, coverage_problem
from scenarios.plan.playing import rehearsal_problem
from scenarios.plan.rostering import roster_problem
from scenarios.plan.staffing import staff_problem
from scenarios.plan.values import Plan
from scenarios.plan.warnings import warnings
from scenarios.premises import Premises
from scenarios.premises.people import People, people
from scenarios.rehearsal import rehearse
from scenarios.rehearsal.values import Rehearsal


def plan(
    network: Network,
    *,
    changes: Sequence[Change] = (),
    name: str = "base",
    options: PlanOptions | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The plan of `network` under `changes`.

    Stages whose tables are missing are None. Stopped early, it plans on with what every stage has so far.
    Linear algebra keeps to one thread: on matrices of this size more threads only wait for each other, and
    their number would change the last digits.

    Raises
    ------
    ChangeProblemsError
        When a change names what the network does not have.
    """
    with threadpool_limits(limits=1):
        run = _Run(to_premises(network, changes), options or PlanOptions(), progress or Progress())
        return run.plan(name, changes)


class _Run:
    """One planning run: premises, limits, clock."""

    def __init__(self, premises: Premises, options: PlanOptions, progress: Progress) -> None:
        self.premises, self.options, self.progress = premises, options, progress
        self.network = premises.network
        self.grid = self.network.grid
        self.seed = self.network.settings.seed
        self.first_day = premises.base.first_day
        self.days = 7 * self.network.settings.plan_weeks
        self.seconds: dict[str, float] = {}
        self.history: pd.DataFrame | None = None
        self.adjustments: pd.DataFrame | None = None

    def plan(self, name: str, changes: Sequence[Change]) -> Plan:
        """Stage after stage, as far as the tables allow."""
        possible = set(questions(self.network))
        demand = self.demand() if "forecast" in possible else None
        requirement = self.require(demand.forecast) if demand and "requirement" in possible else None
        crew = self.people() if "staff" in possible else None
        staff = self.staff(crew, requirement, demand.forecast) if crew and requirement and demand else None
        roster = self.roster(crew, staff) if crew and staff and "roster" in possible else None
        rehearsal = self.rehearse(demand.forecast, roster) if demand and roster else None
        coverage = self.coverage(crew, consolidate="consolidation" in possible) if "coverage" in possible else None
        return self.collect(name, changes, demand, requirement, staff, roster, rehearsal, coverage)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take a stage's time and report its beginning and end."""
        began = time.perf_counter()
        self.progress.report(name, 0.0)
        yield
        self.seconds[name] = time.perf_counter() - began
        self.progress.report(name, 1.0)

    def demand(self) -> Reassigned:
        """The forecast of what is known, moved by what the scenario changes about demand."""
        with self.stage("forecast"):
            seen = foresee(self.premises.known, self.days, self.options.paths, self.progress)
            self.history, self.adjustments = seen.history, seen.adjustments
            return demand_under(self.premises, seen.forecast)

    def require(self, demand: Forecast) -> Requirement:
        with self.stage("requirement"):
            asked = rates(demand, self.network.settings.staffing_quantile)
            problem = requirement_problem(self.premises, asked)
            return requiring.require(problem, seed=self.seed, processes=self.options.processes)

    def people(self) -> People:
        return people(self.network, self.first_day, self.days)

    def staff(self, crew: People, requirement: Requirement, demand: Forecast) -> StaffPlan:
        with self.stage("staff"):
            problem = staff_problem(self.premises, crew, requirement, demand, self.grid)
            limits = self.options.staff(self.seed)
            return staffing.solve(problem, limits=limits, processes=self.options.processes, progress=self.progress)

    def roster(self, crew: People, staff: StaffPlan) -> Roster:
        with self.stage("roster"):
            problem = roster_problem(self.network, crew, staff, self.first_day, self.days, self.grid)
            limits = self.options.roster(self.seed)
            return rostering.solve(
                problem, limits=limits, processes=self.options.processes, progress=self.progress
            )

    def rehearse(self, demand: Forecast, roster: Roster) -> Rehearsal:
        with self.stage("rehearsal"):
            problem = rehearsal_problem(self.premises, demand, roster, self.first_day, self.days)
            return rehearse(
                problem,
                replications=self.options.replications,
                seed=self.seed,
                processes=self.options.processes,
                progress=self.progress,
            )

    def coverage(self, crew: People | None, *, consolidate: bool) -> CoveragePlan:
        with self.stage("coverage"):
            problem = coverage_problem(self.premises)
            limits = self.options.coverage(self.seed)
            found = covering.solve(problem, limits=limits, progress=self.progress)
            if not consolidate or self.history is None:
                return found
            asked = consolidation_problem(self.premises, crew, self.history, problem)
            reviewed = covering.consolidate(asked, limits=limits, progress=self.progress)
            return covering.with_consolidation(found, reviewed)

    def collect(
        self,
        name: str,
        changes: Sequence[Change],
        demand: Reassigned | None,
        requirement: Requirement | None,
        staff: StaffPlan | None,
        roster: Roster | None,
        rehearsal: Rehearsal | None,
        coverage: CoveragePlan | None,
    ) -> Plan:
        """Everything in one value, with indicators, warnings and cost."""
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
            warnings=warnings(network, staff, roster, rehearsal),
            costs=money,
            seconds=self.seconds,
            settings=_settings(network),
            version=__version__,
        )


def _settings(network: Network) -> Mapping[str, object]:
    """Settings as plain data."""
    plain = dataclasses.asdict(network.settings)
    start = plain["plan_start"]
    kinds = list(plain["reserve_kinds"])
    return {**plain, "plan_start": None if start is None else start.date().isoformat(), "reserve_kinds": kinds}
