"""The rehearsal of a plan: its roster against the demand that it was made for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from forecast.values import Forecast, Paths
from optimize.shifts.values import StaffPlan
from quarterhour.progress import Progress
from scenarios.network.cells import names
from scenarios.network.model import Network
from scenarios.network.pools import posts_with_pools
from scenarios.plan.indicators import indicators
from scenarios.plan.stored import premises_of
from scenarios.plan.values import Plan
from scenarios.plan.warnings import warnings
from scenarios.premises import Premises
from scenarios.premises.demand import taken_at
from scenarios.rehearsal import Assumptions, RehearsalProblem, rehearse
from scenarios.rehearsal.problem import EQUIPMENT_COLUMNS
from scenarios.rehearsal.self_service import SELF_SERVICE_COLUMNS
from scenarios.rehearsal.values import Rehearsal


def rehearsal_problem(
    premises: Premises,
    demand: Forecast,
    staff: StaffPlan | None,
    segments: pd.DataFrame,
    first_day: pd.Timestamp,
    days: int,
) -> RehearsalProblem:
    """What a rehearsal of a roster's segments needs to know.

    Absence is drawn at the rate that inflated cover, and nowhere else.
    """
    network, settings = premises.network, premises.network.settings
    posts = posts_with_pools(network)[["outlet", "post", "pool", "services", "flexible"]]
    opening = demand.intervals.loc[demand.intervals["open"], ["outlet", "start"]].drop_duplicates()
    outlets = network.table("outlets")
    return RehearsalProblem(
        segments=segments,
        posts=posts[~posts["outlet"].isin(premises.closed)].reset_index(drop=True),
        services=network.table("services"),
        paths=_served(demand.paths, premises),
        opening=opening.reset_index(drop=True),
        desks=outlets[["outlet", "desks"]].astype({"desks": int}),
        grid=network.grid,
        first_day=first_day,
        days=days,
        equipment=_desks(network),
        self_service=_self_service(network),
        unplanned_absence=settings.unplanned_absence,
        unplanned_lateness=settings.unplanned_lateness,
        lead=_lead(network, staff),
        longest_lead=settings.surge_minutes,
    )


def _lead(network: Network, staff: StaffPlan | None) -> pd.DataFrame:
    """duty, lead: minutes from the call until service of standby whose way is known.

    Own people stand by at home, whose way nobody knows: theirs may take as long as a surge allows.
    """
    if staff is None:
        return pd.DataFrame({"duty": [], "lead": []}).astype({"duty": "str"})
    standby = staff.duties.loc[staff.duties["activity"] == "standby", ["duty", "link", "day"]]
    ways = standby.merge(staff.links[["link", "day", "minutes"]], on=["link", "day"])
    settings = network.settings
    around = settings.alert_minutes + settings.preparation_minutes + settings.handover_minutes
    return pd.DataFrame({"duty": ways["duty"], "lead": ways["minutes"] + around}).drop_duplicates("duty")


def _desks(network: Network) -> pd.DataFrame:
    """The equipment of kind desk: what people serve at."""
    found = network.table("equipment")
    desks = found.loc[found["kind"] == "desk"].rename(columns={"count": "pieces"})
    return desks[list(EQUIPMENT_COLUMNS)].astype({"pieces": int})


def _self_service(network: Network) -> pd.DataFrame:
    """The machines that do services by themselves, a row a service that they contain any customers of."""
    found = network.table("equipment").rename(columns={"count": "pieces"})
    listed = found.assign(service=found["services"].map(names)).explode("service").dropna(subset="service")
    services = network.table("services")
    contained = (services["routine_share"] * services["contained_share"]).clip(upper=1 - 1e-9)
    rate = services[["service"]].assign(contained=contained / (1.0 - contained))
    both = listed.merge(rate, on="service")
    return both.loc[both["contained"] > 0, list(SELF_SERVICE_COLUMNS)].astype({"pieces": int})


def _served(paths: Paths, premises: Premises) -> Paths:
    """The paths of services that open outlets still take; the others have no demand left, and no post."""
    taken = taken_at(premises.network)
    labels = zip(paths.series["outlet"], paths.series["service"], strict=True)
    kept = [outlet not in premises.closed and service in taken[outlet] for outlet, service in labels]
    rows = np.flatnonzero(kept)
    series = paths.series.iloc[rows].reset_index(drop=True)
    return Paths(series, paths.starts, paths.rates[:, rows], paths.counts[:, rows])


def rehearse_plan(
    network: Network,
    plan: Plan,
    *,
    replications: int = 30,
    seed: int | None = None,
    assumptions: Assumptions | None = None,
    processes: int = 1,
    progress: Progress | None = None,
) -> Rehearsal:
    """Play a stored plan forward again: with other draws, more of them, or under other assumptions.

    Raises
    ------
    ValueError
        When the plan has no roster or no forecast to play.
    LabelError
        When a surge names an outlet that the network does not have.
    """
    if plan.roster is None or plan.forecast is None:
        raise ValueError("the plan has no roster to rehearse.\nMaybe the network lacks employees or contracts.")
    premises = premises_of(network, plan)
    segments = plan.roster.segments
    problem = rehearsal_problem(premises, plan.forecast, plan.staff, segments, plan.first_day, plan.days)
    return rehearse(
        (assumptions or Assumptions()).applied(problem),
        replications=replications,
        seed=plan.seed if seed is None else seed,
        processes=processes,
        progress=progress,
    )


def with_rehearsal(network: Network, plan: Plan, rehearsal: Rehearsal) -> Plan:
    """The plan with another rehearsal, and the indicators and warnings that follow from it."""
    changed = premises_of(network, plan).network
    figures = indicators(
        grain=plan.grain,
        forecast=plan.forecast,
        requirement=plan.requirement,
        staff=plan.staff,
        roster=plan.roster,
        rehearsal=rehearsal,
        coverage=plan.coverage,
        costs=plan.costs,
    )
    return replace(
        plan,
        rehearsal=rehearsal,
        indicators=figures,
        warnings=warnings(changed, plan.requirement, plan.staff, plan.roster, rehearsal),
    )
