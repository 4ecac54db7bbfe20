"""One option for each outlet under review, all together, at most money a month.

Sets      outlets f under review with the options o that each can have by itself; cells c of zones that no
          other existing point covers, w_c residents; receivers r.
Variables x_fo in {0, 1}: option o is carried out at f;  0 <= z_c <= 1: cell c is covered.
Objective max sum_fo value_fo * x_fo + price * (sum_c w_c z_c - residents of these cells covered today), money
          a month against keeping all: saving - one-off / 36 - price of lost customers - price of residents
          who are no longer covered (gained ones count likewise).
Subject   sum_o x_fo = 1;  z_c <= sum of x_fo over options that leave a point whose circle holds c;
          residents of each scope with a floor covered >= it;  sum_fo one_off_fo * x_fo <= budget;  one move a
          site; sum_fo added_for * x_fo <= room_r for receivers r that are not under review themselves.

Loads depend on who closes together: a receiver gains more when its neighbour goes too. The figures of the
options alone are a lower bound of that, so the model is a relaxation; its answer is checked with the demand
re-assigned exactly (`transfers_together`), and a combination that overfills somebody, or leaves customers
without any receiver, is cut off:  sum of its changes (and of keeping the overfilled outlet, where that one is
under review) <= their number - 1, which holds for all larger combinations too, since more closures only add
load. The first answer that passes is the proven joint optimum.

Source    Ruiz-Hernandez, Delgado-Gomez and Lopez-Pascual, Computers & Operations Research 56 (2015), for
          closing and resizing; cuts as in logic-based Benders decomposition (Hooker and Ottosson 2003).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from optimize.coverage.alternatives import KEEP
from optimize.coverage.mip import Mip, best
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

Array = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

ROUNDS = 100
"""Most combinations that are cut off before the best one known is taken with the bound reached."""


@dataclass(frozen=True, eq=False)
class Choice:
    """What the joint choice reads; rows of `options` are the columns x of the model.

    Attributes
    ----------
    options
        outlet, option, value, one_off, allowed; every outlet has an allowed "keep".
    cover
        cells x options, 1 where the option leaves a point whose circle holds the cell.
    weights
        Residents of each cell.
    added
        receivers x options, load that the option alone adds.
    room
        Load that may be added to each receiver.
    at_most_one
        sets x options: of each set at most one may be chosen (moves to the same site).
    counted, floors
        scopes x cells, residents who count towards each coverage floor; how many of them must be covered.
    budget
        One-off money (infinite for no limit).
    price
        Money a month of a resident.
    check
        For the positions of chosen options, one an outlet: sets of them that can not be carried out together,
        none where all is well.
    """

    options: pd.DataFrame
    cover: sparse.csr_array
    weights: Array
    added: sparse.csr_array
    room: Array
    at_most_one: sparse.csr_array
    counted: Array
    floors: Array
    budget: float
    price: float
    check: Callable[[Positions], Sequence[Positions]]


def choose(choice: Choice, *, limits: Limits, progress: Progress | None = None) -> tuple[Positions, Proof]:
    """Positions of the chosen options, one an outlet, and the proof in money a month against keeping all."""
    keep = np.flatnonzero((choice.options["option"] == KEEP).to_numpy())
    known = _improve(choice, keep)
    offset = choice.price * covered(choice, keep)
    cuts: list[Positions] = []
    bound, seconds = _simple_bound(choice), 0.0
    for _ in range(ROUNDS):
        mip = model(choice, cuts)
        values, proof = best(
            mip, _values(choice, known), bound, stage="consolidation", limits=limits, progress=progress
        )
        seconds += proof.seconds
        bound = min(bound, proof.bound if proof.bound is not None else bound)
        found = np.flatnonzero(values[: len(choice.options)] > 0.5)
        more = choice.check(found)
        if not more:
            return found, _proof(choice, found, bound, offset, seconds, limits)
        cuts += more
        if proof.status is not Status.OPTIMAL:
            break
    return known, _proof(choice, known, bound, offset, seconds, limits)


def model(choice: Choice, cuts: Sequence[Positions]) -> Mip:
    """The model without the combinations `cuts`; variables in order: x, z."""
    options, count, cells = choice.options, len(choice.options), len(choice.weights)
    outlet = pd.factorize(options["outlet"])[0]
    each = sparse.csr_array((np.ones(count), (outlet, np.arange(count))))
    forbidden = sparse.csr_array((len(cuts), count)) if not cuts else _rows(cuts, count)
    sizes = np.array([len(cut) - 1.0 for cut in cuts])
    spent = sparse.csr_array(options["one_off"].to_numpy(dtype=float)[None, :])
    of_options = [each, choice.added, choice.at_most_one, forbidden, spent]
    blocks: list[list[sparse.sparray | None]] = [[sparse.vstack(of_options), None]]
    blocks += [[choice.cover, -sparse.eye_array(cells)], [None, sparse.csr_array(choice.counted)]]
    limited = len(choice.room) + choice.at_most_one.shape[0] + len(cuts) + 1
    ones = np.ones(each.shape[0])
    top = [ones, choice.room, np.ones(choice.at_most_one.shape[0]), sizes, np.array([choice.budget])]
    return Mip(
        objective=np.concatenate([options["value"].to_numpy(dtype=float), choice.price * choice.weights]),
        matrix=sparse.csr_array(sparse.block_array(blocks)),
        lower=np.concatenate([ones, np.full(limited, -np.inf), np.zeros(cells), choice.floors]),
        upper=np.concatenate([*top, np.full(cells + len(choice.floors), np.inf)]),
        bottom=np.zeros(count + cells),
        top=np.concatenate([options["allowed"].to_numpy(dtype=float), np.ones(cells)]),
        integer=np.arange(count + cells) < count,
        maximise=True,
    )


def _rows(cuts: Sequence[Positions], count: int) -> sparse.csr_array:
    row = np.repeat(np.arange(len(cuts)), [len(cut) for cut in cuts])
    return sparse.csr_array((np.ones(len(row)), (row, np.concatenate(cuts))), shape=(len(cuts), count))


def _improve(choice: Choice, chosen: Positions) -> Positions:
    """A good start: outlet by outlet the option that gains most, as long as all can be carried out together."""
    outlet = pd.factorize(choice.options["outlet"])[0]
    by_value = np.argsort(-choice.options["value"].to_numpy(dtype=float), kind="stable")
    for option in by_value[choice.options["allowed"].to_numpy(dtype=bool)[by_value]]:
        other = np.where(outlet[chosen] == outlet[option], option, chosen)
        if worth(choice, other) > worth(choice, chosen) and _feasible(choice, other):
            chosen = other
    return chosen


def _feasible(choice: Choice, chosen: Positions) -> bool:
    taken = np.isin(np.arange(len(choice.options)), chosen).astype(float)
    return bool(
        (choice.added @ taken <= choice.room + 1e-9).all()
        and (choice.at_most_one @ taken <= 1).all()
        and float(choice.options["one_off"] @ taken) <= choice.budget + 1e-9
        and keeps_floors(choice, chosen)
        and not choice.check(chosen)
    )


def covered(choice: Choice, chosen: Positions) -> float:
    """Residents of the cells who are covered."""
    return float(choice.weights @ _reached(choice, chosen))


def keeps_floors(choice: Choice, chosen: Positions) -> bool:
    """Whether enough residents of every scope stay covered."""
    return bool((choice.counted @ _reached(choice, chosen) >= choice.floors - 1e-9).all())


def _reached(choice: Choice, chosen: Positions) -> Array:
    taken = np.isin(np.arange(len(choice.options)), chosen).astype(float)
    return np.asarray((choice.cover @ taken) > 0, dtype=float)


def worth(choice: Choice, chosen: Positions) -> float:
    """Money a month, the price of all residents covered included."""
    value = float(choice.options["value"].to_numpy(dtype=float)[chosen].sum())
    return value + choice.price * covered(choice, chosen)


def _values(choice: Choice, chosen: Positions) -> Array:
    taken = np.isin(np.arange(len(choice.options)), chosen).astype(float)
    return np.concatenate([taken, _reached(choice, chosen)])


def _simple_bound(choice: Choice) -> float:
    """The best option of each outlet, and everybody covered."""
    allowed = choice.options[choice.options["allowed"]]
    return float(allowed.groupby("outlet")["value"].max().sum() + choice.price * choice.weights.sum())


def _proof(
    choice: Choice, chosen: Positions, bound: float, offset: float, seconds: float, limits: Limits
) -> Proof:
    money = worth(choice, chosen)
    closed = abs(bound - money) <= 1e-6 * max(1.0, abs(money - offset))
    status = Status.OPTIMAL if closed else Status.FEASIBLE
    return Proof("consolidation", "", status, money - offset, bound - offset, seconds, limits.seed)
