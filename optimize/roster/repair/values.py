"""What a repair gives."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from optimize.roster.repair.standing import Standing
from quarterhour.result import Proof

LOANS = {
    "duty": "str",
    "loan": "str",
    "lender": "str",
    "employee": "str",
    "day": "datetime64[us]",
    "outlet": "str",
    "post": "str",
    "start": "object",
    "end": "object",
    "minutes": "float64",
    "points": "float64",
    "money": "float64",
}


@dataclass(frozen=True)
class Repair:
    """A published roster after an event, with as few changes as that takes.

    Attributes
    ----------
    standing
        The unit's roster as repaired, with the event's duties and absences: it can be repaired again.
    changes
        One row a person and day that is not as published: employee, day, before and after (duties, "" for none),
        reason (message code), of (the employee whose duty it is that is taken over, else ""), forced (bool: the
        event itself did it), notice (whole days from now), weight.
    holes
        duty, outlet, post, start, end, people, reason, mend: places that were not open as published and stay so.
    broken
        Hard rules that the repaired roster breaks and the published one did not, as `Roster.rules`: only what
        the event itself asks for can be there.
    proofs
        Of three objectives in this order: hole points that the event leaves, weighted changes that it does not
        force, and points of the soft rules at both. Bounds of the first two hold for every repair that leaves
        alone whoever's published duties break a rule; the third's for those that touch the same days. None speaks
        of loans.
    loans
        Places that people of other units take: duty (the unit's), loan (the lender's duty in its stead), lender,
        employee, day, outlet, post, start, end, minutes (one way), points and money (what changes at the lender).
    lenders
        The units of `loans` with these in their rosters.
    """

    standing: Standing
    changes: pd.DataFrame
    holes: pd.DataFrame
    broken: pd.DataFrame
    proofs: tuple[Proof, ...]
    loans: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(LOANS)).astype(LOANS))
    lenders: tuple[Standing, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether no repair leaves less open, or as little with lighter changes."""
        return all(str(proof.status) == "optimal" for proof in self.proofs[:2])
