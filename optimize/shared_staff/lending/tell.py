"""The answer as tables: blocks by name, what they cover and cost, the ledger, what a pair of hands is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Ids, Numbers
from optimize.shared_staff.lending.blocks import Blocks, standing
from optimize.shared_staff.lending.prepare import SEAT, Prepared
from optimize.shared_staff.lending.rows import Rows
from optimize.shared_staff.lending.values import LendingProblem
from quarterhour.arrays import spread

KINDS = ("own", "standby", "partner")
PAID_AS = {"own": "lent", "standby": "standby", "partner": "partner"}


def blocks_table(problem: LendingProblem, at: Prepared, blocks: Blocks, people: Ids) -> pd.DataFrame:
    """`LendingPlan.blocks`."""
    home = at.supplies.iloc[blocks.u].reset_index(drop=True)
    link = at.links.iloc[blocks.a].reset_index(drop=True)
    out, back = at.ways.minutes[blocks.a, blocks.leave], at.ways.minutes[blocks.a, blocks.stop]

    def instant(interval: Ids) -> pd.DatetimeIndex:
        return (problem.starts[0] + pd.to_timedelta(interval * problem.grain, unit="min")).as_unit("us")

    table = pd.DataFrame(
        {
            "supply": home["supply"],
            "kind": home["kind"],
            "lender": home["lender"],
            "home": home["outlet"],
            "home_pool": home["pool"],
            "home_post": home["post"],
            "outlet": link["outlet"],
            "pool": link["pool"],
            "post": link["post"],
            "leave": instant(blocks.leave),
            "start": instant(blocks.first),
            "end": instant(blocks.stop),
            "back": instant(blocks.home),
            "people": people,
            "mode": np.where(link["walk"].to_numpy(float) <= out, "walk", "drive"),
            "minutes": out,
            "way_back": back,
            "hours": blocks.hours * people,
            "money": blocks.cost * people,
        }
    )
    return table.sort_values(["start", "outlet", "pool", "post", "supply", "end"], ignore_index=True)


def cover_table(problem: LendingProblem, at: Prepared, lent: pd.DataFrame) -> pd.DataFrame:
    """`LendingPlan.cover`: counted from the blocks."""
    keys = [*SEAT, "q"]
    number = {supply: place for place, supply in enumerate(at.supplies["supply"])}
    u = lent["supply"].map(number).to_numpy(np.int64)

    def at_intervals(first: str, stop: str, seat: list[str]) -> pd.DataFrame:
        begin, end = (problem_interval(problem, lent[name]) for name in (first, stop))
        row, q = spread(begin, end)
        table = lent.iloc[row][[*seat, "kind", "people"]].set_axis([*SEAT, "kind", "people"], axis=1)
        awake: pd.DataFrame = table.assign(q=q)[~at.rests[u[row], q]].reset_index(drop=True)
        return awake

    def both(table: pd.DataFrame) -> pd.DataFrame:
        """Once for the pool and once for the post."""
        return pd.concat([table.assign(post=""), table], ignore_index=True)

    come = both(at_intervals("start", "end", SEAT))
    gone = both(at_intervals("leave", "back", ["home", "home_pool", "home_post"]))
    came = come.pivot_table(index=keys, columns="kind", values="people", aggfunc="sum").reindex(columns=KINDS)
    left = gone[gone["kind"] == "own"].groupby(keys)["people"].sum().rename("away")
    cover = at.needs.merge(came.reset_index(), on=keys, how="left")
    cover = cover.merge(left.reset_index(), on=keys, how="left")
    counts = ["away", *KINDS]
    cover[counts] = cover[counts].fillna(0).astype(np.int64)
    cover["short_before"] = cover["missing"]
    cover["short"] = (cover["missing"] - cover[list(KINDS)].sum(axis=1)).clip(lower=0)
    return cover[[*SEAT, "start", "wanted", "keep", "there", *counts, "short_before", "short"]]


def problem_interval(problem: LendingProblem, instants: pd.Series) -> Ids:
    """The interval that each instant begins."""
    step = pd.Timedelta(minutes=problem.grain)
    found: Ids = ((instants - problem.starts[0]) // step).to_numpy().astype(np.int64)
    return found


def worth_table(problem: LendingProblem, at: Prepared, rows: Rows, prices: Numbers) -> pd.DataFrame:
    """`LendingPlan.worth`: what one more person would save in an interval, as money an hour."""
    saved = rows.served.assign(worth=np.maximum(prices[rows.served["row"]], 0.0) * 60 / problem.grain)
    table = saved.merge(at.needs[["n", *SEAT, "start"]], on="n")
    return table[[*SEAT, "start", "worth"]].sort_values([*SEAT, "start"], ignore_index=True)


def ledger_table(problem: LendingProblem, lent: pd.DataFrame) -> pd.DataFrame:
    """`LendingPlan.ledger`: hours lent are those at the post; partners borrow nothing here."""
    given = lent[lent["lender"] != lent["outlet"]]
    table = problem.lenders[["lender", "credit"]].rename(columns={"credit": "before"})
    kind = problem.supplies.groupby("lender")["kind"].agg(
        lambda kinds: "partner" if "partner" in set(kinds) else "outlet"
    )
    table = table.assign(kind=table["lender"].map(kind).fillna("outlet"))
    table["lent"] = table["lender"].map(given.groupby("lender")["hours"].sum()).fillna(0.0)
    table["borrowed"] = table["lender"].map(given.groupby("outlet")["hours"].sum()).fillna(0.0)
    table["after"] = table["before"] + table["lent"] - table["borrowed"]
    return table[["lender", "kind", "before", "lent", "borrowed", "after"]]


def costs_table(problem: LendingProblem, at: Prepared, lent: pd.DataFrame, cover: pd.DataFrame) -> pd.DataFrame:
    """`LendingPlan.costs`."""
    supply = at.supplies.set_index("supply").loc[lent["supply"]]
    price = supply["price"].to_numpy(float)
    rank = standing(problem.lenders["credit"].to_numpy(np.float64))[supply["m"].to_numpy()]
    hours = lent["hours"].to_numpy(float)
    under_way = lent["people"].to_numpy(float) * (lent["minutes"] + lent["way_back"]).to_numpy(float) / 60
    rows: list[tuple[str, float, float]] = []
    for kind, item in PAID_AS.items():
        mine = (lent["kind"] == kind).to_numpy()
        rows.append((item, float(hours[mine].sum()), float(((hours + under_way) * price)[mine].sum())))
    rows.append(("travel", float(under_way.sum()), float(under_way.sum() * problem.terms.travel)))
    rows.append(("fairness", float(hours.sum()), float(hours @ rank) * problem.terms.fairness))
    rows.append(("shortage", *_shortage(problem, cover)))
    return pd.DataFrame(rows, columns=["item", "hours", "money"])


def _shortage(problem: LendingProblem, cover: pd.DataFrame) -> tuple[float, float]:
    """Hours and money of people missing, step by step."""
    key = [*SEAT, "start"]
    steps = problem.steps.merge(cover.loc[cover["short"] > 0, [*key, "short"]], on=key)
    steps = steps.sort_values([*key, "step"], ignore_index=True)
    before = steps.groupby(key)["people"].cumsum() - steps["people"]
    missing = (steps["short"] - before).clip(lower=0)
    missing = np.minimum(missing.to_numpy(float), steps["people"].to_numpy(float))
    hours = problem.grain / 60
    total = cover.loc[cover["post"] == "", "short"].sum() * hours
    return float(total), float(missing @ steps["price"].to_numpy(float) * hours)
