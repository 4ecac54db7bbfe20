"""`quarterhour compare`: plans side by side."""

from pathlib import Path
from typing import Annotated

import typer

from api.records import records
from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_compare"))
    def compare(
        plans: Annotated[list[Path], typer.Argument(help=words("cli.help_compare_plans"))],
        out: Annotated[Path | None, typer.Option(help=words("cli.help_compare_out"))] = None,
    ) -> None:
        from api.cli import console
        from api.cli.errors import refuse, stored_plan, user_errors
        from api.export import write_comparison
        from scenarios.plan import compare as side_by_side

        with user_errors(words):
            if len(plans) < 2:
                refuse(words("cli.two_plans"))
            read = [stored_plan(folder, words) for folder in plans]
            names = [each.name for each in read]
            if len(set(names)) < len(names):
                refuse(words("cli.same_name", names=", ".join(names)))
            found = side_by_side(read)
            money = Words(words.language, read[0].currency)
            overall = found.figures[found.figures["scope"] == ""]
            table = console.grid(
                words("report.figures"), words("report.indicator"), *names, numeric=tuple(range(1, len(names) + 1))
            )
            for indicator, part in overall.groupby("indicator", sort=False):
                shown = {row.plan: money.amount(float(row.value), str(row.unit)) for row in records(part)}
                console.add(table, words.label("indicator", indicator), *(shown.get(name, "–") for name in names))
            console.results.print(table)
            if out is not None:
                console.results.print(
                    words("cli.report_at", path=write_comparison(found, read[0], out, words.language))
                )
