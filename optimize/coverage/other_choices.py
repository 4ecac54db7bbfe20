"""Beside the best joint choice: the next best ones, and what keeps every other option from being chosen.

Sets      as in `joint_choice`; K the choices known so far, each one option an outlet.
Next best the same model with  sum over k's options of x_fo <= number of outlets - 1  for each k in K: exactly k
          is cut off. Its bound is one on all choices that are not in K, so that a choice that meets it is the
          next best one, proven.
Why not   each option that was not chosen takes the place of the chosen one of its outlet, all others staying.
          Where that would not be worth more, money decides; where it would, the limit that is broken binds.
Source    no-good cuts as in Balas and Jeroslow, SIAM Journal on Applied Mathematics 23 (1972).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.coverage.alternatives import KEEP, MOVE
from optimize.coverage.consolidation import nothing_under_review, reviewed, told, worked_out
from optimize.coverage.joint_choice import ROUNDS, Choice, Positions, choose, covered, keeps_floors, model, worth
from optimize.coverage.values import Consolidation, ConsolidationProblem, Studied
from optimize.solve import solve_mip
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

STAGE = "consolidation"
OTHERS = ["rank", "outlet", "option", "target", "worth", "short", "proven"]
WHY = ["outlet", "option", "target", "why", "worth_change"]


def study(
    problem: ConsolidationProblem, *, others: int = 5, limits: Limits, progress: Progress | None = None
) -> Studied:
    """`consolidate`, with up to so many `others` that come next, and why each other option was not chosen.

    `limits` are those of each solve.
    """
    found = reviewed(problem)
    sheet = worked_out(problem, found)
    if sheet is None:
        return Studied(nothing_under_review(found), _others([]), pd.DataFrame(columns=WHY))
    choice = sheet.choice
    chosen, proof = choose(choice, limits=limits, progress=progress)
    made = told(problem, sheet, chosen, proof)
    known, proofs = [chosen], [proof]
    while len(known) <= others and not (progress is not None and progress.stopped):
        another = next_best(choice, known, limits=limits, progress=progress)
        if another is None:
            break
        known.append(another[0])
        proofs.append(another[1])
    return Studied(made, _ranked(choice, made, known, proofs), _why(choice, made, chosen))


def next_best(
    choice: Choice, known: list[Positions], *, limits: Limits, progress: Progress | None = None
) -> tuple[Positions, Proof] | None:
    """The best choice that is none of `known`, with its proof; None where there is none or none was found."""
    keep = np.flatnonzero((choice.options["option"] == KEEP).to_numpy())
    offset = choice.price * covered(choice, keep)
    cuts = list(known)
    for _ in range(ROUNDS):
        answer = solve_mip(model(choice, cuts).model, stage=STAGE, limits=limits, progress=progress)
        if not answer.found:
            return None
        found = np.flatnonzero(np.asarray(answer.values)[: len(choice.options)] > 0.5)
        more = choice.check(found)
        if not more:
            money, bound = worth(choice, found) - offset, answer.proof.bound
            top = money if bound is None else max(money, bound - offset)
            status = Status.OPTIMAL if top - money <= 1e-6 * max(1.0, abs(money)) else Status.FEASIBLE
            return found, replace(answer.proof, status=status, objective=money, bound=top)
        cuts += more
    return None


def _ranked(choice: Choice, made: Consolidation, known: list[Positions], proofs: list[Proof]) -> pd.DataFrame:
    """One row an outlet and choice; the best choice has rank 1. Each is proven only where those before it are."""
    named = made.options[["outlet", "option", "target"]]
    best, proven, frames = worth(choice, known[0]), True, []
    for rank, (positions, proof) in enumerate(zip(known, proofs, strict=True), start=1):
        proven = proven and proof.status is Status.OPTIMAL
        rows = named.iloc[positions].reset_index(drop=True)
        frames.append(
            rows.assign(rank=rank, worth=proof.objective, short=best - worth(choice, positions), proven=proven)
        )
    return _others(frames)


def _others(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)[OTHERS] if frames else pd.DataFrame(columns=OTHERS)


def _why(choice: Choice, made: Consolidation, chosen: Positions) -> pd.DataFrame:
    """outlet, option, target, why (code, "" for the chosen one), worth_change (money a month in its place)."""
    outlet = choice.options["outlet"].to_numpy()
    reasons, changes = [], []
    best = worth(choice, chosen)
    for row, allowed in enumerate(choice.options["allowed"].to_numpy(dtype=bool)):
        instead = np.where(outlet[chosen] == outlet[row], row, chosen)
        change = worth(choice, instead) - best
        changes.append(change)
        if row in chosen:
            reasons.append("")
        elif not allowed:
            reasons.append(str(made.options["reason"].iloc[row]))
        else:
            reasons.append("consolidate.worth_less" if change <= 0 else _binding(choice, instead))
    return made.options[["outlet", "option", "target"]].assign(why=reasons, worth_change=changes)[WHY]


def _binding(choice: Choice, chosen: Positions) -> str:
    """The first limit that a choice breaks; that of proof where it breaks none."""
    taken = np.isin(np.arange(len(choice.options)), chosen).astype(float)
    moves = choice.options.iloc[chosen]
    if (choice.added @ taken > choice.room + 1e-9).any():
        return "consolidate.together_full"
    if (moves["option"] == MOVE).any() and (choice.at_most_one @ taken > 1).any():
        return "consolidate.together_site"
    if float(moves["one_off"].sum()) > choice.budget + 1e-9:
        return "consolidate.together_budget"
    if not keeps_floors(choice, chosen):
        return "consolidate.together_floor"
    return "consolidate.together_full" if choice.check(chosen) else "consolidate.not_proven"
