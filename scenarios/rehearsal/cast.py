"""Everybody and everything on stage, outlet by outlet, taken from the problem's frames by label."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from optimize.requirement import assign_services
from quarterhour.arrays import Floats, Ints
from quarterhour.labels import LabelError, attach, require_columns, require_unique
from scenarios.rehearsal.horizon import Horizon, Runs
from scenarios.rehearsal.places import without_names
from scenarios.rehearsal.presence import Chances, standby_windows, work_windows
from scenarios.rehearsal.problem import RehearsalProblem
from scenarios.rehearsal.surges import surge_factors

SERVICE_COLUMNS = (
    "service",
    "kind",
    "handling_minutes",
    "handling_spread",
    "patience_minutes",
    "promise",
    "promise_minutes",
    "promise_share",
    "promise_period",
    "deadline_clock",
)
WORKS = -1.0
"""Minutes from a call until service of whoever works anyway."""


@dataclass(frozen=True)
class Scene:
    """One outlet, ready to be played by itself.

    Attributes
    ----------
    services
        service, post, pool and the service's figures, by pool and service.
    posts
        post, pool, services, flexible.
    rates, counts
        Shape (paths, services, intervals of the horizon), in the order of `services`.
    surge
        Factor on the rates by interval.
    windows
        Work windows, without names (`places`).
    standby
        Those of people on standby, with `lead`; none where the reserve is not called.
    equipment
        equipment, pieces, failures_a_month, repair_hours: what people serve at and may fail.
    self_service
        As in the problem.
    """

    outlet: str
    horizon: Horizon
    services: pd.DataFrame
    posts: pd.DataFrame
    rates: Floats
    counts: Ints
    surge: Floats
    runs: Runs
    windows: pd.DataFrame
    standby: pd.DataFrame
    desks: int
    equipment: pd.DataFrame
    self_service: pd.DataFrame
    chances: Chances


@dataclass(frozen=True)
class Cast:
    """The problem, ready to be played.

    Attributes
    ----------
    problem, horizon
        As given.
    series
        outlet, service, post, pool, the service's figures, and row (second axis of the paths).
    columns
        Third axis of the paths at each interval of the horizon.
    opened
        Intervals of the horizon in which an outlet is open, by row of the problem's `opening`.
    windows, standby
        All work windows of the roster, and those of its standby, if the reserve is called.
    desks
        By outlet.
    """

    problem: RehearsalProblem
    horizon: Horizon
    series: pd.DataFrame
    columns: Ints
    opened: Ints
    windows: pd.DataFrame
    standby: pd.DataFrame
    desks: dict[str, int]

    @classmethod
    def of(cls, problem: RehearsalProblem, horizon: Horizon) -> Cast:
        """Check that the frames fit each other, and pair them.

        Raises
        ------
        LabelError
            When they do not.
        UnservedError
            When a service is asked for where no post takes it.
        """
        require_columns(problem.services, SERVICE_COLUMNS, "services")
        require_columns(problem.posts, ("outlet", "post", "pool", "services", "flexible"), "posts")
        require_unique(problem.posts, ("outlet", "post"), "posts")
        series = problem.paths.series[["outlet", "service"]].reset_index(drop=True)
        taken = assign_services(problem.posts, series)
        series = attach(series, taken, ("outlet", "service"), "posts")
        series = attach(series, problem.services[list(SERVICE_COLUMNS)], ("service",), "services")
        series["row"] = np.arange(len(series))
        columns = problem.paths.starts.get_indexer(horizon.starts)
        if (columns < 0).any():
            raise LabelError(f"paths: no entry for {horizon.starts[columns < 0][0]}.\nMaybe the horizons differ.")
        desks = attach(series[["outlet"]], problem.desks[["outlet", "desks"]], ("outlet",), "desks")
        return cls(
            problem,
            horizon,
            series,
            columns.astype(np.int64),
            horizon.interval(problem.opening["start"], "opening"),
            work_windows(problem.segments, problem.posts, horizon),
            _standby(problem, horizon),
            dict(zip(desks["outlet"], desks["desks"].astype(int), strict=True)),
        )

    @property
    def outlets(self) -> list[str]:
        """All outlets where customers may come, in the order of their labels."""
        return sorted(self.desks)

    @cached_property
    def customers(self) -> dict[str, float]:
        """Customers of each outlet, mean over the paths."""
        counts = self.problem.paths.counts
        rows = counts.sum(axis=(0, 2))[self.series["row"].to_numpy()] / max(len(counts), 1)
        sums = pd.Series(rows).groupby(self.series["outlet"].to_numpy()).sum()
        return {str(outlet): float(customers) for outlet, customers in sums.items()}

    @property
    def busiest_first(self) -> list[str]:
        """All outlets, those with most customers first: long work that begins late is waited for."""
        return sorted(self.desks, key=lambda outlet: (-self.customers[outlet], outlet))

    def scene(self, outlet: str) -> Scene:
        """One outlet.

        Raises
        ------
        LabelError
            When customers come while the outlet is closed.
        """
        problem, horizon = self.problem, self.horizon
        runs = Runs.of(self.opened[(problem.opening["outlet"] == outlet).to_numpy()], horizon)
        own = self.series.loc[self.series["outlet"] == outlet]
        services = own.sort_values(["pool", "service"], ignore_index=True)
        at = np.ix_(np.arange(len(problem.paths.counts)), services["row"].to_numpy(), self.columns)
        rates, counts = problem.paths.rates[at], problem.paths.counts[at]
        closed = runs.run < 0
        if counts[:, :, closed].any() or rates[:, :, closed].any():
            raise LabelError(f"paths: customers come to {outlet} while it is closed.\nMaybe its hours changed.")
        here = problem.equipment["outlet"] == outlet
        windows, standby = self._windows(outlet)
        return Scene(
            outlet=outlet,
            horizon=horizon,
            services=services,
            posts=problem.posts.loc[problem.posts["outlet"] == outlet].reset_index(drop=True),
            rates=rates,
            counts=counts,
            surge=surge_factors(problem.surges, outlet, horizon),
            runs=runs,
            windows=windows,
            standby=standby,
            desks=self.desks[outlet],
            equipment=problem.equipment.loc[here].sort_values("equipment", ignore_index=True),
            self_service=problem.self_service.loc[problem.self_service["outlet"] == outlet],
            chances=Chances(problem.unplanned_absence, problem.unplanned_lateness, problem.travel_spread),
        )

    @cached_property
    def _all_windows(self) -> pd.DataFrame:
        """Windows of work and of standby, with `lead`."""
        return pd.concat([self.windows.assign(lead=WORKS), self.standby], ignore_index=True)

    def _windows(self, outlet: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Work and standby windows of an outlet without names; people who do both on a day stay one person."""
        found = without_names(self._all_windows.loc[self._all_windows["outlet"] == outlet])
        works = (found["lead"] == WORKS).to_numpy()
        return found[works].drop(columns="lead").reset_index(drop=True), found[~works].reset_index(drop=True)


def _standby(problem: RehearsalProblem, horizon: Horizon) -> pd.DataFrame:
    """Windows of standby; none where the reserve is not called."""
    segments = problem.segments if problem.calls_reserve else problem.segments.head(0)
    return standby_windows(segments, problem.posts, problem.lead, problem.longest_lead, horizon)
