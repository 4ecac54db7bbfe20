"""The price of confidence of a stored plan: its sample paths against the prices of its network."""

from __future__ import annotations

import numpy as np

from forecast.values import Forecast, Paths
from optimize.requirement.confidence import Confidence, Prices, SamplePaths, price_of_confidence, reduce_paths
from optimize.requirement.values import RequirementProblem
from quarterhour.labels import attach
from quarterhour.messages import Message
from scenarios.network.model import Network
from scenarios.plan.needs import requirement_problem
from scenarios.plan.stored import premises_of
from scenarios.plan.values import Plan
from scenarios.premises import Premises

PATHS = 10
"""Weighted paths that stand for all: of the sample's fifty or a hundred enough for quantiles up to 0.9 or so."""

PLAN = "plan"
"""What the people that the plan requires are called beside the quantiles."""


class NotConfidentError(ValueError):
    """The plan or its network lacks what the price of confidence is worked out from."""

    def __init__(self, code: str) -> None:
        self.message = Message(code)
        super().__init__(self.message.text())


def confidence(
    network: Network,
    plan: Plan,
    *,
    paths: int = PATHS,
    hour: float | None = None,
    late: float | None = None,
    lost: float | None = None,
) -> Confidence:
    """Hours, money and customers late and lost by quantile, the newsvendor and the plan's own people beside them.

    Parameters
    ----------
    network
        The base network that the plan was made of; the plan's own changes are put on it again.
    paths
        How many weighted paths stand for the forecast's.
    hour, late, lost
        Prices as in `Prices`, in place of those that `prices_of` reads from the network.

    Raises
    ------
    NotConfidentError
        When the plan has no forecast or no requirement, or nothing says what an hour costs.
    LabelError
        When plan and network do not fit each other.
    """
    if plan.forecast is None or plan.requirement is None:
        raise NotConfidentError("requirement.no_paths")
    premises = premises_of(network, plan)
    problem = confidence_problem(premises, plan.forecast)
    many = sample_paths(plan.forecast.paths, premises.closed)
    prices = prices_of(premises, problem, hour=hour, late=late, lost=lost)
    few = reduce_paths(problem, many, paths)
    return price_of_confidence(problem, few, prices, given={PLAN: plan.requirement.pools})


def confidence_problem(premises: Premises, demand: Forecast) -> RequirementProblem:
    """The plan's requirement problem with the mean demand of open intervals; closed outlets have none left."""
    shown = demand.intervals["open"] & ~demand.intervals["outlet"].isin(premises.closed)
    rows = demand.intervals.loc[shown, ["outlet", "service", "start", "mean"]]
    return requirement_problem(premises, rows.rename(columns={"mean": "rate"}).reset_index(drop=True))


def sample_paths(paths: Paths, closed: tuple[str, ...]) -> SamplePaths:
    """The forecast's paths of rates, all alike in weight, without those of closed outlets."""
    kept = ~paths.series["outlet"].isin(closed).to_numpy()
    series = paths.series.loc[kept, ["outlet", "service"]].reset_index(drop=True)
    return SamplePaths.alike(series, paths.starts, paths.rates[:, kept])


def prices_of(
    premises: Premises,
    problem: RequirementProblem,
    *,
    hour: float | None = None,
    late: float | None = None,
    lost: float | None = None,
) -> Prices:
    """What is not given, as the network prices it.

    - hour: the mean `hourly_rate` of the employees' contracts; without employees, of all contracts.
    - late: `price_shortage`, the price of an hour in which a needed person is missing, over the immediate
      customers whom a person serves in an hour (by the mean handling time of those expected).
    - lost: `price_lost_customer`, but never below the price of a late one, since whoever leaves was not served
      as promised either.

    Raises
    ------
    NotConfidentError
        When no hour is given and the network has no contracts.
    """
    settings = premises.network.settings
    if hour is None:
        hour = _hourly_rate(premises.network)
    if late is None:
        late = settings.price_shortage * _handling_hours(problem)
    if lost is None:
        lost = max(settings.price_lost_customer, late)
    return Prices(hour, late, lost)


def _hourly_rate(network: Network) -> float:
    contracts = network.table("contracts")
    rates = contracts["hourly_rate"].astype(float)
    if network.has("employees"):
        known = contracts.assign(rate=rates)[["contract", "rate"]]
        rates = attach(network.table("employees")[["contract"]], known, ["contract"], "contracts")["rate"]
    if rates.empty or not rates.mean() > 0:
        raise NotConfidentError("requirement.no_hourly_rate")
    return float(rates.mean())


def _handling_hours(problem: RequirementProblem) -> float:
    """Mean handling time in hours of the immediate customers expected; 0 where there are none."""
    known = problem.services[["service", "kind", "handling_minutes"]]
    rows = attach(problem.demand, known, ["service"], "services")
    rows = rows.loc[rows["kind"] != "deferred"]
    came = rows["rate"].to_numpy(np.float64)
    return (
        float(came @ rows["handling_minutes"].to_numpy(np.float64) / came.sum() / 60.0) if came.sum() > 0 else 0.0
    )
