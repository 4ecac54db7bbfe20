"""The requirement problem of a network."""

from __future__ import annotations

import pandas as pd

from optimize.requirement.values import RequirementProblem
from scenarios.network.pools import posts_with_pools
from scenarios.premises import Premises


def requirement_problem(premises: Premises, demand: pd.DataFrame) -> RequirementProblem:
    """What `optimize.requirement` needs to know; `demand` is outlet, service, start, rate of open intervals."""
    network = premises.network
    posts = posts_with_pools(network)
    columns = ["outlet", "post", "pool", "services", "minimum_people", "flexible"]
    services = network.table("services")
    outlets = network.table("outlets")
    return RequirementProblem(
        demand=demand,
        services=services.assign(handling_spread=services["handling_spread"].fillna(services["handling_minutes"])),
        posts=posts.loc[~posts["outlet"].isin(premises.closed), columns].reset_index(drop=True),
        desks=outlets[["outlet", "desks"]].astype({"desks": int}),
        grain=network.settings.grain,
    )
