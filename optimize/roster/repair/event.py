"""What happens to a published roster."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

ABSENCE = ["employee", "start", "end", "kind", "hours"]
REMOVED = ["duty", "people"]
WANTED = ["employee", "day", "duty"]


def _nothing(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})


@dataclass(frozen=True)
class Event:
    """An absence, a change of demand, or days that somebody wants otherwise; several at once are one event.

    Attributes
    ----------
    absences
        employee, start, end (zone-aware instants), kind (leave, sick, training, unpaid), hours (paid a whole day).
        A business day that lies in it is a day of absence; of a day that it only touches, the part counts.
    added
        Duties as `RosterProblem.duties` that are new; None for none. A duty that moves is removed and added.
    removed
        duty, people: places that are needed no more.
    wanted
        employee, day (naive midnight), duty: what somebody is to do that day, "" for a day off. It is done
        whatever it breaks; the others make room for it.
    """

    absences: pd.DataFrame = field(default_factory=lambda: _nothing(ABSENCE))
    added: pd.DataFrame | None = None
    removed: pd.DataFrame = field(default_factory=lambda: _nothing(REMOVED))
    wanted: pd.DataFrame = field(default_factory=lambda: _nothing(WANTED))
