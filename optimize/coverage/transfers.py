"""Where customers go under each option, by the rule that planning uses too: before = after + digital + lost."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
import pandas as pd

from optimize.coverage.alternatives import MOVE
from optimize.coverage.reassign import LOST, SERIES, transfer_shares
from optimize.coverage.values import ConsolidationProblem

COLUMNS = ["outlet", "service", "option", "target", "to", "volume"]


def shares_when_closed(problem: ConsolidationProblem, closed: Set[str]) -> pd.DataFrame:
    """outlet, service, to, share of what leaves the outlets of `closed` when all of them stop receiving."""
    policy = problem.policy
    return transfer_shares(
        problem.services,
        closed,
        problem.between,
        problem.services[SERIES],
        decay_minutes=float(policy["decay_minutes"]),
        reach_minutes=float(policy["transfer_reach_minutes"]),
        digital_share=float(policy["digital_share"]),
        lost_share=float(policy["lost_share"]),
    )


def transfers_alone(problem: ConsolidationProblem, options: pd.DataFrame) -> pd.DataFrame:
    """outlet, service, option, target, to, volume of each option when all other outlets stay as they are."""
    outlets = options["outlet"].unique()
    alone = [shares_when_closed(problem, {str(outlet)}) for outlet in outlets]
    return _volumes(problem, options, pd.concat(alone, ignore_index=True)) if alone else _volumes_of_none()


def transfers_together(problem: ConsolidationProblem, chosen: pd.DataFrame) -> pd.DataFrame:
    """The same when all options of `chosen` (one an outlet) are carried out: who changes, receives nobody."""
    changed = set(chosen.loc[chosen["option"] != "keep", "outlet"])
    return _volumes(problem, chosen, shares_when_closed(problem, changed))


def without_receiver(problem: ConsolidationProblem, flows: pd.DataFrame) -> pd.DataFrame:
    """outlet, option, target where customers are lost for want of any outlet in reach."""
    sums = flows.assign(lost=np.where(flows["to"] == LOST, flows["volume"], 0.0))
    moved = flows["to"] != np.where(flows["option"] == MOVE, flows["target"], flows["outlet"])
    sums["moved"] = np.where(moved, flows["volume"], 0.0)
    totals = sums.groupby(["outlet", "service", "option", "target"], as_index=False)[["lost", "moved"]].sum()
    stated = totals["moved"] * float(problem.policy["lost_share"])
    return totals.loc[totals["lost"] > stated + 1e-9 * (1 + totals["moved"]), ["outlet", "option", "target"]]


def _volumes(problem: ConsolidationProblem, options: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    before = problem.services.merge(options[["outlet", "option", "target", "kept"]], on="outlet")
    stays = before[before["kept"] > 0]
    stays = stays.assign(
        to=stays["target"].where(stays["option"] == MOVE, stays["outlet"]), volume=stays["volume"] * stays["kept"]
    )
    goes = before[before["kept"] < 1].merge(shares, on=SERIES)
    goes = goes.assign(volume=goes["volume"] * (1.0 - goes["kept"]) * goes["share"])
    both = pd.concat([stays[COLUMNS], goes[COLUMNS]], ignore_index=True)
    return both.astype({"to": "str"})


def _volumes_of_none() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="float64" if name == "volume" else "str") for name in COLUMNS})
