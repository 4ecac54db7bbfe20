"""A dispatch on the terminal: ranked moves, what stays open, and what the answer rests on."""

from __future__ import annotations

from api.cli import console
from api.dispatching import shown_moves, shown_open, told, told_proof
from api.records import records
from api.words import Words
from scenarios.dispatch import Dispatched
from scenarios.plan.values import Plan

OPEN = 12
"""Open stretches shown; the files hold all."""


def show_dispatch(found: Dispatched, plan: Plan, words: Words) -> None:
    """One row a move: who, from, to, when, what it saves there and costs here."""
    console.results.print(told(found, words))
    heads = ("rank", "what", "who", "from", "to", "leaves", "serves", "saved", "lost", "cost")
    numeric = (0, 7, 8, 9)
    grid = console.grid(
        words("dispatch.moves"), *(words(f"dispatch.head_{head}") for head in heads), numeric=numeric
    )
    for move in records(shown_moves(found, plan, words)):
        console.add(
            grid,
            words.number(move.rank),
            move.what,
            move.name,
            move.source,
            move.to,
            move.leave,
            move.serves,
            words.number(move.waiting_saved),
            words.number(move.waiting_lost),
            words.money(move.cost),
        )
    if len(found.answer.moves):
        console.results.print(grid)
    _show_open(found, plan, words)
    console.results.print(words("dispatch.told_refused", count=words.number(len(found.answer.refused))))
    console.results.print(told_proof(found, words))


def _show_open(found: Dispatched, plan: Plan, words: Words) -> None:
    rows = shown_open(found, plan, words)
    if rows.empty:
        return
    heads = ("to", "when", "people", "why", "mend")
    grid = console.grid(words("dispatch.open"), *(words(f"dispatch.head_{head}") for head in heads), numeric=(2,))
    for row in records(rows.head(OPEN)):
        console.add(grid, row.name, row.when, words.number(row.people), row.why, row.mended)
    console.results.print(grid)
