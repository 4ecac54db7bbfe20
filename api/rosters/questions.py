"""Repair, replacement, swap, leave and check of a published roster: asked, answered or refused in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from api.refusal import refuse
from api.rosters.events import Asked, event_of
from api.rosters.published import day_of, now_of, unit_of, unit_of_duty
from api.rosters.rules_off import rules_left_out
from api.stored import stored_plan
from api.words import Words
from optimize.roster.repair import (
    Candidates,
    Event,
    Leave,
    Repair,
    Replacements,
    Standing,
    Swap,
    leave,
    repair,
    swap,
)
from optimize.roster.repair.disturb import disturb
from quarterhour.labels import LabelError
from scenarios.network import Network, read_network
from scenarios.roster import Checked, check_roster, of_plan, read_roster
from scenarios.roster.check import CannotCheckError, under
from scenarios.roster.published import Published, leave_entitled, leave_taken
from scenarios.roster.reach import with_loans
from scenarios.roster.without import without as left_out


def mended(
    found: Published, asked: Asked, now: str | None, words: Words, *, loans: bool = True
) -> tuple[Standing, Repair]:
    """The unit before, and its repair after what is asked, with people of other outlets where `loans` may be."""
    standing, event = event_of(found, asked, words)
    moment = now_of(now, standing.problem.grid, words)
    try:
        answer = repair(standing, event, moment, kept=found.edited)
    except LabelError as error:
        refuse(str(error))
    return standing, with_loans(found, answer, moment) if loans else answer


def replaced(
    found: Published, duty: str | None, employee: str | None, day: str | None, words: Words
) -> tuple[Standing, str, Replacements]:
    """Everybody for a duty's open place, or for what somebody has on a day; the unit and the duty with it."""
    if employee is not None and day is not None:
        standing = unit_of(found, [employee], words)
        date = day_of(day, standing, words)
        cells = standing.cells[(standing.cells["employee"] == employee) & (standing.cells["day"] == date)]
        if cells.empty:
            refuse(words("roster.replace_off", employee=employee, day=words.day(date)))
        duty = str(cells["duty"].iloc[0])
        off = pd.DataFrame({"employee": [employee], "day": [date], "duty": [""]})
        early = standing.problem.grid.day_start(standing.problem.first_day)
        disturbed = disturb(standing, Event(wanted=off), early)
        standing, candidates = disturbed.after, Candidates.after(disturbed)
    elif duty is not None:
        standing = unit_of_duty(found, duty, words)
        candidates = Candidates.of(standing)
    else:
        refuse(words("roster.replace_what"))
    try:
        return standing, duty, candidates.rank(duty)
    except LabelError:
        refuse(words("roster.replace_full", duty=duty))


def exchanged(
    found: Published, one: str, other: str, days: Sequence[str], now: str | None, words: Words
) -> tuple[Standing, Swap]:
    """The unit before, and the exchange put to every rule."""
    standing = unit_of(found, [one, other], words)
    if one == other:
        refuse(words("roster.swap_one", employee=one))
    dates = [day_of(text, standing, words) for text in days]
    answer = swap(standing, one, other, dates, now_of(now, standing.problem.grid, words))
    if answer.cells.empty:
        refuse(words("roster.swap_nothing"))
    return standing, answer


def leave_asked(
    found: Published, employee: str, first: str, last: str, now: str | None, words: Words
) -> tuple[Standing, Leave]:
    """The unit before, and whether the leave may be granted."""
    standing = unit_of(found, [employee], words)
    begin, end = day_of(first, standing, words), day_of(last, standing, words)
    if end < begin:
        refuse(words("roster.repair_order", start=first, end=last))
    return standing, leave(
        standing,
        employee,
        begin,
        end,
        now_of(now, standing.problem.grid, words),
        entitled=leave_entitled(found.network, employee),
        taken=leave_taken(found.network, employee, begin.year),
    )


def checked(
    source: Path, network: Path, plan: Path | None, without: Sequence[str] | None, words: Words
) -> tuple[Network, Checked]:
    """Every rule that a roster breaks, a plan's or one in a file, and the network under the plan's changes."""
    base = read_network(network)
    made = stored_plan(source, words) if source.is_dir() else None
    if made is not None and made.roster is None:
        refuse(words("cli.no_roster", path=source))
    belongs = made if plan is None else stored_plan(plan, words)
    base, belongs = left_out(base, belongs, rules_left_out(without, under(base, belongs), words))
    changed = under(base, belongs)
    try:
        return changed, check_roster(
            base, read_roster(source, changed) if made is None else of_plan(made), belongs
        )
    except CannotCheckError as error:
        refuse(words.message(error.message))
