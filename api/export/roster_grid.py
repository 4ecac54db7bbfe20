"""An outlet's sheet of the roster workbook: people down, days across, one line a duty, fit to be edited.

Column A and a hidden row name person and day of every cell; cells are text, so that what is typed stays as it
is typed. `scenarios/roster/lines.py` says what a line means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from api import shifts
from api.records import records
from api.words import Words
from scenarios.plan.values import Plan
from scenarios.roster.lines import line_text, write_lines
from scenarios.roster.record import CELL_COLUMNS, FIRST_DAY_COLUMN, KEY_ROW, OUTLET_MARK


@dataclass(frozen=True)
class Told:
    """The roster as its cells tell it.

    Attributes
    ----------
    lines
        As `write_lines` gives them.
    everybody
        employee, name, home.
    names
        What outlets are called.
    several
        Outlets whose lines name their post.
    """

    lines: pd.DataFrame
    everybody: pd.DataFrame
    names: Mapping[str, str]
    several: frozenset[str]

    @classmethod
    def of(cls, plan: Plan, segments: pd.DataFrame) -> Told:
        """Some segments of the plan's roster."""
        names = dict(zip(plan.outlets["outlet"], plan.outlets["name"].astype("str"), strict=True))
        work = segments[segments["activity"] == "work"]
        posts = work.groupby("outlet")["post"].nunique()
        return cls(write_lines(segments), shifts.people(plan), names, frozenset(map(str, posts.index[posts > 1])))

    def people(self, outlet: str) -> pd.DataFrame:
        """Rows of an outlet's sheet."""
        return shifts.at_outlet(outlet, self.everybody, self.lines)

    def cells(self, outlet: str, words: Words) -> dict[tuple[str, pd.Timestamp], list[tuple[str, str]]]:
        """Kind (for the colour) and text of each line by employee and day, as the sheet of `outlet` has them."""
        there = self.lines[self.lines["employee"].isin(self.people(outlet)["employee"])]
        found: dict[tuple[str, pd.Timestamp], list[tuple[str, str]]] = {}
        for row in records(there.sort_values(["employee", "day", "start"], kind="stable")):
            kind = row.source if row.activity == "work" else row.activity
            word = "" if row.activity == "work" else words.label("short", row.activity)
            text = line_text(
                row._asdict(), outlet, row.outlet in self.several, self.names.get(row.outlet, row.outlet), word
            )
            found.setdefault((row.employee, row.day), []).append((str(kind), text))
        return found


def write_outlet(
    sheet: Worksheet,
    plan: Plan,
    outlet: str,
    told: Told,
    paid: Mapping[str, float],
    words: Words,
    styles: Mapping[str, Format],
) -> pd.DataFrame:
    """Write the sheet; what each of its cells says, columns as `CELL_COLUMNS`."""
    days = pd.date_range(plan.first_day, periods=plan.days, unit="us")
    rows, cells = told.people(outlet), told.cells(outlet, words)
    _head(sheet, outlet, days, told.names[outlet], words, styles)
    said = []
    for line, person in enumerate(records(rows), start=KEY_ROW + 1):
        home = "" if person.home == outlet else f" ({told.names.get(person.home, person.home)})"
        sheet.write_string(line, 0, str(person.employee), styles["name"])
        sheet.write_string(line, 1, f"{person.name}{home}", styles["name"])
        for number, day in enumerate(days, start=FIRST_DAY_COLUMN):
            entries = cells.get((person.employee, day), [])
            text = "\n".join(text for _, text in entries)
            if entries:
                sheet.write_string(line, number, text, styles[entries[0][0]])
            else:
                sheet.write_blank(line, number, None, styles["empty"])
            said.append((outlet, person.employee, day, person.home, text))
        if person.employee in paid:
            sheet.write_number(line, FIRST_DAY_COLUMN + len(days), paid[person.employee], styles["hours"])
    return pd.DataFrame(said, columns=list(CELL_COLUMNS))


def _head(
    sheet: Worksheet, outlet: str, days: pd.DatetimeIndex, name: str, words: Words, styles: Mapping[str, Format]
) -> None:
    sheet.write_string(0, 0, words("report.roster_of", outlet=name), styles["title"])
    sheet.write_string(1, 0, words("report.employee"), styles["head"])
    sheet.write_string(1, 1, words("report.person"), styles["head"])
    sheet.write_string(KEY_ROW, 0, f"{OUTLET_MARK}{outlet}")
    for number, day in enumerate(days, start=FIRST_DAY_COLUMN):
        kind = "weekend" if day.day_of_week >= 5 else "head"
        sheet.write_string(1, number, f"{words.weekday(day.day_of_week)}\n{words.day(day)}", styles[kind])
        sheet.write_string(KEY_ROW, number, day.date().isoformat())
    sheet.write_string(1, FIRST_DAY_COLUMN + len(days), words("report.paid"), styles["head"])
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 18)
    sheet.set_column(FIRST_DAY_COLUMN, FIRST_DAY_COLUMN + len(days) - 1, 13)
    sheet.set_row(1, 28)
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    sheet.freeze_panes(KEY_ROW + 1, FIRST_DAY_COLUMN)
