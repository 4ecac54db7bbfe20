"""What the column engine answers with."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from optimize.roster.columns.problem import Problem, Rosters
from quarterhour.result import Proof


@dataclass(frozen=True)
class Incumbent:
    """An answer on the way: when (wall and CPU seconds since the beginning), its cost, and the bound by then."""

    seconds: float
    cpu: float
    cost: int
    bound: float


@dataclass(frozen=True)
class Answer:
    """What was found.

    Attributes
    ----------
    rosters
        Person x day: 0 for off, else 1 + the kind's place.
    proof
        Its objective counts everybody who has a roster; optimal only where the bound, rounded up, is it.
    worth
        day, kind, worth: what one more person there would save, at the prices of the bound; empty without one.
    without
        People for whom no roster within their limits was found in time; they are off throughout.
    incumbents
        Better and better answers, the last of them this one.
    moves
        Per kind of neighbourhood: how often it was tried and what it saved.
    faults
        What the evaluator has against the rosters that the search came to, a mistake of ours; empty where it
        agrees. People whose roster breaks a rule are then without one, and there is no bound.
    """

    rosters: Rosters
    proof: Proof
    worth: pd.DataFrame
    without: tuple[str, ...] = ()
    incumbents: tuple[Incumbent, ...] = ()
    moves: dict[str, tuple[int, int]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def frame(self, problem: Problem) -> pd.DataFrame:
        """person, day, kind: one row a duty."""
        person, day = np.nonzero(self.rosters)
        kinds = np.array(problem.kinds, dtype=object)[self.rosters[person, day] - 1]
        return pd.DataFrame({"person": np.array(problem.people, dtype=object)[person], "day": day, "kind": kinds})
