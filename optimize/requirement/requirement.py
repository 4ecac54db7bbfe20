"""From demand to people at the post."""

from __future__ import annotations

from collections.abc import Iterator

from optimize.requirement import people
from optimize.requirement.correction import Effort
from optimize.requirement.effective import Method
from optimize.requirement.outlets import Outlets, checked
from optimize.requirement.values import Requirement, RequirementProblem
from quarterhour.cache import Cache, each_made
from quarterhour.processes import delayed, side_by_side, starting

MOST_POOLS_A_TASK = 40
"""So many pools are worked out side by side at most: enough to fill arrays, few enough for memory."""


def require(
    problem: RequirementProblem,
    *,
    method: Method = "played",
    effort: Effort | None = None,
    seed: int = 0,
    processes: int = 1,
    cache: Cache | None = None,
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
    cache
        Where days are played: outlets that it knows are not played again.

    Raises
    ------
    LabelError
        When frames do not fit each other.
    UnservedError
        When a service is asked for where no post takes it.
    PromiseError
        When an immediate service promises to be settled by a deadline.
    """
    played = method == "played"
    with starting(processes if played and cache is None else 1, people.__name__):
        outlets = checked(problem)
    shared = (effort or Effort()).among(outlets.cells_by_hours())
    if not played or not outlets.names:
        return people.people_at_posts(outlets, method, shared, seed)

    def run(missing: Iterator[int] | None) -> Iterator[Requirement]:
        some = outlets if missing is None else outlets.only([outlets.names[number] for number in missing])
        return _played(some, shared, seed, processes)

    contents = ((outlets.only([name]), shared, seed) for name in outlets.names)
    return Requirement.together(list(each_made(cache, "requirement", contents, run)))


def _played(outlets: Outlets, effort: Effort, seed: int, processes: int) -> Iterator[Requirement]:
    """The requirement of each outlet by itself, in their order; they are shared out evenly between processes."""
    pools = len(outlets.posts[["outlet", "pool"]].drop_duplicates())
    parts = outlets.shared_out(max(-(-pools // MOST_POOLS_A_TASK), 2 * processes if processes > 1 else 1))
    work = [delayed(people.people_at_posts)(outlets.only(part), "played", effort, seed) for part in parts]
    answers = side_by_side(work, processes if len(work) > 1 else 1)
    each: dict[str, Requirement] = {}
    for part, answer in zip(parts, answers, strict=True):
        each |= zip(part, answer.by_outlet(part), strict=True)
    yield from (each[name] for name in outlets.names)
