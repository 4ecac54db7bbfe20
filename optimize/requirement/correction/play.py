"""A crowd met by so many people in each interval: what every promise's measure comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimize.queueing import priorities
from optimize.queueing.first_come import NEVER, could_begin
from optimize.requirement.correction.crowd import Crowd
from optimize.requirement.correction.lane import OneLane, Pledge
from optimize.requirement.correction.team import Team
from optimize.requirement.correction.windows import Windows, nested_windows
from quarterhour.arrays import Floats, Ints

MOST_SEATS = 3_000_000
"""Windows x people x lanes that are played in one go: what fits into memory easily."""

LONGEST = 1440.0
"""Minutes that a customer counts for whom nobody ever serves."""

Seen = tuple[Floats, Floats]
"""Of one lane: customers, and the sums of each promise's measure over them, (promises, positions)."""


@dataclass(frozen=True)
class Act:
    """One team to be played: who comes, and people by position of each of its lanes."""

    team: Team
    crowd: Crowd
    people: list[Ints]


@dataclass(frozen=True)
class Met:
    """What each customer met: minutes waited or, where `would`, that one who never leaves would have waited.

    Infinite for those nobody serves, NaN for those who left.
    """

    wait: Floats
    would: bool


def play(acts: Sequence[Act], grain: int) -> list[list[Seen]]:
    """What is seen of each act's lanes.

    A pool with one service is one line, first come first served; each of its customers counts with the chance
    of being within, and with the expected time spent waiting, rather than with one draw of patience. Where
    there are several, people take them in the order of their post. Acts alike are played side by side.
    """
    windows = [_windows(act, grain) for act in acts]
    answer: list[list[Seen]] = [[] for _ in acts]
    for some in _alike(acts, windows):
        those, theirs = [acts[number] for number in some], [windows[number] for number in some]
        for number, met in zip(some, _met(those, theirs), strict=True):
            answer[number] = [_sums(acts[number], lane, met) for lane in acts[number].team.lanes]
    return answer


def _windows(act: Act, grain: int) -> Windows:
    """Everybody at their posts: the rest of the pool, the fronts, and helpers from the backs."""
    team, fronts = act.team, act.people[1:]
    rest = nested_windows(team.pieces, team.rest(act.people[0], fronts), grain)
    blocks = [replace(rest, row=team.rows_of_rest(rest.row.size))]
    for row, people in zip(team.front_rows, fronts, strict=True):
        blocks.append(_at(row, nested_windows(team.pieces, people, grain)))
    for back in team.backs:
        in_hand = team.in_hand(back.row)
        blocks.append(_at(back.row, nested_windows(team.pieces, back.people, grain, back.busy, in_hand)))
    return Windows.side_by_side(blocks)


def _at(row: int, windows: Windows) -> Windows:
    return replace(windows, row=np.full(windows.row.size, row))


def _alike(acts: Sequence[Act], windows: Sequence[Windows]) -> Iterator[list[int]]:
    """Acts that one call of a kernel can play: of the same posts, and few enough when padded to one shape."""
    groups: dict[bytes, list[int]] = {}
    for number, act in enumerate(acts):
        ranks = act.team.patterns.ranks
        key = b"" if _one_line(act) else bytes(ranks.shape) + ranks.tobytes()
        groups.setdefault(key, []).append(number)
    for numbers in groups.values():
        shapes = [(*windows[number].starts.shape[:2], len(acts[number].crowd.piece)) for number in numbers]
        for part in _together(shapes):
            yield [numbers[place] for place in part]


def _one_line(act: Act) -> bool:
    return len(act.team.pool.handling) == 1


def _together(shapes: Sequence[tuple[int, ...]]) -> Iterator[list[int]]:
    """Neighbours whose windows, padded to one shape, are few enough."""
    some: list[int] = []
    for number, _ in enumerate(shapes):
        wider = [shapes[other] for other in (*some, number)]
        seats = max(w for w, _, _ in wider) * max(p for _, p, _ in wider) * sum(lanes for _, _, lanes in wider)
        if some and seats > MOST_SEATS:
            yield some
            some = []
        some.append(number)
    if some:
        yield some


def _met(acts: Sequence[Act], windows: Sequence[Windows]) -> list[Met]:
    """What the customers of each act met, all played at once."""
    most = [max(one.starts.shape[axis] for one in windows) for axis in (0, 1)]
    lanes = np.array([len(act.crowd.piece) for act in acts])
    starts, ends = np.full((*most, int(lanes.sum())), NEVER), np.full((*most, int(lanes.sum())), -NEVER)
    rows = np.zeros(starts.shape, dtype=np.int64)
    first = np.cumsum(lanes) - lanes
    for act, one, at in zip(acts, windows, first, strict=True):
        count, people, _ = one.starts.shape
        own = (slice(count), slice(people), slice(at, at + len(act.crowd.piece)))
        starts[own], ends[own] = one.starts[:, :, act.crowd.piece], one.ends[:, :, act.crowd.piece]
        rows[:, :people, own[2]] = one.row[None, :, None]
    lane = np.concatenate([act.crowd.lane + at for act, at in zip(acts, first, strict=True)])
    service, arrival, handling, patience = (
        np.concatenate([getattr(act.crowd, name) for act in acts])
        for name in ("service", "arrival", "handling", "patience")
    )
    would = _one_line(acts[0])
    if would:
        begin = could_begin(lane, arrival, handling, patience, starts, ends)
    else:
        patterns = acts[0].team.patterns
        begin = priorities.serve(
            lane, service, arrival, handling, patience, starts, ends, rows, patterns.ranks, patterns.reserve
        ).begin
    edges = np.cumsum([len(act.crowd.lane) for act in acts])[:-1]
    return [Met(wait, would) for wait in np.split(begin - arrival, edges)]


def _sums(act: Act, lane: OneLane, met: Met) -> Seen:
    """Sums over the customers to whom each promise of a lane is made, those of the warm-up left out."""
    crowd, pieces, size = act.crowd, act.team.pieces, len(lane.rate)
    scored = crowd.position >= pieces.first[crowd.piece[crowd.lane]]
    number, sums = np.zeros((2, len(lane.pledges), size))
    for rank, pledge in enumerate(lane.pledges):
        promised = np.zeros(lane.rate.shape[1], dtype=bool)
        promised[pledge.services] = True
        own = scored & promised[crowd.service]
        position = crowd.position[own]
        number[rank] = np.bincount(position, minlength=size)
        amount = _would(pledge, met.wait[own]) if met.would else _did(pledge, met.wait[own], crowd.patience[own])
        sums[rank] = np.bincount(position, amount, minlength=size)
    return number, sums


def _would(pledge: Pledge, wait: Floats) -> Floats:
    """The promise's measure, expected over patience, of those who would wait so long."""
    if pledge.by_mean:
        stay = np.minimum(wait, LONGEST)
        return (
            stay if np.isinf(pledge.patience) else np.asarray(-pledge.patience * np.expm1(-stay / pledge.patience))
        )
    within = wait <= pledge.minutes
    return np.asarray(1.0 - within * np.exp(-np.where(within, wait, 0.0) / pledge.patience), dtype=np.float64)


def _did(pledge: Pledge, wait: Floats, patience: Floats) -> Floats:
    """The promise's measure of those who waited so long, or left."""
    left = np.isnan(wait)
    if pledge.by_mean:
        return np.minimum(np.where(left, patience, wait), LONGEST)
    return np.where(left | (wait > pledge.minutes), 1.0, 0.0)
