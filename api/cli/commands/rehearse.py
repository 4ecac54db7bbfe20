"""`quarterhour rehearse`: play a stored plan forward again."""

from pathlib import Path
from typing import Annotated

import typer

from api.records import records
from api.words import Words

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
        write: Annotated[bool, typer.Option("--write", help=words("cli.help_rehearse_write"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import refuse, stored_plan, user_errors
        from api.cli.progress import watched
        from api.planning import rehearsed_to_files
        from scenarios.network import read_network
        from scenarios.plan import rehearse_plan

        with user_errors(words):
            stored, base = stored_plan(plan, words), read_network(network)
            if stored.roster is None or stored.forecast is None:
                refuse(words("cli.nothing_to_rehearse"))
            with watched(words) as progress:
                found = rehearse_plan(base, stored, replications=replications, seed=seed, progress=progress)
            report = rehearsed_to_files(base, stored, found, plan, language=words.language) if write else None
            if as_json:
                typer.echo(found.services.to_json(orient="records", force_ascii=False))
                return
            table = console.grid(
                words("report.promises"),
                *(words(f"report.{key}") for key in ("outlet", "service", "promised", "reached", "verdict")),
                numeric=(2, 3),
            )
            names = dict(zip(stored.outlets["outlet"], stored.outlets["name"], strict=True))
            for row in records(found.services.sort_values(["kept", "outlet"])):
                show = (lambda value: words.number(value, 1)) if row.promise == "mean_wait" else words.share
                reached = f"{show(row.achieved)} ({show(row.achieved_low)} – {show(row.achieved_high)})"
                verdict = words("report.kept") if row.kept else words("report.broken")
                console.add(
                    table, names.get(row.outlet, row.outlet), row.service, show(row.target), reached, verdict
                )
            console.results.print(table)
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
