"""Repairs, replacements, swaps and leave on the terminal."""

from __future__ import annotations

from api.cli import console
from api.cli.errors import SHOWN
from api.records import records
from api.repairing import breaks_text, costs_text, names_of, places_of, rule_text, told_changes
from api.words import NOTHING, Words
from optimize.roster.repair import Leave, Repair, Replacements, Standing, Swap


def show_repair(before: Standing, repair: Repair, words: Words) -> None:
    """Changes, holes left, rules that the event itself breaks, and how sure it is."""
    names, places = names_of(before), places_of(before, repair.standing)
    if len(repair.changes):
        heads = ("day", "person", "before", "after", "why", "notice")
        table = console.grid(
            words("roster.repair_changes"), *(words(f"roster.head_{head}") for head in heads), numeric=(5,)
        )
        for row in records(repair.changes.head(SHOWN)):
            why = words(row.reason)
            was, becomes = places.get(row.before, row.before), places.get(row.after, row.after)
            console.add(table, words.day(row.day), _person(row.employee, names), was, becomes, why, row.notice)
        console.results.print(table)
    _show_loans(repair, words)
    _show_holes(repair, words)
    for row in records(repair.broken):
        rule = words(f"roster.rule_{row.rule}")
        console.results.print(
            words("roster.repair_breaks", rule=rule, person=_person(row.employee, names), day=words.day(row.day))
        )
    console.results.print(told_changes(repair, words))


def _show_loans(repair: Repair, words: Words) -> None:
    if repair.loans.empty:
        return
    names = {employee: name for lender in repair.lenders for employee, name in names_of(lender).items()}
    heads = ("day", "person", "lender", "place", "way")
    table = console.grid(
        words("roster.repair_loans"), *(words(f"roster.head_{head}") for head in heads), numeric=(4,)
    )
    for row in records(repair.loans):
        place = f"{row.start:%H:%M}–{row.end:%H:%M} {row.post} {row.outlet}"
        console.add(
            table, words.day(row.day), _person(row.employee, names), row.lender, place, words.number(row.minutes)
        )
    console.results.print(table)


def _show_holes(repair: Repair, words: Words) -> None:
    if repair.holes.empty:
        return
    heads = ("day", "place", "people", "why", "mend")
    table = console.grid(
        words("roster.repair_holes"), *(words(f"roster.head_{head}") for head in heads), numeric=(2,)
    )
    for row in records(repair.holes):
        place = f"{row.start:%H:%M}–{row.end:%H:%M} {row.post} {row.outlet}"
        console.add(table, words.day(row.start), place, row.people, words(row.reason), words(row.mend))
    console.results.print(table)


def show_replacements(standing: Standing, duty: str, found: Replacements, words: Words) -> None:
    """Everybody in order, with what would break or what changes."""
    place = places_of(standing)[duty]
    heads = ("rank", "person", "possible", "points", "overtime", "money", "told")
    table = console.grid(
        words("roster.replacements", place=place),
        *(words(f"roster.head_{head}") for head in heads),
        numeric=(0, 3, 4, 5),
    )
    for row in records(found.ranked.head(SHOWN)):
        told = costs_text(found, row.employee, words) if row.possible else breaks_text(found, row.employee, words)
        console.add(
            table,
            row.rank,
            f"{row.name} ({row.employee})",
            words("roster.yes" if row.possible else "roster.no"),
            words.signed(row.points, 1),
            words.number(row.overtime, 1) if row.possible else NOTHING,
            words.money(row.money) if row.possible else NOTHING,
            told,
        )
    console.results.print(table)
    count = int(found.ranked["possible"].sum())
    console.results.print(words("roster.replacements_told", possible=count, asked=len(found.ranked)))


def show_swap(before: Standing, found: Swap, words: Words) -> None:
    """What each would do, what changes in the rules, and whether it may be."""
    names, places = names_of(before), places_of(before)
    heads = ("day", "person", "before", "after")
    table = console.grid(words("roster.swap"), *(words(f"roster.head_{head}") for head in heads))
    for row in records(found.cells):
        was, becomes = places.get(row.before, row.before), places.get(row.after, row.after)
        console.add(table, words.day(row.day), _person(row.employee, names), was, becomes)
    console.results.print(table)
    if len(found.rules):
        heads = ("kind", "person", "told", "points")
        table = console.grid(
            words("roster.swap_rules"), *(words(f"roster.head_{head}") for head in heads), numeric=(3,)
        )
        for row in records(found.rules):
            kind = words("roster.hard" if row.hard else "roster.soft")
            told = rule_text(row.rule, row.amount, row.unit, words)
            points = NOTHING if row.hard else words.signed(row.points, 1)
            console.add(table, kind, _person(row.employee, names), told, points)
        console.results.print(table)
    if found.cells["stays"].any():
        console.results.print(words("roster.swap_stays"))
    code = "roster.swap_allowed" if found.allowed else "roster.swap_refused"
    console.results.print(words(code, points=words.signed(found.points, 1)))


def show_leave(before: Standing, found: Leave, words: Words) -> None:
    """The answer, the balance, who takes over, the hole, and other dates."""
    balance = found.balance
    console.results.print(
        words(
            "roster.leave_days",
            asked=words.number(balance.asked),
            entitled=words.number(balance.entitled),
            taken=words.number(balance.taken),
            left=words.number(balance.left),
        )
    )
    show_repair(before, found.repair, words)
    if found.granted:
        console.results.print(words("roster.leave_granted"))
        return
    console.results.print(words(found.refused))
    for row in records(found.others):
        console.results.print(
            words("roster.leave_other", first=words.day(row.first), last=words.day(row.last), days=row.days)
        )
    if found.others.empty:
        console.results.print(words("roster.leave_no_other"))


def _person(employee: str, names: object) -> str:
    name = names.get(employee, "") if isinstance(names, dict) else ""
    return f"{name} ({employee})" if name else employee or NOTHING
