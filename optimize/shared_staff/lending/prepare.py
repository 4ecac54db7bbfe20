"""The day with its labels paired once and numbered: rows of need n, supplies u, links a, intervals q.

Rules that every block keeps are looked up here, so that a block exists only where it is allowed:

- The way there and back, and the block, lie inside the duty: rest between duties is what the plan made it.
- Nobody travels during a break; a break inside a block is taken at the receiver, and does not count there.
- Alert, preparation, the way as it is at that time of day, and hand-over do not exceed `reach`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Flags
from optimize.shared_staff.lending.values import LendingProblem
from optimize.shared_staff.lending.ways import Ways, ways
from quarterhour.arrays import Ints
from quarterhour.labels import attach, require_unique

SEAT = ["outlet", "pool", "post"]
ALONE = {"own": False, "standby": True, "partner": True}
"""Whether people of this kind leave nobody behind whom they are missed by."""


@dataclass(frozen=True)
class Prepared:
    """Tables and arrays by number.

    Attributes
    ----------
    needs
        The problem's rows with n, q and missing.
    supplies
        With u, first, stop (intervals of the duty), rest, rested (first and last + 1 of the break; equal without
        one), least, most (intervals of a block), lender's number m.
    links
        Those not barred, with a and u.
    ways
        Of `links`.
    may_begin, may_end
        (links, intervals) and (links, intervals + 1): whether a block may begin there, or end as that interval
        begins.
    rests
        (supplies, intervals) whether people rest.
    short
        (links, intervals) whether the receiver misses somebody there, in the pool or at the post.
    """

    needs: pd.DataFrame
    supplies: pd.DataFrame
    links: pd.DataFrame
    ways: Ways
    may_begin: Flags
    may_end: Flags
    rests: Flags
    short: Flags


def prepare(problem: LendingProblem) -> Prepared:
    """Pair, number and find the blocks that may be of use.

    Raises
    ------
    LabelError
        When tables do not fit each other.
    """
    needs = _needs(problem)
    supplies = _supplies(problem)
    usable = problem.links[problem.links["barred"] == ""].reset_index(drop=True)
    links = attach(usable, supplies[["supply", "u", "least", "first", "stop"]], ["supply"], "links")
    links["a"] = np.arange(len(links))
    found = ways(problem, links)
    count = len(problem.starts)
    quarter = np.arange(count)
    resting = (quarter >= supplies["rest"].to_numpy()[:, None]) & (
        quarter < supplies["rested"].to_numpy()[:, None]
    )
    short = _short(needs, links, count)
    begin, end = _begin_and_end(problem, links, found, resting)
    return Prepared(needs, supplies, links, found, begin, end, resting, short)


def _needs(problem: LendingProblem) -> pd.DataFrame:
    require_unique(problem.needs, [*SEAT, "start"], "needs")
    number = pd.DataFrame({"start": problem.starts, "q": np.arange(len(problem.starts))})
    needs = attach(problem.needs, number, ["start"], "needs: intervals of the day").reset_index(drop=True)
    return needs.assign(n=np.arange(len(needs)), missing=(needs["wanted"] - needs["there"]).clip(lower=0))


def _supplies(problem: LendingProblem) -> pd.DataFrame:
    """Windows as whole intervals inside the duty; a break takes every interval that it touches."""
    require_unique(problem.supplies, ["supply"], "supplies")
    number = problem.lenders.assign(m=np.arange(len(problem.lenders)))[["lender", "m"]]
    table = attach(problem.supplies, number, ["lender"], "lenders").reset_index(drop=True)
    count, grain = len(problem.starts), problem.grain

    def at(column: str, up: bool) -> Ints:
        minutes = (table[column] - problem.starts[0]).dt.total_seconds().fillna(0.0).to_numpy() / 60 / grain
        rounded = np.ceil(minutes - 1e-9) if up else np.floor(minutes + 1e-9)
        return np.clip(rounded, 0, count).astype(np.int64)

    return table.assign(
        u=np.arange(len(table)),
        first=at("begins", True),
        stop=at("ends", False),
        rest=at("break_start", False),
        rested=at("break_end", True),
        least=np.maximum(1, np.ceil(table["least_minutes"] / grain - 1e-9)).astype(np.int64),
        most=np.floor(table["most_minutes"] / grain + 1e-9).astype(np.int64),
    )


def _short(needs: pd.DataFrame, links: pd.DataFrame, count: int) -> Flags:
    """Whether the receiver of each link misses somebody, by interval."""
    missing = needs[needs["missing"] > 0]
    pools = missing[missing["post"] == ""].groupby(["outlet", "pool"])["q"]
    posts = missing[missing["post"] != ""].groupby(SEAT)["q"]
    short = np.zeros((len(links), count), dtype=bool)
    for key, groups in ((["outlet", "pool"], pools), (SEAT, posts)):
        leading = links.groupby(key).indices
        for seat, part in groups:
            rows = np.asarray(leading.get(seat, []), dtype=np.int64)
            short[rows[:, None], part.to_numpy()[None, :]] = True
    return short


def _begin_and_end(
    problem: LendingProblem, links: pd.DataFrame, found: Ways, resting: Flags
) -> tuple[Flags, Flags]:
    """Whether the way there may be made for a block that begins, and the way back for one that ends."""
    count = len(problem.starts)
    row = np.arange(len(links))[:, None]
    first, stop = links["first"].to_numpy()[:, None], links["stop"].to_numpy()[:, None]
    rested = np.concatenate([np.zeros((len(resting), 1), np.int64), np.cumsum(resting, axis=1)], axis=1)
    rested = rested[links["u"].to_numpy()]
    leave = found.leave[:, :count]
    out = np.maximum(leave, 0)
    overhead = problem.terms.alert + problem.terms.preparation + problem.terms.handover
    in_time = found.minutes[row, out] + overhead <= problem.terms.reach + 1e-9
    begin = (leave >= first) & (leave >= 0) & in_time & (rested[row, out] == rested[:, :count])
    home = np.minimum(found.home, count)
    end = (found.home <= stop) & (rested[row, home] == rested)
    return begin, end
