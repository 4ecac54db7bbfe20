"""`quarterhour headcount`: full-time people needed by month and skill, and by when to hire."""

from pathlib import Path
from typing import Annotated

import typer

from api.records import records
from api.words import Words

SHOWN = 20
"""Hires in the table; the files have all."""


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_headcount"))
    def headcount(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        months: Annotated[int, typer.Option(min=1, max=24, help=words("cli.help_months"))] = 12,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_headcount_out"))] = None,
    ) -> None:
        from api.cli import console
        from api.cli.errors import network_for, user_errors
        from api.cli.progress import watched
        from api.export.headcount import write_headcount
        from api.report.headcount import month_name, note_texts, skill_name, told
        from scenarios.headcount import headcount as plan_headcount
        from scenarios.headcount.headcount import ALL

        with user_errors(words):
            base = network_for("staff", network, words)
            with watched(words) as progress:
                made = plan_headcount(base, months, progress=progress)
            money = Words(words.language, base.settings.currency)
            heads = ("month", "low_10", "likely", "high_90", "contracted", "serving", "missing")
            table = console.grid(
                words("report.people_needed"),
                *(words(f"report.{key}") for key in heads),
                numeric=(1, 2, 3, 4, 5, 6),
            )
            for row in records(made.total[made.total["skill"] == ALL].sort_values("month")):
                figures = (row.low, row.likely, row.high, row.contracted, row.serving)
                gap = words.signed(row.gap_likely, 1)
                shown = (words.number(value, 1) for value in figures)
                console.add(table, month_name(row.month, words), *shown, gap)
            console.results.print(table)
            heads = ("start_by", "people", "skill", "region", "serves_in", "money_month", "state")
            wanted = console.grid(
                words("report.hires"), *(words(f"report.{key}") for key in heads), numeric=(1, 5)
            )
            for row in records(made.hires.sort_values(["start_by", "region", "skill"]).head(SHOWN)):
                state = words("report.too_late") if row.late else ""
                cells = (words.number(row.people), skill_name(row.skill, words), row.region)
                serves, pay = month_name(row.month, words), money.money(row.money_month)
                console.add(wanted, words.day(row.start_by, year=True), *cells, serves, pay, state)
            console.results.print(wanted)
            console.results.print(told(made, words))
            for text in dict.fromkeys(note_texts(made.notes[made.notes["outlet"] == ""], words)):
                console.results.print(text)
            if out is not None:
                page = write_headcount(made, base, out, words.language)
                console.results.print(words("cli.report_at", path=page))
