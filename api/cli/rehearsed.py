"""A rehearsal on the command line: what is assumed, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from api.cli import console
from api.cli.errors import refuse
from api.records import records
from api.words import Words
from scenarios.network import Network
from scenarios.rehearsal import Rehearsal, Surge
from scenarios.rehearsal.surges import EVERYWHERE

SHOWN = 10
"""Weak points in the table; the plan's report has all of its own rehearsal."""


def surges(asked: Sequence[str], network: Network, form: str, words: Words) -> tuple[Surge, ...]:
    """Surges as written: an outlet or *, a factor, and two instants, by the network's clock unless with offset."""
    outlets, found = {EVERYWHERE, *network.table("outlets")["outlet"]}, []
    for text in asked:
        try:
            outlet, factor, *instants = (part.strip() for part in text.split(","))
            start, end = (pd.Timestamp(instant) for instant in instants)
            zone = network.settings.timezone
            start, end = (each.tz_localize(zone) if each.tz is None else each for each in (start, end))
            found.append(Surge(outlet, float(factor), start, end))
        except ValueError:
            refuse(words("cli.no_surge", text=text, form=form))
        if outlet not in outlets:
            refuse(words("cli.no_such_outlet", outlet=outlet))
    return tuple(found)


def show_whole(found: Rehearsal, words: Words) -> None:
    """The whole network in a few lines."""
    kept, books = int(found.services["kept"].sum()), found.replications
    came, lost = books["arrivals"].sum(), books["lost"].sum()
    count = words.number(found.count)
    console.results.print(words("report.told_rehearsal", count=count, kept=kept, all=len(found.services)))
    console.results.print(
        words(
            "cli.rehearsed",
            arrivals=words.number(came / found.count),
            lost=words.share(lost / came if came else 0.0),
            left_over=words.number(books["left_over"].sum() / found.count),
            overtime=words.number(books["overtime_minutes"].sum() / 60 / found.count),
        )
    )


def show_promises(found: Rehearsal, names: Mapping[str, str], words: Words) -> None:
    """A row a promise: what was promised and reached, waits, losses, and the oldest work left open."""
    heads = [words(f"report.{key}") for key in ("outlet", "service", "promised", "reached")]
    heads += [words(f"cli.head_{key}") for key in ("waits", "lost", "oldest")]
    table = console.grid(words("report.promises"), *heads, words("report.verdict"), numeric=(2, 3, 4, 5, 6))
    for row in records(found.services.sort_values(["kept", "outlet"])):
        show = (lambda value: words.number(value, 1)) if row.promise == "mean_wait" else words.share
        reached = f"{show(row.achieved)} ({show(row.achieved_low)} – {show(row.achieved_high)})"
        verdict = words("report.kept") if row.kept else words("report.broken")
        waits = " / ".join(words.number(value, 1) for value in (row.wait_minutes, row.wait_p50, row.wait_p90))
        figures = (show(row.target), reached, waits, words.share(row.lost_share), words.number(row.oldest_worst))
        console.add(table, names.get(row.outlet, row.outlet), row.service, *figures, verdict)
    console.results.print(table)


def show_weak_points(found: Rehearsal, names: Mapping[str, str], words: Words) -> None:
    """Where it breaks first, and why."""
    heads = [words(f"report.{key}") for key in ("outlet", "from", "to", "late", "reason")]
    weakest = console.grid(words("report.weak_points"), *heads, numeric=(3,))
    for row in records(found.weak_points.head(SHOWN)):
        late = words.number(row.late, 1)
        where = names.get(row.outlet, row.outlet)
        console.add(weakest, where, words.instant(row.start), words.instant(row.end), late, words.code(row.reason))
    console.results.print(weakest)
