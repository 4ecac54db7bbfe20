"""What forbids a move, one function a rule, named as a shift leader would say it; the same keys everywhere.

Every function gives (M,) whether each candidate keeps the rule. They speak of one move alone; what several moves
may not do together are rows of `model`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.candidates import Candidates
from quarterhour.arrays import Floats, Mask

EXACT = 1e-6
NIGHT_FROM, NIGHT_TO = 22 * 60, 6 * 60
AWAY = ("lend", "standby", "partner")
"""Kinds with a way."""
LENDING = ("lend", "within", "release")
"""Kinds that take somebody from where they are needed or not."""


def _kind(moves: Candidates, *kinds: str) -> Mask:
    return np.isin(moves.kind, kinds)


def _of_person(moves: Candidates, name: str, otherwise: float) -> Floats:
    """A number of the person; `otherwise` for partners' people who have no row."""
    person = moves.rows("person")
    values = moves.ground.people[name].to_numpy(np.float64)
    if not len(values):
        return np.full(len(person), otherwise)
    found: Floats = np.where(person >= 0, values[person], otherwise)
    return found


def available(moves: Candidates) -> Mask:
    """Not reported absent today."""
    return _of_person(moves, "available", 1.0) > 0


def able(moves: Candidates) -> Mask:
    """All skills and certificates of the receiver's post, valid today; at their own post people are anyway."""
    to = moves.rows("to_post")
    frame = pd.DataFrame({"who": moves.frame["who"], "place": to})
    holds = moves.ground.situation.able
    rows = moves.ground.post_rows(holds["outlet"], holds["post"])
    known = pd.MultiIndex.from_arrays([holds["who"], rows])
    fits: Mask = pd.MultiIndex.from_frame(frame).isin(known) | (to < 0) | _kind(moves, "extend", "break")
    return fits


def trained(moves: Candidates) -> Mask:
    """Who is still in training is sent nowhere: nobody is sure to be beside them."""
    return (_of_person(moves, "trained", 1.0) > 0) | _kind(moves, "break", "release")


def standby_consent(moves: Candidates) -> Mask:
    """Only people who agreed to standby are called."""
    return (_of_person(moves, "standby", 1.0) > 0) | ~_kind(moves, "standby")


def travel_limit(moves: Candidates) -> Mask:
    """One way is within what the person agreed to."""
    return moves.column("travel") <= _of_person(moves, "travel_limit", np.inf) + EXACT


def in_time(moves: Candidates) -> Mask:
    """Alarm, preparation, travel and hand-over within the surge limit."""
    return moves.column("door") <= moves.ground.situation.policy.surge_minutes + EXACT


def block(moves: Candidates) -> Mask:
    """There is a moment to begin, and time to stay for the least block."""
    policy = moves.ground.situation.policy
    lasts = moves.column("stop") - moves.column("begin")
    long = np.nan_to_num(lasts, nan=-1.0) >= policy.block - EXACT
    return long | ~_kind(moves, "lend", "within", "standby", "partner")


def break_kept(moves: Candidates) -> Mask:
    """Nobody travels or prepares in their break."""
    pause, resume = _of_person(moves, "pause", np.inf), _of_person(moves, "resume", np.inf)
    gone, there = np.nan_to_num(moves.column("away"), nan=0.0), np.nan_to_num(moves.column("begin"), nan=0.0)
    leaves, returns = np.nan_to_num(moves.column("stop")), np.nan_to_num(moves.column("back"))
    out = (pause < there - EXACT) & (resume > gone + EXACT)
    home = (pause < returns - EXACT) & (resume > leaves + EXACT)
    return ~(out | home) | ~_kind(moves, "lend", "within")


def lender_need(moves: Candidates) -> Mask:
    """The lender keeps, in every interval, as many as it needs to be as sure as planned: post and pool."""
    ground, post = moves.ground, moves.rows("from_post")
    spare = np.minimum(ground.post_spare, ground.pool_spare[ground.posts["pool_place"]])
    short = (moves.away & (spare[post] < moves.loss - EXACT)).any(axis=1)
    return ~short | ~_kind(moves, *LENDING)


def desk(moves: Candidates) -> Mask:
    """A desk is free at the receiver while the person serves."""
    ground, to = moves.ground, moves.rows("to_post")
    of_post = ground.outlet_of_post
    outlet, come_from = of_post[to], of_post[moves.rows("from_post")]
    taken = ((moves.gain > EXACT) & (ground.free_desks[outlet] < moves.gain - EXACT)).any(axis=1)
    free: Mask = ~taken | (to < 0) | (_kind(moves, "within") & (outlet == come_from))
    return free


