"""Loans: places that nobody of a unit can take, for people of other units who are off that day and near enough.

Nobody at the lender changes what they do but for the person lent, who is off that day, so that its own duties stay
served; a lender that has an open place that day lends nobody, as in planned loans. Nearest lenders come first; of
theirs, whom it costs the least points. Every loan is read again by the independent checker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster.repair.changes import segments_with
from optimize.roster.repair.disturb import disturb
from optimize.roster.repair.event import Event
from optimize.roster.repair.legal import beyond, hard_breaks
from optimize.roster.repair.replacements import Candidates
from optimize.roster.repair.standing import Standing
from optimize.roster.repair.values import LOANS, Repair
from optimize.roster.weights import Weights


@dataclass(frozen=True)
class Reach:
    """Who may be asked for.

    Attributes
    ----------
    lender
        Another unit by its name; its problem's `able` tells who can hold posts elsewhere.
    ways
        lender, outlet, minutes: one way; pairs that are not there are out of reach.
    earliest
        Nobody sets out for a loan before.
    """

    lender: Callable[[str], Standing]
    ways: pd.DataFrame
    earliest: pd.Timestamp


def lend(repair: Repair, reach: Reach, weights: Weights | None = None) -> Repair:
    """The repair with loans for its holes: `loans`, `lenders`, and fewer places open in the unit itself."""
    lenders: dict[str, Standing] = {}
    own = repair.standing.own.set_index("duty", drop=False)
    rows = []
    for duty, people in zip(repair.holes["duty"], repair.holes["people"].tolist(), strict=True):
        for _ in range(people):
            found = _nearest(own.loc[[duty]].reset_index(drop=True), lenders, reach, weights)
            if found is None:
                break
            row, lenders[row["lender"]] = found
            rows.append(row)
    if not rows:
        return repair
    loans = pd.DataFrame(rows)[list(LOANS)].astype(LOANS)
    return _received(replace(repair, loans=loans, lenders=tuple(lenders[name] for name in sorted(lenders))))


def _nearest(
    duty: pd.DataFrame, lenders: dict[str, Standing], reach: Reach, weights: Weights | None
) -> tuple[dict[str, Any], Standing] | None:
    """The nearest lender's best person for one place of a duty, and that lender with the loan in it.

    `lenders` are those that lend already.
    """
    if duty["activity"].iloc[0] != "work":
        return None
    ways = reach.ways[reach.ways["outlet"] == duty["outlet"].iloc[0]].sort_values(["minutes", "lender"])
    for lender, minutes in zip(ways["lender"], ways["minutes"].tolist(), strict=True):
        standing = lenders.get(lender) or reach.lender(lender)
        leaves = duty["start"].iloc[0] - pd.Timedelta(minutes=round(minutes))
        if leaves < reach.earliest or _short(standing, duty["day"].iloc[0]):
            continue
        lent = duty.assign(people=1, source="lent", lender=standing.name, travel_minutes=minutes)
        for person in _willing(standing, lent, reach.earliest, weights):
            name = f"{duty['duty'].iloc[0]}>{person['employee']}"
            after = _with_loan(standing, lent.assign(duty=name), person["employee"], reach.earliest)
            if beyond(hard_breaks(after, {person["employee"]}), hard_breaks(standing, {person["employee"]})).empty:
                place = _records(duty[["duty", "day", "outlet", "post", "start", "end"]])[0]
                return {**place, **person, "loan": name, "lender": standing.name, "minutes": minutes}, after
    return None


def _short(standing: Standing, day: pd.Timestamp) -> bool:
    """Whether a unit has an open place on a day."""
    today = standing.own[standing.own["day"] == day]
    filled = standing.cells.groupby("duty").size().reindex(today["duty"]).fillna(0).to_numpy(np.int64)
    return bool((today["people"].to_numpy(np.int64) > filled).any())


def _willing(
    standing: Standing, lent: pd.DataFrame, now: pd.Timestamp, weights: Weights | None
) -> list[dict[str, Any]]:
    """employee, points, money of everybody who may take the loan, best first."""
    asked = lent.assign(duty=lent["duty"] + ">")
    candidates = Candidates.after(disturb(standing, Event(added=asked), now), weights)
    ranked = candidates.rank(asked["duty"].iloc[0]).ranked
    return _records(ranked.loc[ranked["possible"], ["employee", "points", "money"]])


def _with_loan(standing: Standing, lent: pd.DataFrame, employee: str, now: pd.Timestamp) -> Standing:
    cells = pd.DataFrame(
        {"employee": [employee], "day": lent["day"].tolist(), "before": [""], "after": lent["duty"].tolist()}
    )
    return segments_with(disturb(standing, Event(added=lent), now), cells)


def _received(repair: Repair) -> Repair:
    """The unit's places and holes less those that loans fill; who comes counts as somebody beside its people."""
    filled = repair.loans.groupby("duty").size()
    unit = repair.standing
    own, duties, holes = (
        frame.assign(people=frame["people"] - frame["duty"].map(filled).fillna(0).astype("int64"))
        for frame in (unit.own, unit.problem.duties, repair.holes)
    )
    come = pd.concat([one.segments[one.segments["duty"].isin(repair.loans["loan"])] for one in repair.lenders])
    work = come[come["activity"] == "work"]
    others = pd.concat([part for part in (unit.others, work) if len(part)], ignore_index=True)
    problem = replace(unit.problem, duties=duties)
    standing = replace(unit, own=own, problem=problem, others=others[unit.others.columns])
    return replace(repair, standing=standing, holes=holes[holes["people"] > 0].reset_index(drop=True))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
