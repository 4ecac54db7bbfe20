"""The answer in users' terms: ranked moves with what they do at both ends, places by interval, what stays open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.along import along
from optimize.shared_staff.dispatch.candidates import Candidates, people_after
from optimize.shared_staff.dispatch.ground import LANE, Ground
from optimize.shared_staff.dispatch.holes import holes
from optimize.shared_staff.dispatch.program import like
from optimize.shared_staff.dispatch.values import Dispatch, Situation
from quarterhour.arrays import Floats, Ints
from quarterhour.result import Proof

TEXTS = ("kind", "who", "from_outlet", "from_post", "outlet", "post")
TIMES = ("called", "leaves", "serves_from", "serves_until", "away_from", "away_until")
FIGURES = ("travel", "door", "cost", "waiting_saved", "waiting_lost", "late_saved", "late_lost", "value")


def blank_moves(situation: Situation) -> pd.DataFrame:
    """`Dispatch.moves` without rows."""
    zone = situation.grid.timezone
    columns: dict[str, pd.Series] = {"rank": pd.Series([], dtype="int64")}
    columns |= {name: pd.Series([], dtype="str") for name in TEXTS}
    columns |= {name: pd.Series([], dtype=f"datetime64[us, {zone}]") for name in TIMES}
    columns |= {name: pd.Series([], dtype="float64") for name in FIGURES}
    return pd.DataFrame({**columns, "held": pd.Series([], dtype="bool")})


def unmoved(offered: Candidates) -> pd.DataFrame:
    """By lane, what customers meet where some of the moves would change anything, or people are wanted, if nobody
    moves."""
    ground = offered.ground
    lanes = _shown(offered, ground.staffed)
    return along(ground, lanes, ground.staffed[lanes]).set_index("lane")


def told(
    chosen: Candidates,
    held: pd.DataFrame,
    refused: pd.DataFrame,
    before: pd.DataFrame,
    without: pd.DataFrame,
    proof: Proof,
) -> Dispatch:
    """The chosen moves beside those that are held; `without` is told by `unmoved` of moves that have them all."""
    ground = chosen.ground
    after = people_after(ground, chosen)
    lanes = _shown(chosen, after)
    met = along(ground, lanes, after[lanes]).set_index("lane")
    moves = _moves(chosen, after, met, before)
    moves = pd.concat([held.assign(held=True), moves], ignore_index=True) if len(held) else moves
    moves = moves.sort_values(["value", "late_saved", "who"], ascending=[False, False, True], ignore_index=True)
    places = _places(ground, after)
    return Dispatch(
        ground.situation.now,
        ground.situation.until,
        moves.assign(rank=np.arange(1, len(moves) + 1, dtype=np.int64)),
        refused,
        places,
        _ends(ground, without.loc[lanes], met),
        holes(ground, after, refused),
        replace(proof, partition=f"{len(ground.situation.lanes)} lanes"),
    )


def _moves(chosen: Candidates, after: Floats, met: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    ground, frame, clock = chosen.ground, chosen.frame, chosen.ground.clock
    to, come = chosen.rows("to_post"), chosen.rows("from_post")
    instants = {
        name: clock.instants(chosen.column(column))
        for name, column in zip(TIMES, ("called", "leaves", "begin", "stop", "away", "back"), strict=True)
    }
    _, again = like(before, chosen)
    made = pd.DataFrame(
        {
            "rank": np.arange(len(frame), dtype=np.int64),
            "kind": frame["kind"],
            "who": frame["who"],
            "from_outlet": _named(ground, "outlet", come),
            "from_post": _named(ground, "post", come),
            "outlet": _named(ground, "outlet", to),
            "post": _named(ground, "post", to),
            **instants,
            "travel": chosen.column("travel"),
            "door": chosen.column("door"),
            "cost": chosen.column("cost"),
            **_both_ends(chosen, after, met),
            "held": np.isin(np.arange(len(frame)), again),
        }
    )
    origin = made["from_outlet"].mask(made["kind"].isin(["standby", "partner"]), _origin(chosen))
    return made.assign(from_outlet=origin.astype("str"))


def _named(ground: Ground, name: str, rows: Ints) -> pd.Series:
    values = ground.posts[name].to_numpy(object)
    return pd.Series(np.where(rows >= 0, values[rows], ""), dtype="str")


def _origin(chosen: Candidates) -> pd.Series:
    """Where people who are nobody's loss come from: their home outlet, or the partner."""
    situation = chosen.ground.situation
    homes = pd.concat(
        [
            situation.people.set_index("employee")["home"],
            situation.offers.set_index("offer")["partner"],
        ]
    )
    return chosen.frame["who"].map(homes[~homes.index.duplicated()]).fillna("")


