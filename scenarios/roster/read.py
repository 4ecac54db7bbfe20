"""A roster from a workbook that was exported and maybe edited, from a list as CSV, or from a plan.

Everything that is wrong is told at once. A list has the columns employee, start, end, outlet, post, activity;
`roster.csv` describes them and those that may be added.
"""

from __future__ import annotations

from pathlib import Path

from quarterhour.grid import TimeGrid
from scenarios.network.findings import Findings
from scenarios.network.model import Network
from scenarios.network.read_csv import read_csv
from scenarios.plan.values import Plan
from scenarios.roster.lists import Found, located
from scenarios.roster.names import check_names
from scenarios.roster.telling import add, stop
from scenarios.roster.values import HandRoster, roster_of, tidy
from scenarios.roster.workbook import read_book

BOOK = ".xlsx"


def read_roster(path: Path, network: Network | None = None, grid: TimeGrid | None = None) -> HandRoster:
    """The roster in a file. Names are checked where there is a `network`; a list needs it, or a `grid`.

    Raises
    ------
    NetworkProblemsError
        With everything that is wrong: file, row, column, value and what may fix it.
    """
    findings = Findings()
    known = network.grid if network is not None else grid
    if not path.is_file():
        findings.add("no_such_path", path.name)
        stop(findings)
    found = read_book(path, known, findings) if path.suffix.lower() == BOOK else _list(path, known, findings)
    if found is not None and network is not None:
        check_names(found.rows, network, findings)
    stop(findings)
    if found is None:
        raise AssertionError("a roster that can not be read has a problem")
    homes = (
        None
        if network is None
        else dict(zip(network.table("employees")["employee"], network.table("employees")["outlet"], strict=True))
    )
    return found.finished(homes)


def of_plan(plan: Plan) -> HandRoster:
    """The roster of a plan, in the form of those that are read.

    Raises
    ------
    ValueError
        When the plan has none.
    """
    grid = TimeGrid(plan.timezone, plan.grain, plan.day_cut)
    return HandRoster(tidy(roster_of(plan).segments), grid, plan.first_day, plan.days)


def states_zone(path: Path) -> bool:
    """Whether a file, by its name, states its own time zone."""
    return path.suffix.lower() == BOOK


def _list(path: Path, grid: TimeGrid | None, findings: Findings) -> Found | None:
    if grid is None:
        add(findings, "roster.no_zone", path.name, None, "start", "")
        return None
    part = read_csv(path, path.name, findings)
    rows = None if part is None else located(part, grid, findings)
    if rows is None:
        return None
    if not len(rows.frame):
        add(findings, "roster.no_rows", path.name, None, "", "")
    return Found(rows, grid)
