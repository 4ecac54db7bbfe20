"""The published roster that a question is about, and moments as users write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from api.refusal import refuse
from api.rosters.rules_off import rules_left_out
from api.stored import stored_plan
from api.words import Words

if TYPE_CHECKING:
    from optimize.roster.repair import Standing
    from quarterhour.grid import TimeGrid
    from scenarios.roster.published import Published

HISTORY = ("arrivals", "attendance", "outcomes")
"""Tables that no roster asks for, by far the longest; a plan's changes may."""


def load(
    source: Path, network: Path, plan: Path | None, words: Words, without: Sequence[str] | None = None
) -> Published:
    """A plan folder's roster, or one read back from a workbook or list, with the network's people and rules.

    Rules named `without` are left out.
    """
    from scenarios.network import read_network
    from scenarios.roster import of_plan, read_roster
    from scenarios.roster.check import CannotCheckError, under
    from scenarios.roster.published import published
    from scenarios.roster.without import without as left_out

    stored = stored_plan(source, words) if source.is_dir() else None
    if stored is not None and stored.roster is None:
        refuse(words("cli.no_roster", path=source))
    belongs = stored if plan is None else stored_plan(plan, words)
    changed = belongs is not None and bool(belongs.changes)
    base = read_network(network, without=() if changed else HISTORY)
    base, belongs = left_out(base, belongs, rules_left_out(without, under(base, belongs), words))
    roster = of_plan(stored) if stored is not None else read_roster(source, under(base, belongs))
    try:
        return published(base, roster, belongs)
    except CannotCheckError as error:
        refuse(words.message(error.message))


def unit_of(found: Published, employees: list[str], words: Words) -> Standing:
    """The roster unit that all these people are of; refused where somebody is unknown, or they are of several."""
    unknown = found.unknown(employees)
    if unknown:
        refuse(words("roster.unknown_people", people=", ".join(unknown)))
    units = sorted({found.unit_of(who) for who in employees})
    if len(units) > 1:
        refuse(words("roster.several_units", units=", ".join(units)))
    return found.standing(units[0])


def unit_of_duty(found: Published, duty: str, words: Words) -> Standing:
    """The roster unit that fills a duty."""
    unit = found.unit_of_duty(duty)
    if not unit:
        refuse(words("roster.unknown_duty", duty=duty))
    return found.standing(unit)


def day_of(text: str, standing: Standing, words: Words) -> pd.Timestamp:
    """A business day of the roster."""
    day = _read(text, words).normalize()
    dates = standing.calendar.dates
    if not dates[0] <= day <= dates[-1]:
        values = {"day": text, "first": dates[0].date(), "last": dates[-1].date()}
        refuse(words("roster.day_outside", **values))
    return day


def begin_of(text: str, grid: TimeGrid, words: Words) -> pd.Timestamp:
    """A moment; a date alone is the beginning of its business day."""
    moment = _read(text, words)
    return grid.day_start(moment) if len(text) <= len("2026-01-31") else _instant(moment, grid)


def end_of(text: str, grid: TimeGrid, words: Words) -> pd.Timestamp:
    """A moment; a date alone is the end of its business day."""
    moment = _read(text, words)
    if len(text) <= len("2026-01-31"):
        return grid.day_start(moment + pd.Timedelta(days=1))
    return _instant(moment, grid)


def now_of(text: str | None, grid: TimeGrid, words: Words) -> pd.Timestamp:
    """The moment that the question is asked at: the clock's where none is given."""
    return pd.Timestamp.now(tz=grid.timezone) if text is None else begin_of(text, grid, words)


def _read(text: str, words: Words) -> pd.Timestamp:
    form = "%Y-%m-%d" if len(text) <= len("2026-01-31") else "%Y-%m-%d %H:%M"
    try:
        return pd.to_datetime(text.replace("T", " "), format=form)
    except ValueError:
        refuse(words("roster.no_moment", value=text))


def _instant(moment: pd.Timestamp, grid: TimeGrid) -> pd.Timestamp:
    return grid.local(pd.DatetimeIndex([moment]))[0]