def _both_ends(chosen: Candidates, after: Floats, met: pd.DataFrame) -> dict[str, Floats]:
    """What each move saves at the receiver and costs at the lender, the others made; `met` by lane, all made."""
    ground = chosen.ground
    to, come = chosen.lanes("to_post"), chosen.lanes("from_post")
    same = to == come
    gains, losses = np.flatnonzero(to >= 0), np.flatnonzero((come >= 0) & ~same)
    # The receiver without the move, the lender without it. A break is given up and taken in one lane: told as one.
    without_to = (after[to] - chosen.gain + np.where(same[:, None], chosen.loss, 0.0))[gains]
    without_come = (after[come] + chosen.loss)[losses]
    lanes = np.concatenate([to[gains], come[losses]])
    people = np.maximum(np.concatenate([without_to, without_come]), 0.0)
    without, made = along(ground, lanes, people), met.loc[lanes]
    lines = ground.lines.take(lanes)
    differs = {name: without[name].to_numpy() - made[name].to_numpy() for name in ("waiting", "late")}
    differs["worth"] = lines.cost(people) - lines.cost(after[lanes])
    saved = {name: np.zeros(len(to)) for name in differs}
    lost = {name: np.zeros(len(to)) for name in differs}
    for name, values in differs.items():
        saved[name][gains], lost[name][losses] = values[: len(gains)], -values[len(gains) :]
    return {
        "waiting_saved": saved["waiting"],
        "waiting_lost": lost["waiting"],
        "late_saved": saved["late"],
        "late_lost": lost["late"],
        "value": saved["worth"] - lost["worth"] - chosen.column("cost"),
    }


def _places(ground: Ground, after: Floats) -> pd.DataFrame:
    lanes, lines, clock = ground.situation.lanes[LANE], ground.lines, ground.clock
    size, count = ground.staffed.shape
    frame = lanes.loc[lanes.index.repeat(count)].reset_index(drop=True)
    columns = {
        "needed": ground.needed,
        "staffed": ground.staffed,
        "moved": after,
        "rate": lines.rate,
        "queue_before": lines.queues(ground.staffed)[0],
        "queue_after": lines.queues(after)[0],
        "worth_before": lines.worth(ground.staffed),
        "worth_after": lines.worth(after),
    }
    return frame.assign(
        start=clock.starts[np.tile(np.arange(count), size)],
        minutes=np.tile(clock.minutes, size),
        **{name: values.ravel() for name, values in columns.items()},
    )


def _shown(chosen: Candidates, after: Floats) -> Ints:
    """Lanes that the moves touch, and those that want people."""
    ground = chosen.ground
    shown = (np.abs(after - ground.staffed) > 1e-9).any(axis=1)
    shown |= ground.lines.cost(ground.staffed) > ground.situation.policy.bother
    ends = np.concatenate([chosen.lanes("to_post"), chosen.lanes("from_post")])
    shown[ends[ends >= 0]] = True
    return np.flatnonzero(shown)


def _ends(ground: Ground, without: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    """What customers meet over the horizon in the lanes shown, without the moves and with them (`met`)."""
    return (
        ground.situation.lanes[LANE]
        .iloc[met.index.to_numpy()]
        .reset_index(drop=True)
        .assign(
            waiting_before=without["waiting"].to_numpy(),
            waiting_after=met["waiting"].to_numpy(),
            late_before=without["late"].to_numpy(),
            late_after=met["late"].to_numpy(),
        )
    )
