"""`quarterhour rehearse`: play a stored plan forward again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.records import records
from api.words import Words

if TYPE_CHECKING:
    from scenarios.network import Network
    from scenarios.rehearsal import Rehearsal, Surge

SURGE = "OUTLET,FACTOR,START,END"
SHOWN = 10
"""Weak points in the table; the plan's report has all of its own rehearsal."""


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_rehearse"))
    def rehearse(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        replications: Annotated[int, typer.Option(min=2, max=10000, help=words("cli.help_replications"))] = 30,
        seed: Annotated[int | None, typer.Option(min=0, help=words("cli.help_seed"))] = None,
        absence: Annotated[float | None, typer.Option(min=0, max=1, help=words("cli.help_absence"))] = None,
        lateness: Annotated[float | None, typer.Option(min=0, max=480, help=words("cli.help_lateness"))] = None,
        travel_spread: Annotated[float, typer.Option(min=0, max=5, help=words("cli.help_travel_spread"))] = 0.0,
        surge: Annotated[list[str] | None, typer.Option(metavar=SURGE, help=words("cli.help_surge"))] = None,
        processes: Annotated[int, typer.Option(min=1, max=64, help=words("cli.help_processes"))] = 2,
        write: Annotated[bool, typer.Option("--write", help=words("cli.help_rehearse_write"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import refuse, stored_plan, user_errors
        from api.cli.progress import watched
        from api.planning import rehearsed_to_files
        from scenarios.network import read_network
        from scenarios.plan import rehearse_plan
        from scenarios.rehearsal import Assumptions

        with user_errors(words):
            stored, base = stored_plan(plan, words), read_network(network)
            if stored.roster is None or stored.forecast is None:
                refuse(words("cli.nothing_to_rehearse"))
            assumed = Assumptions(absence, lateness, travel_spread, _surges(surge or [], base, words))
            if write and not assumed.none:
                refuse(words("cli.rehearsal_not_the_plans"))
            with watched(words) as progress:
                found = rehearse_plan(
                    base,
                    stored,
                    replications=replications,
                    seed=seed,
                    assumptions=assumed,
                    processes=processes,
                    progress=progress,
                )
            report = rehearsed_to_files(base, stored, found, plan, language=words.language) if write else None
            if as_json:
                typer.echo(found.services.to_json(orient="records", force_ascii=False))
                return
            names = dict(zip(stored.outlets["outlet"], stored.outlets["name"], strict=True))
            _told(found, words)
            _promises(found, names, words)
            heads = [words(f"report.{key}") for key in ("outlet", "from", "to", "late", "reason")]
            weakest = console.grid(words("report.weak_points"), *heads, numeric=(3,))
            for row in records(found.weak_points.head(SHOWN)):
                late = words.number(row.late, 1)
                where = names.get(row.outlet, row.outlet)
                console.add(
                    weakest, where, words.instant(row.start), words.instant(row.end), late, words.code(row.reason)
                )
            console.results.print(weakest)
            if report is not None:
                console.results.print(words("cli.report_at", path=report))


def _surges(asked: Sequence[str], network: Network, words: Words) -> tuple[Surge, ...]:
    """Surges as written: an outlet or *, a factor, and two instants, by the network's clock unless with offset."""
    import pandas as pd

    from api.cli.errors import refuse
    from scenarios.rehearsal import Surge
    from scenarios.rehearsal.surges import EVERYWHERE

    outlets, found = {EVERYWHERE, *network.table("outlets")["outlet"]}, []
    for text in asked:
        try:
            outlet, factor, *instants = (part.strip() for part in text.split(","))
            start, end = (pd.Timestamp(instant) for instant in instants)
            zone = network.settings.timezone
            start, end = (each.tz_localize(zone) if each.tz is None else each for each in (start, end))
            found.append(Surge(outlet, float(factor), start, end))
        except ValueError:
            refuse(words("cli.no_surge", text=text, form=SURGE))
        if outlet not in outlets:
            refuse(words("cli.no_such_outlet", outlet=outlet))
    return tuple(found)


def _told(found: Rehearsal, words: Words) -> None:
    """The whole network in a few lines."""
    from api.cli import console

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


def _promises(found: Rehearsal, names: Mapping[str, str], words: Words) -> None:
    """A row a promise: what was promised and reached, waits, losses, and the oldest work left open."""
    from api.cli import console
    from api.records import records

    heads = [words(f"report.{key}") for key in ("outlet", "service", "promised", "reached")]
    heads += [words(f"cli.head_{key}") for key in ("wait", "wait_p50", "wait_p90", "lost", "oldest")]
    table = console.grid(words("report.promises"), *heads, words("report.verdict"), numeric=(2, 3, 4, 5, 6, 7, 8))
    for row in records(found.services.sort_values(["kept", "outlet"])):
        show = (lambda value: words.number(value, 1)) if row.promise == "mean_wait" else words.share
        reached = f"{show(row.achieved)} ({show(row.achieved_low)} – {show(row.achieved_high)})"
        verdict = words("report.kept") if row.kept else words("report.broken")
        waits = (words.number(value, 1) for value in (row.wait_minutes, row.wait_p50, row.wait_p90))
        figures = (show(row.target), reached, *waits, words.share(row.lost_share), words.number(row.oldest_worst))
        console.add(table, names.get(row.outlet, row.outlet), row.service, *figures, verdict)
    console.results.print(table)
