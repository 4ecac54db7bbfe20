"""Everybody and everything on stage, outlet by outlet, taken from the problem's frames by label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.requirement import assign_services
from quarterhour.arrays import Ints
from quarterhour.labels import LabelError, attach, require_columns, require_unique
from scenarios.rehearsal.customers import Customers, draw_customers
from scenarios.rehearsal.horizon import Horizon, Runs
from scenarios.rehearsal.presence import Presence, draw_presence, work_windows
from scenarios.rehearsal.problem import RehearsalProblem

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
    windows
        All work windows of the roster.
    runs, desks
        By outlet.
    """

    problem: RehearsalProblem
    horizon: Horizon
    series: pd.DataFrame
    columns: Ints
    windows: pd.DataFrame
    runs: Mapping[str, Runs]
    desks: Mapping[str, int]

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
        require_unique(problem.posts, ("outlet", "post"), "posts")
        series = problem.paths.series[["outlet", "service"]].reset_index(drop=True)
        taken = assign_services(problem.posts, series)
        series = attach(series, taken, ("outlet", "service"), "posts")
        series = attach(series, problem.services[list(SERVICE_COLUMNS)], ("service",), "services")
        series["row"] = np.arange(len(series))
        columns = problem.paths.starts.get_indexer(horizon.starts)
        if (columns < 0).any():
            raise LabelError(f"paths: no entry for {horizon.starts[columns < 0][0]}.\nMaybe the horizons differ.")
        opened = horizon.interval(problem.opening["start"], "opening")
        shops = problem.opening["outlet"].to_numpy()
        runs = {outlet: Runs.of(opened[shops == outlet], horizon) for outlet in series["outlet"].drop_duplicates()}
        desks = attach(series[["outlet"]], problem.desks[["outlet", "desks"]], ("outlet",), "desks")
        return cls(
            problem,
            horizon,
            series,
            columns.astype(np.int64),
            work_windows(problem.segments, problem.posts, horizon),
            runs,
            dict(zip(desks["outlet"], desks["desks"].astype(int), strict=True)),
        )

    @property
    def outlets(self) -> list[str]:
        """All outlets where customers may come, in the order of their labels."""
        return sorted(self.runs)

    def pools(
        self, outlet: str, replications: int, seed: int
    ) -> Iterator[tuple[str, pd.DataFrame, Customers, Presence]]:
        """Pool, its services, customers and people of one outlet.

        Raises
        ------
        LabelError
            When customers come while the outlet is closed.
        """
        problem, closed = self.problem, self.runs[outlet].run < 0
        presence = draw_presence(
            outlet,
            self.windows.loc[self.windows["outlet"] == outlet],
            self.desks[outlet],
            problem.unplanned_absence,
            problem.unplanned_lateness,
            replications,
            seed,
        )
        for pool, services in self.series.loc[self.series["outlet"] == outlet].groupby("pool"):
            own = services.sort_values("service", ignore_index=True)
            at = np.ix_(np.arange(len(problem.paths.counts)), own["row"].to_numpy(), self.columns)
            rates, counts = problem.paths.rates[at], problem.paths.counts[at]
            if counts[:, :, closed].any() or rates[:, :, closed].any():
                raise LabelError(
                    f"paths: customers come to {outlet} while it is closed.\nMaybe its hours changed."
                )
            customers = draw_customers(outlet, own, rates, counts, self.horizon, replications, seed)
            yield str(pool), own, customers, presence.pool(str(pool))
