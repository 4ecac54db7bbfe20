"""A published roster with an event put on it: what falls away, what is asked for, what must stay."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.repair.away import Away, read_absences
from optimize.roster.repair.event import Event
from optimize.roster.repair.falling import Falling
from optimize.roster.repair.standing import Standing, cells_with, without
from optimize.roster.segments import lay_duties
from quarterhour.labels import LabelError


@dataclass(frozen=True)
class Disturbed:
    """The roster right after the event.

    Attributes
    ----------
    before
        As published.
    after
        What the event leaves of it, with the new duties and the new absences.
    fallen
        employee, day, duty, instead ("" or the duty that the event itself puts there), reason: changes that the
        event makes by itself.
    held
        Whether each row of `after.cells` must stay: past, under way, locked, edited by hand, or asked for.
    barred
        (P, D): the person may be given nothing on that day, beyond what the rules forbid.
    lost
        duty, people: places that are open now, were not as published, and can still be taken.
    known
        duty, people: places that were open as published.
    now
        Minutes since the horizon begins; nobody is sent anywhere before it.
    """

    before: Standing
    after: Standing
    fallen: pd.DataFrame
    held: Flags
    barred: Flags
    lost: pd.DataFrame
    known: pd.DataFrame
    now: int

    def to_come(self) -> Flags:
        """Which of the unit's duties nobody would have had to leave for before now."""
        own = self.after.own
        works = (own["activity"] == "work").to_numpy()
        way = np.where(works, own["travel_minutes"].round().to_numpy(), 0).astype(np.int64)
        ahead: Flags = self.after.calendar.minutes(own["start"]) - way >= self.now
        return ahead


def disturb(standing: Standing, event: Event, now: pd.Timestamp, kept: pd.DataFrame | None = None) -> Disturbed:
    """Put an event on a published roster.

    Parameters
    ----------
    kept
        employee, day: further days that must stay, such as those edited by hand.

    Raises
    ------
    LabelError
        When the event names people, days or duties that the unit's roster does not have.
    """
    _known(standing, event)
    away = read_absences(standing, event.absences, standing.minutes(now))
    falling = Falling(standing, standing.minutes(now))
    falling.absences(away)
    falling.demand(event)
    falling.wanted(event.wanted)
    falling.crowded()
    fallen = falling.table()
    after = _after(standing, falling.own, fallen, away)
    held = _held(after, fallen, falling.now, kept)
    known = _missing(standing.own, standing.cells)
    lost = _lost(after, known)
    disturbed = Disturbed(standing, after, fallen, held, _barred(standing, away, event), lost, known, falling.now)
    ahead = set(after.own.loc[disturbed.to_come(), "duty"])
    return replace(disturbed, lost=lost[lost["duty"].isin(ahead)].reset_index(drop=True))


def _known(standing: Standing, event: Event) -> None:
    people, duties = set(standing.problem.employees["employee"]), set(standing.own["duty"])
    named = {*event.absences["employee"], *event.wanted["employee"]} - people
    if named:
        raise LabelError(
            f"event: {', '.join(sorted(named))} is not at home at {standing.name}.\nMaybe another unit."
        )
    asked = ({*event.removed["duty"], *event.wanted["duty"]} - {""}) - duties
    if asked:
        raise LabelError(f"event: {standing.name} has no duty {', '.join(sorted(asked))}.\nMaybe of another unit.")
    days = pd.DatetimeIndex(event.wanted["day"])
    if not days.isin(standing.calendar.dates).all():
        raise LabelError("event: a day that is wanted otherwise lies outside the roster.\nMaybe a later roster.")
    if event.added is not None and event.added["duty"].isin(standing.problem.duties["duty"]).any():
        raise LabelError("event: an added duty has the name of one that is there.\nMaybe give it a new one.")


def _after(standing: Standing, own: pd.DataFrame, fallen: pd.DataFrame, away: Away) -> Standing:
    """The roster with the fallen duties taken out, and those put there instead."""
    instead = fallen.loc[fallen["instead"] != "", ["employee", "instead"]].rename(columns={"instead": "duty"})
    stays = without(standing.segments, fallen)
    new = lay_duties(instead.merge(own, on="duty", validate="many_to_one"))
    segments = pd.concat([stays, new], ignore_index=True) if len(new) else stays
    segments = segments.sort_values(["employee", "start", "end"], kind="stable").reset_index(drop=True)
    segments = away.laid(standing, segments)
    theirs = standing.problem.duties["duty"].isin(standing.own["duty"])
    parts = [part for part in (standing.problem.duties[~theirs], own) if len(part)]
    absences = pd.concat([part for part in (standing.problem.absences, away.days) if len(part)] or [away.days])
    problem = replace(
        standing.problem,
        duties=pd.concat(parts, ignore_index=True) if parts else own,
        absences=absences.reset_index(drop=True),
    )
    return replace(standing, problem=problem, own=own, segments=segments, cells=cells_with(standing, fallen, new))


def _held(after: Standing, fallen: pd.DataFrame, now: int, kept: pd.DataFrame | None) -> Flags:
    cells = after.cells
    held = cells["locked"].to_numpy(dtype=bool) | (cells["leaves"] < now).to_numpy()
    held |= ~cells["duty"].isin(after.own["duty"]).to_numpy()
    put = fallen[fallen["instead"] != ""]
    for days in (put, kept):
        if days is not None and len(days):
            asked = pd.MultiIndex.from_frame(days[["employee", "day"]])
            held |= pd.MultiIndex.from_frame(cells[["employee", "day"]]).isin(asked)
    return held


def _barred(standing: Standing, away: Away, event: Event) -> Flags:
    """Days of which a part is absence, and days that are wanted as they are."""
    rows = pd.Series(np.arange(len(standing.problem.employees)), index=standing.problem.employees["employee"])
    barred = np.zeros((len(rows), standing.calendar.days), dtype=bool)
    wanted = event.wanted[["employee", "day"]]
    for who, number in (
        (away.parts["employee"], away.parts["number"].to_numpy(np.int64)),
        (wanted["employee"], standing.calendar.day(wanted["day"].astype("datetime64[us]"))),
    ):
        barred[rows.reindex(who).to_numpy(np.int64), number] = True
    return barred


def _missing(own: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    filled = cells.groupby("duty").size().reindex(own["duty"]).fillna(0).to_numpy(np.int64)
    people = own["people"].to_numpy(np.int64) - filled
    return pd.DataFrame({"duty": own["duty"], "people": people})[people > 0].reset_index(drop=True)


def _lost(after: Standing, known: pd.DataFrame) -> pd.DataFrame:
    open_now = _missing(after.own, after.cells)
    before = known.set_index("duty")["people"].reindex(open_now["duty"]).fillna(0).to_numpy(np.int64)
    people = open_now["people"].to_numpy(np.int64) - before
    lost: pd.DataFrame = open_now.assign(people=people)[people > 0].reset_index(drop=True)
    return lost
