"""From demand to people at the post."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.requirement.assignment import assign_services
from optimize.requirement.correction import Effort
from optimize.requirement.effective import Method, effective
from optimize.requirement.immediate import Merged
from optimize.requirement.lanes import Lanes, Opening
from optimize.requirement.need import Need, Queues
from optimize.requirement.trim import trim
from optimize.requirement.values import Requirement, RequirementProblem
from quarterhour.arrays import Ints
from quarterhour.labels import attach, require_columns, require_unique

SERVICE_COLUMNS = (
    "service",
    "kind",
    "handling_minutes",
    "handling_spread",
    "patience_minutes",
    "promise",
    "promise_minutes",
    "promise_share",
    "deadline_clock",
)


def require(
    problem: RequirementProblem,
    *,
    method: Method = "played",
    effort: Effort | None = None,
    seed: int = 0,
    processes: int = 1,
) -> Requirement:
    """People at the post by pool and interval so that each service's promise holds, rounded once a pool.

    Immediate services of a pool share one line; the least people n is found such that in a stationary queue
    every promise holds: mean wait W(n) <= m, and P(served within m) >= s. By `method` that queue has the
    interval's own rate, the rate one handling time earlier, the modified offered load of the day, or (played)
    that load corrected by simulation, so that the promises hold in each interval of a changing day. Deferred
    services use what is left over and call further people only where a deadline would be missed.
    `minimum_people` of the pool's posts add up to a least number while open. Desks of the outlet cap the sum
    over its pools; what they cut off is told by `capped` and `uncapped`.

    Parameters
    ----------
    effort
        How much is simulated, where the method is `played`.
    seed, processes
        Draws are named after outlet and pool: the number of processes changes nothing.

    Raises
    ------
    LabelError
        When frames do not fit each other.
    UnservedError
        When a service is asked for where no post takes it.
    PromiseError
        When an immediate service promises to be settled by a deadline.
    """
    opening = Opening.of(problem.demand, problem.grain)

    def queues(merged: Merged, minimum: Ints) -> Merged:
        return effective(merged, method, minimum, effort or Effort(), seed, processes)

    calls = _calls(problem, opening)
    posts = problem.posts.reset_index(drop=True)
    minimum = posts.groupby(["outlet", "pool"])["minimum_people"].sum().rename("minimum").reset_index()
    lanes = Lanes.of(minimum.rename(columns={"pool": "group"})[["outlet", "group"]], opening)
    least = attach(lanes.keys.rename(columns={"group": "pool"}), minimum, ["outlet", "pool"], "minimum people")
    need = Need.of(lanes, calls, "pool", least["minimum"].to_numpy(np.int64), queues)
    people = _within_desks(need, problem.desks)
    settled, backlog = need.settle(people)
    rigid, floors = _floors(posts, calls, opening, need, people, queues)
    lines = pd.concat([_lines(need, "pool"), _lines(rigid, "post")], ignore_index=True)
    return Requirement(_pools(need, people, settled), lines, floors, backlog)


def _lines(need: Need, kind: str) -> pd.DataFrame:
    frame = need.lanes.frame("name", people=need.asked)
    frame.insert(1, "kind", kind)
    return frame


def _calls(problem: RequirementProblem, opening: Opening) -> pd.DataFrame:
    """Demand rows with the post and pool they go to, their service's figures and their interval's position."""
    demand, services = problem.demand, problem.services
    require_columns(demand, ("outlet", "service", "start", "rate"), "demand")
    require_columns(services, SERVICE_COLUMNS, "services")
    require_columns(problem.posts, ("outlet", "post", "pool", "services", "minimum_people", "flexible"), "posts")
    require_unique(demand, ("outlet", "service", "start"), "demand")
    require_unique(problem.posts, ("outlet", "post"), "posts")
    if not (demand["rate"] >= 0).all():
        raise ValueError("demand: a rate is negative or missing.\nMaybe the forecast has gaps.")
    taken = assign_services(problem.posts, demand)
    calls = attach(demand, taken, ["outlet", "service"], "posts")
    calls = attach(calls, services[list(SERVICE_COLUMNS)], ["service"], "services")
    return attach(calls, opening.table[["outlet", "start", "position"]], ["outlet", "start"], "opening")


def _within_desks(need: Need, desks: pd.DataFrame) -> Ints:
    """The pools' people, cut down where an outlet has fewer desks."""
    lanes, people = need.lanes, need.people.copy()
    limits = attach(lanes.keys[["outlet"]], desks[["outlet", "desks"]], ["outlet"], "desks")["desks"].to_numpy()
    load = need.offered + need.deferred
    for outlet in lanes.keys.groupby("outlet").indices.values():
        limit = np.full(len(people), limits[outlet[0]], dtype=np.int64)
        people[:, outlet] = trim(people[:, outlet], load[:, outlet], np.zeros_like(people[:, outlet]), limit)
    return people


def _pools(need: Need, people: Ints, settled: np.ndarray) -> pd.DataFrame:
    met = need.merged.meet(people)
    shape = people.shape
    busy = np.minimum(need.offered * (1.0 - met.lost), people) + settled
    return need.lanes.frame(
        "pool",
        people=people,
        load=need.offered + need.deferred,
        occupancy=np.divide(busy, people, out=np.zeros(shape), where=people > 0),
        wait_minutes=met.wait,
        within=met.within,
        lost=met.lost,
        capped=people < need.people,
        uncapped=need.people,
    )


def _floors(
    posts: pd.DataFrame, calls: pd.DataFrame, opening: Opening, pools: Need, people: Ints, queues: Queues
) -> tuple[Need, pd.DataFrame]:
    """Own need, and floors of posts that need one: minimum people, and own need of those that are not flexible.

    A post's own need is worked out as if it were a pool. Where the floors of a pool add up to more than its
    total (merged loads need fewer people than separate ones), those with most room give way.
    """
    chosen = posts.loc[~posts["flexible"].astype(bool) | (posts["minimum_people"] > 0)]
    lanes = Lanes.of(chosen.rename(columns={"post": "group"})[["outlet", "group"]], opening)
    known = attach(
        lanes.keys.rename(columns={"group": "post"}),
        posts[["outlet", "post", "pool", "minimum_people", "flexible"]],
        ["outlet", "post"],
        "posts",
    )
    rigid = known.loc[~known["flexible"].astype(bool), ["outlet", "post"]]
    own_calls = calls.merge(rigid, on=["outlet", "post"])
    minimum = known["minimum_people"].to_numpy(np.int64)
    own = Need.of(lanes, own_calls, "post", minimum, queues)
    total = pd.MultiIndex.from_frame(pools.lanes.keys)
    floors = own.people.copy()
    load = own.offered + own.settle(own.people)[0]
    for columns in known.groupby(["outlet", "pool"]).indices.values():
        lane = int(total.get_indexer(pd.MultiIndex.from_frame(known.loc[columns[:1], ["outlet", "pool"]]))[0])
        least = np.broadcast_to(minimum[columns], floors[:, columns].shape)
        floors[:, columns] = trim(floors[:, columns], load[:, columns], least, people[:, lane])
    frame = lanes.frame("post", people=floors)
    frame = attach(frame, known[["outlet", "post", "pool"]], ["outlet", "post"], "posts")
    shown = ["outlet", "pool", "post", "start", "people"]
    return own, frame.loc[frame["people"] > 0, shown].sort_values(shown[:4], ignore_index=True)
