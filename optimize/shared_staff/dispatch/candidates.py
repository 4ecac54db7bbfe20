"""Candidates: moves that could be thought of, what each changes at both ends, and what the rules say of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground, there
from optimize.shared_staff.dispatch.moves import MOVES
from optimize.shared_staff.dispatch.moves.frame import COLUMNS
from quarterhour.arrays import Floats, Ints, Mask

NUMBERS = ("person", "offer", "from_post", "to_post")


@dataclass(frozen=True)
class Candidates:
    """M moves beside the ground they are made on.

    Attributes
    ----------
    frame
        The columns of `moves.frame.COLUMNS`.
    gain, loss
        (M, T) people whom the move adds at `to_post` and takes from `from_post`, breaks taken out.
    away
        (M, T) whether the lender misses the person in any part of the interval.
    """

    ground: Ground
    frame: pd.DataFrame
    gain: Floats
    loss: Floats
    away: Mask

    def take(self, rows: Mask | Ints) -> Candidates:
        """Some of the moves."""
        frame = self.frame[rows] if rows.dtype == bool else self.frame.iloc[rows]
        return Candidates(
            self.ground, frame.reset_index(drop=True), self.gain[rows], self.loss[rows], self.away[rows]
        )

    @cached_property
    def _rows(self) -> Mapping[str, Ints]:
        return {name: self.frame[name].to_numpy(np.int64) for name in NUMBERS}

    @cached_property
    def _lanes(self) -> Mapping[str, Ints]:
        place = self.ground.posts["place"].to_numpy()
        ends = {name: self._rows[name] for name in ("from_post", "to_post")}
        return {name: np.where(rows >= 0, place[rows], -1) for name, rows in ends.items()}

    @cached_property
    def kind(self) -> np.ndarray:
        """(M,) the kind of each move."""
        return self.frame["kind"].to_numpy(str)

    def column(self, name: str) -> Floats:
        """A column of minutes or money."""
        if name not in self._columns:
            self._columns[name] = self.frame[name].to_numpy(np.float64)
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, Floats]:
        return {}

    def rows(self, name: str) -> Ints:
        """A column of row numbers, -1 for none."""
        return self._rows[name]

    def lanes(self, name: str) -> Ints:
        """The lane of `from_post` or `to_post`, -1 for none."""
        return self._lanes[name]

    def alike(self, move: int) -> Mask:
        """Moves that one stands in the way of: of the same person or offer, of its lender, and to its receiver."""
        same = np.zeros(len(self.frame), dtype=bool)
        for name in ("person", "offer", "from_post", "to_post"):
            rows = self.rows(name)
            same |= (rows == rows[move]) & (rows >= 0)
        return same


def candidates(ground: Ground, receivers: Mask, taken: Mask) -> Candidates:
    """All moves of the policy's kinds for the lanes that want people; `taken` people are under way already."""
    made = [MOVES[kind](ground, receivers) for kind in ground.situation.policy.kinds]
    filled = [frame for frame in made if len(frame)]
    frame = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame({name: [] for name in COLUMNS})
    numbers = dict.fromkeys(NUMBERS, "int64")
    frame = frame.astype({**numbers, "kind": "str", "who": "str"})
    busy = frame["person"].to_numpy()
    frame = frame[~((busy >= 0) & taken[busy])] if len(taken) else frame
    return with_effects(ground, frame.reset_index(drop=True))


def with_effects(ground: Ground, frame: pd.DataFrame) -> Candidates:
    """Moves with what they change: a person on a break serves nobody, here or there."""
    clock, people = ground.clock, ground.people
    begin, stop, away, back = (frame[name].to_numpy(np.float64) for name in ("begin", "stop", "away", "back"))
    gain = clock.share(np.nan_to_num(begin), np.nan_to_num(stop))
    missed = clock.share(np.nan_to_num(away), np.nan_to_num(back))
    person = frame["person"].to_numpy(np.int64)
    kind = frame["kind"].to_numpy(str)
    rests = (person >= 0) & (kind != "break") & (kind != "extend")
    pause = (
        np.where(rests, people["pause"].to_numpy(float)[person], np.inf)
        if len(people)
        else np.full(len(frame), np.inf)
    )
    resume = np.where(rests, people["resume"].to_numpy(float)[person], np.inf) if len(people) else pause
    for shares, left, right in ((gain, begin, stop), (missed, away, back)):
        shares -= clock.share(np.maximum(np.nan_to_num(left), pause), np.minimum(np.nan_to_num(right), resume))
    whole = there(people, clock)
    own = whole[person] if len(people) else np.zeros_like(gain)
    loss = np.minimum(np.maximum(missed, 0.0), np.where(kind[:, None] == "break", 1.0, own))
    return Candidates(ground, frame, np.maximum(gain, 0.0), loss, loss > 1e-9)


def people_after(ground: Ground, moves: Candidates) -> Floats:
    """(L, T) people of each lane once the moves are made."""
    after = ground.staffed.copy()
    for name, shares, sign in (("to_post", moves.gain, 1.0), ("from_post", moves.loss, -1.0)):
        lane = moves.lanes(name)
        np.add.at(after, lane[lane >= 0], sign * shares[lane >= 0])
    return np.maximum(after, 0.0)
