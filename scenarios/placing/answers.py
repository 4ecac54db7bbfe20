"""Each model's answer for a network: which points stand, and the proof.

Existing outlets are kept and required sites open in every model; forbidden sites and competitors' never stand.
Sites are measured against money a month as everywhere: running cost, and the opening spread over 36 months.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from optimize.coverage.most_residents import most_residents
from optimize.coverage.placing import centre, covered, fewest, median, partial, rooms
from optimize.coverage.reach import Reach
from quarterhour.arrays import Mask
from quarterhour.messages import Message
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status
from scenarios.placing.ground import Ground
from scenarios.placing.question import Question

NOWHERE = pd.DataFrame({"zone": pd.Series(dtype="str"), "point": pd.Series(dtype="str"), "residents": []})


@dataclass(frozen=True, eq=False)
class Answer:
    """Points that stand, the proof, notes, places by zone, and the price of a resident without a place."""

    stands: Mask
    proof: Proof
    assignments: pd.DataFrame = field(default_factory=lambda: NOWHERE)
    notes: tuple[Message, ...] = ()
    priced: float = 0.0


def answer(reach: Reach, asked: Question, limits: Limits, progress: Progress | None = None) -> Answer:
    """The answer to the question."""
    return ANSWERS[asked.model](Ground(reach, limits, progress), asked)


def most_by_points(ground: Ground, points: int) -> Answer:
    """Most residents with so many new sites; sites that add nobody are left out."""
    number, notes = ground.number(points)
    if number < 1:
        return Answer(ground.must, nothing_to_choose(0.0, "coverage.most_covered", ground.limits), notes=notes)
    problem = covered.Covering(ground.cover, ground.residents, number, ground.sites)
    found = covered.solve(problem, limits=ground.limits, progress=ground.progress)
    return Answer(_useful(ground, found.stands), found.proof, notes=notes)


def most_by_money(ground: Ground, budget: float) -> Answer:
    """Most residents for so much one-off money, the required sites paid first."""
    cost = ground.reach.points["opening_cost"].to_numpy(dtype=float)
    required = float(cost[ground.reach.role("required")].sum())
    notes = (Message("place.required_cost", {"money": required, "budget": budget}),) if required > budget else ()
    opened, proof = most_residents(
        ground.cover,
        ground.residents,
        cost,
        max(0.0, budget - required),
        ground.must,
        ground.reach.role("candidate"),
        limits=ground.limits,
        progress=ground.progress,
    )
    return Answer(ground.must | opened, proof, notes=notes)


def nothing_to_choose(objective: float, stage: str, limits: Limits) -> Proof:
    """The proof of the only answer there is."""
    return Proof(stage, "", Status.OPTIMAL, objective, objective, 0.0, limits.seed)


def _most(ground: Ground, asked: Question) -> Answer:
    if asked.points is not None:
        return most_by_points(ground, asked.points)
    return most_by_money(ground, asked.budget or 0.0)


def _useful(ground: Ground, stands: Mask) -> Mask:
    """Without those sites of the answer that add nobody, the costliest first."""
    kept, cost = stands.copy(), ground.monthly
    living = ground.residents > 0
    for site in sorted(np.flatnonzero(stands & ~ground.must), key=lambda place: -cost[place]):
        without = kept.copy()
        without[site] = False
        lost = living & ((ground.cover @ kept.astype(float)) > 0) & ((ground.cover @ without.astype(float)) <= 0)
        if not lost.any():
            kept = without
    return kept


def _cover(ground: Ground, asked: Question) -> Answer:
    times = 2 if asked.model == "backup" else 1
    found = fewest(
        ground.cover, ground.one_each, ground.sites, times=times, limits=ground.limits, progress=ground.progress
    )
    missed = float(ground.residents[found.missed].sum())
    code = "place.no_second" if times == 2 else "place.out_of_every_circle"
    return Answer(found.stands, found.proof, notes=(Message(code, {"residents": missed}),) if missed else ())


def _partial(ground: Ground, asked: Question) -> Answer:
    share = asked.share or 0.0
    found = partial(
        ground.cover,
        ground.residents,
        ground.monthly,
        share,
        ground.sites,
        limits=ground.limits,
        progress=ground.progress,
    )
    most = float(ground.residents[~found.missed].sum()) / max(float(ground.residents.sum()), 1.0)
    short = most < share - 1e-9
    return Answer(
        found.stands, found.proof, notes=(Message("place.share_too_high", {"share": most}),) if short else ()
    )


def _median(ground: Ground, asked: Question) -> Answer:
    number, notes = ground.number(asked.points or 0)
    if number < 1 or not ground.living.any():
        return Answer(ground.must, nothing_to_choose(0.0, "coverage.median", ground.limits), notes=notes)
    weighted = ground.minutes * ground.residents[:, None]
    problem = median.PMedian.of(weighted, number, ground.sites.must, ground.sites.forbidden)
    found = median.solve(problem, limits=ground.limits, progress=ground.progress)
    return Answer(found.stands, found.proof, notes=(*notes, *_far(ground)))


def _centre(ground: Ground, asked: Question) -> Answer:
    number, notes = ground.number(asked.points or 0)
    ways = ground.minutes
    reached = (ways[:, ground.sites.usable] < ground.reach.horizon).any(axis=1)
    if number < 1 or not reached.any():
        return Answer(ground.must, nothing_to_choose(0.0, "coverage.centre", ground.limits), notes=notes)
    found = centre(ways[reached], number, ground.sites, limits=ground.limits, progress=ground.progress)
    return Answer(found.stands, found.proof, notes=(*notes, *_far(ground)))


def _far(ground: Ground) -> tuple[Message, ...]:
    """Residents whom no site that may stand can reach."""
    out = ~(ground.minutes[:, ground.sites.usable] < ground.reach.horizon).any(axis=1)
    residents = float(ground.residents[out].sum())
    return (Message("place.out_of_reach", {"residents": residents}),) if residents else ()


def _rooms(ground: Ground, asked: Question) -> Answer:
    reach = ground.reach
    cover = ground.cover.toarray() > 0
    urban = (reach.zones["kind"] == "urban").to_numpy()[ground.living]
    reached = urban & cover[:, ground.sites.usable].any(axis=1)
    problem = rooms.Rooms.of(
        ground.monthly,
        reach.points["capacity_residents"].to_numpy(dtype=float),
        ground.residents[reached],
        np.where(cover[reached].T, 0.0, np.inf),
        must=ground.sites.must,
        forbidden=ground.sites.forbidden,
    )
    found = rooms.solve(problem, limits=ground.limits, progress=ground.progress)
    zones = reach.zones["zone"].to_numpy()[ground.living][reached]
    point, zone = np.nonzero(found.share > 1e-9)
    placed = pd.DataFrame(
        {
            "zone": zones[zone],
            "point": reach.points["point"].to_numpy()[point],
            "residents": found.share[point, zone] * ground.residents[reached][zone],
        }
    )
    none = pd.DataFrame({"zone": zones, "point": "", "residents": found.unserved})
    both = pd.concat([placed, none[none["residents"] > 1e-6]], ignore_index=True)
    missing = float(found.unserved.sum())
    notes = [Message("place.no_room", {"residents": missing, "price": found.priced})] if missing > 1e-6 else []
    far = float(ground.residents[urban & ~reached].sum())
    notes += [Message("place.out_of_every_circle", {"residents": far})] if far else []
    return Answer(found.stands, found.proof, both, tuple(notes), found.priced)


ANSWERS: Mapping[str, Callable[[Ground, Question], Answer]] = {
    "most": _most,
    "cover": _cover,
    "partial": _partial,
    "backup": _cover,
    "median": _median,
    "centre": _centre,
    "rooms": _rooms,
}
