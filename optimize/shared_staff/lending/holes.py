"""Why somebody is still missing: for each stretch the nearest reason, and what may mend it.

Reasons, the first that holds for those who might come:

    lending.nobody_in_reach      nobody would be there in time, door to service
    lending.no_certificate       those in reach lack a skill or a valid certificate that the post asks for
    lending.too_little_notice    partners in reach ask for more notice
    lending.desks_full           every desk is taken
    lending.nobody_free_then     no duty or offer leaves room for the way, a least block and the way back
    lending.dearer_than_missing  somebody could come, but that costs more than it saves
    lending.lenders_at_need      people could come, but their outlets would fall below their own need
    lending.cap_reached          their outlets or partners lend as many a day as they say already
    lending.all_lent             all of them are lent already
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Flags
from optimize.shared_staff.lending.blocks import Blocks
from optimize.shared_staff.lending.prepare import SEAT, Prepared
from optimize.shared_staff.lending.tell import problem_interval
from optimize.shared_staff.lending.values import LendingProblem
from quarterhour.arrays import Ints, spread

TOO_FAR, NO_CERTIFICATE, NOTICE = "lending.too_far", "lending.no_certificate", "lending.too_little_notice"
"""Codes with which a link may be barred."""
MENDS = {
    "lending.nobody_in_reach": "lending.mend_nearer_partner",
    "lending.no_certificate": "lending.mend_certificate",
    "lending.too_little_notice": "lending.mend_notice",
    "lending.desks_full": "lending.mend_desks",
    "lending.nobody_free_then": "lending.mend_hours",
    "lending.dearer_than_missing": "lending.mend_prices",
    "lending.lenders_at_need": "lending.mend_more_people",
    "lending.cap_reached": "lending.mend_cap",
    "lending.all_lent": "lending.mend_ask_more",
}
COLUMNS = [*SEAT, "start", "end", "people", "reason", "mend"]


def find_holes(
    problem: LendingProblem, at: Prepared, blocks: Blocks, lent: pd.DataFrame, cover: pd.DataFrame
) -> pd.DataFrame:
    """`LendingPlan.holes`: stretches of equal shortage and reason."""
    missing = cover.loc[cover["short"] > 0, [*SEAT, "start", "short"]].rename(columns={"short": "people"})
    missing = missing.reset_index(drop=True)
    missing["q"] = problem_interval(problem, missing["start"])
    could = _open(problem, at, blocks, lent, cover)
    leading = {key: at.links.groupby(list(key)).indices for key in (("outlet", "pool"), tuple(SEAT))}
    parts = []
    for _, part in missing.groupby(SEAT, sort=False):
        seat = tuple(str(label) for label in part[SEAT].iloc[0])
        key = ("outlet", "pool") if seat[2] == "" else tuple(SEAT)
        links = np.asarray(leading[key].get(seat[: len(key)], []), dtype=np.int64)
        if len(links):
            parts.append(_of_seat(problem, at, blocks, links, could, _full(problem, cover, seat[0]), part))
        else:
            parts.append(part.assign(reason=_barred(problem.links, seat)))
    if not parts:
        instant = problem.needs["start"].dtype
        types = {"start": instant, "end": instant, "people": "int64"}
        return pd.DataFrame({name: pd.Series(dtype=types.get(name, "str")) for name in COLUMNS})
    told = pd.concat(parts, ignore_index=True)
    told["mend"] = told["reason"].map(MENDS)
    return _stretches(problem, told)


def _barred(links: pd.DataFrame, seat: tuple[str, ...]) -> str:
    """Why nobody may go to a seat at all."""
    there = (links["outlet"] == seat[0]) & (links["pool"] == seat[1])
    codes = set(links.loc[there & ((links["post"] == seat[2]) | (seat[2] == "")), "barred"])
    if NOTICE in codes:
        return NOTICE
    return NO_CERTIFICATE if NO_CERTIFICATE in codes else "lending.nobody_in_reach"


def _of_seat(
    problem: LendingProblem,
    at: Prepared,
    blocks: Blocks,
    links: Ints,
    could: Flags,
    full: Flags,
    missing: pd.DataFrame,
) -> pd.DataFrame:
    """Reasons of the missing people of a seat that some links lead to; blocks are in the order of their links."""
    _, at_block = spread(np.searchsorted(blocks.a, links), np.searchsorted(blocks.a, links, side="right"))
    here = blocks.of(at_block)
    row, q = spread(here.first, here.stop)
    awake = ~at.rests[here.u[row], q]
    covering = np.zeros((4, len(problem.starts)), dtype=bool)
    for kind, flags in enumerate(could[:, at_block]):
        covering[kind, q[awake & flags[row]]] = True
    any_, left, uncapped, free = covering[:, missing["q"]]
    reasons = np.select(
        [full[missing["q"]], ~any_, free, uncapped, left],
        [
            "lending.desks_full",
            "lending.nobody_free_then",
            "lending.dearer_than_missing",
            "lending.lenders_at_need",
            "lending.cap_reached",
        ],
        "lending.all_lent",
    )
    return missing.assign(reason=reasons)


def _open(problem: LendingProblem, at: Prepared, blocks: Blocks, lent: pd.DataFrame, cover: pd.DataFrame) -> Flags:
    """(4, blocks): that it exists, that people are left for it, under their cap, and above their own need."""
    given = lent.groupby("supply")["people"].sum().reindex(at.supplies["supply"], fill_value=0).to_numpy()
    left = (at.supplies["people"].to_numpy() > given)[blocks.u]
    by_lender = lent.groupby("lender")["people"].sum().reindex(problem.lenders["lender"], fill_value=0).to_numpy()
    uncapped = left & (problem.lenders["most"].to_numpy() > by_lender)[blocks.m]
    tight = cover["there"] - cover["away"] <= cover["keep"]
    tight_at = cover.loc[tight].assign(q=problem_interval(problem, cover.loc[tight, "start"]))
    own = (at.supplies["kind"] == "own").to_numpy()
    closed = np.zeros((len(at.supplies), len(problem.starts)), dtype=np.int64)
    for key in (["outlet", "pool"], SEAT):
        rows = tight_at[(tight_at["post"] == "") == (key != SEAT)]
        met = at.supplies.loc[own, ["u", *key]].merge(rows[[*key, "q"]], on=key)
        closed[met["u"], met["q"]] = 1
    closed[at.rests] = 0
    count = np.concatenate([np.zeros((len(closed), 1), np.int64), np.cumsum(closed, axis=1)], axis=1)
    free = uncapped & (count[blocks.u, blocks.home] == count[blocks.u, blocks.leave])
    flags: Flags = np.stack([np.ones(len(blocks.a), dtype=bool), left, uncapped, free])
    return flags


def _full(problem: LendingProblem, cover: pd.DataFrame, outlet: str) -> Flags:
    """Whether the outlet has no desk left, by interval."""
    here = cover[(cover["outlet"] == outlet) & (cover["post"] == "")]
    people = here["there"] - here["away"] + here["own"] + here["standby"] + here["partner"]
    taken = np.zeros(len(problem.starts))
    np.add.at(taken, problem_interval(problem, here["start"]), people.to_numpy(float))
    flags: Flags = taken >= float(problem.desks.set_index("outlet")["desks"][outlet])
    return flags


def _stretches(problem: LendingProblem, missing: pd.DataFrame) -> pd.DataFrame:
    """Neighbouring intervals of equal shortage and reason as one row."""
    same = [*SEAT, "people", "reason", "mend"]
    ordered = missing.sort_values([*same, "q"], ignore_index=True)
    apart = (ordered[same] != ordered[same].shift()).any(axis=1) | (ordered["q"] != ordered["q"].shift() + 1)
    ordered["stretch"] = apart.cumsum()
    holes = ordered.groupby([*same, "stretch"], as_index=False)["start"].agg(["min", "max"])
    holes["start"] = holes["min"]
    holes["end"] = holes["max"] + pd.Timedelta(minutes=problem.grain)
    return holes[COLUMNS].sort_values(["start", *SEAT], ignore_index=True)
