"""How many full-time people an outlet's customers ask for: the requirement of an ordinary week.

Pooling is not linear, so people are no ratio of customers: each outlet's week of so many customers a month goes
through `optimize.requirement`, interval by interval (each as if its rate lasted: the evaluator can follow that),
and its hours at the post are divided by those that a full-time person gives in a week.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from optimize.requirement import require
from optimize.requirement.values import RequirementProblem
from scenarios.network.model import Network
from scenarios.network.pools import posts_with_pools
from scenarios.plan.full_time import WEEKS_A_MONTH, full_time_hours, share_at_post
from scenarios.plan.needs import requirement_problem
from scenarios.plan.ordinary_week import KEYS, allowance, calendar_week, net_factor, week_shape
from scenarios.premises import Premises

CASE = "\x1f"
"""Between an outlet and the case it is worked out for."""


@dataclass(frozen=True, eq=False)
class OrdinaryWeek:
    """Outlets in an ordinary week, by how many customers a month they have.

    Attributes
    ----------
    posts
        Services, posts and desks, without demand.
    week
        outlet, service, start, rate: of one customer a month.
    full_time
        Hours at the post that a full-time person gives in a week.
    """

    posts: RequirementProblem
    week: pd.DataFrame
    full_time: float

    def __call__(self, volumes: pd.DataFrame) -> pd.DataFrame:
        """case, outlet, people (full-time, in parts); `volumes` is case, outlet, service, volume a month."""
        rows = volumes.merge(self.week, on=KEYS)
        rows = rows.assign(rate=rows["rate"] * rows["volume"], named=rows["outlet"] + CASE + rows["case"])
        named = rows[["outlet", "named"]].drop_duplicates()
        problem = replace(
            self.posts,
            demand=rows[["named", "service", "start", "rate"]].rename(columns={"named": "outlet"}),
            posts=_named(self.posts.posts, named),
            desks=_named(self.posts.desks, named),
        )
        people = require(problem, method="stationary").pools.groupby("outlet")["people"].sum()
        cases = people.index.str.split(CASE, n=1, expand=True)
        hours = people.to_numpy(dtype=float) * problem.grain / 60.0
        return pd.DataFrame(
            {
                "case": cases.get_level_values(1),
                "outlet": cases.get_level_values(0),
                "people": hours / self.full_time,
            }
        )


def people_needed(premises: Premises, history: pd.DataFrame) -> OrdinaryWeek | None:
    """The ordinary week of a network with posts and contracts; None without them.

    `history` is outlet, service, day, count.
    """
    network = premises.network
    if not (network.has("posts") and network.has("employees")):
        return None
    asked = network.table("arrivals")[KEYS].drop_duplicates()
    shape = week_shape(premises.known).merge(asked, on=KEYS).merge(_taken(network), on=KEYS)
    shape = shape.merge(allowance(history, network.settings.staffing_quantile), on=KEYS, how="left")
    rows = shape.merge(calendar_week(network, network.first_day), on=["weekday", "slot"])
    rate = rows["share"] / WEEKS_A_MONTH * rows["factor"].fillna(1.0) * net_factor(network, rows).to_numpy()
    full_time = full_time_hours(network) * share_at_post(network.settings)
    week = rows[[*KEYS, "start"]].assign(rate=rate)
    return OrdinaryWeek(requirement_problem(premises, week.head(0)), week, full_time)


def _taken(network: Network) -> pd.DataFrame:
    """outlet, service: what some post takes."""
    posts = posts_with_pools(network)
    rows = posts[["outlet", "services"]].explode("services").rename(columns={"services": "service"})
    return rows.dropna().drop_duplicates(ignore_index=True)


def _named(table: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Rows of outlets, once a case."""
    return named.merge(table, on="outlet").drop(columns="outlet").rename(columns={"named": "outlet"})