def hours_day(moves: Candidates) -> Mask:
    """Working time of the day, travel included, stays within the contract."""
    return moves.column("worked") <= np.maximum(_of_person(moves, "day_left", np.inf), 0.0) + EXACT


def hours_week(moves: Candidates) -> Mask:
    """Working time of the calendar week stays within the contract's most."""
    return moves.column("worked") <= np.maximum(_of_person(moves, "week_left", np.inf), 0.0) + EXACT


def hours_month(moves: Candidates) -> Mask:
    """Working time of the calendar month stays within the contract's most."""
    return moves.column("worked") <= np.maximum(_of_person(moves, "month_left", np.inf), 0.0) + EXACT


def shift_length(moves: Candidates) -> Mask:
    """A duty that goes on stays within the contract's longest shift."""
    return (moves.column("stop") <= _of_person(moves, "longest", np.inf) + EXACT) | ~_kind(moves, "extend")


def night_work(moves: Candidates) -> Mask:
    """Nobody serves or travels between 22:00 and 06:00 whose contract does not allow it."""
    clock, grid = moves.ground.clock, moves.ground.situation.grid
    midnight = clock.now.tz_convert(grid.timezone).tz_localize(None).normalize()
    begin, home = (
        (clock.instants(moves.column(name)).tz_convert(grid.timezone).tz_localize(None) - midnight)
        / pd.Timedelta(minutes=1)
        for name in ("called", "home")
    )
    night = np.asarray((begin < NIGHT_TO) | (home > NIGHT_FROM))
    beyond = moves.column("worked") > EXACT
    return ~(night & beyond) | (_of_person(moves, "night_work", 1.0) > 0)


def rest(moves: Candidates) -> Mask:
    """Home in time for the contract's rest before the next duty."""
    return moves.column("home") <= _of_person(moves, "home_at", np.inf) + EXACT


RULES: Mapping[str, Callable[[Candidates], Mask]] = {
    "available": available,
    "able": able,
    "trained": trained,
    "standby_consent": standby_consent,
    "in_time": in_time,
    "travel_limit": travel_limit,
    "block": block,
    "lender_need": lender_need,
    "break_kept": break_kept,
    "night_work": night_work,
    "hours_day": hours_day,
    "hours_week": hours_week,
    "hours_month": hours_month,
    "shift_length": shift_length,
    "rest": rest,
    "desk": desk,
}
"""In the order in which they are told: the first that forbids a move is its reason."""


def judged(moves: Candidates) -> tuple[Mask, list[str]]:
    """(M,) whether each move keeps all rules, and of each the first rule that it breaks ("" for none)."""
    keys = ["", *RULES]
    first = np.zeros(len(moves.frame), dtype=np.int64)
    for number, rule in enumerate(RULES.values(), start=1):
        broken = ~rule(moves) & (first == 0)
        first[broken] = number
    return first == 0, [keys[number] for number in first]


def refusals(moves: Candidates, rules: list[str]) -> pd.DataFrame:
    """who, from_outlet, outlet, post, kind, rule: people who can go to a receiver at no moment, by rule.

    Told is the rule that came furthest in the order, over the moments that were tried; people who cannot hold the
    post at all are not told one by one, for they are most.
    """
    posts = moves.ground.posts
    order = {rule: place for place, rule in enumerate(["", *RULES])}
    told = moves.frame[["who", "kind", "to_post", "from_post"]].assign(rule=rules)
    told["place"] = told["rule"].map(order)
    told = told[told["to_post"] >= 0]
    keys = ["who", "kind", "to_post"]
    allowed = told[told["rule"] == ""][keys].drop_duplicates()
    never = told.merge(allowed, on=keys, how="left", indicator="_known")
    never = never[(never["_known"] == "left_only") & (never["rule"] != "able") & (never["kind"] != "break")]
    last = never.sort_values("place").drop_duplicates(keys, keep="last")
    to, come = last["to_post"].to_numpy(np.int64), last["from_post"].to_numpy(np.int64)
    outlet = posts["outlet"].to_numpy(object)
    found = pd.DataFrame(
        {
            "who": last["who"].to_numpy(object),
            "from_outlet": np.where(come >= 0, outlet[come], ""),
            "outlet": outlet[to],
            "post": posts["post"].to_numpy(object)[to],
            "kind": last["kind"].to_numpy(object),
            "rule": last["rule"].to_numpy(object),
        },
        dtype="str",
    )
    return found.sort_values(["outlet", "post", "rule", "who", "kind"], ignore_index=True)
