"""`quarterhour shifts`: which few shifts should exist, from a stored plan's requirement."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_shifts"))
    def shifts(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        shortest: Annotated[float, typer.Option("--from", min=1, max=24, help=words("cli.help_shifts_from"))] = 4,
        longest: Annotated[float, typer.Option("--to", min=1, max=24, help=words("cli.help_shifts_to"))] = 9,
        step: Annotated[int | None, typer.Option(min=15, max=240, help=words("cli.help_shifts_step"))] = None,
        most: Annotated[int, typer.Option(min=1, max=20, help=words("cli.help_shifts_most"))] = 8,
        count: Annotated[
            int | None, typer.Option("--shifts", min=1, max=20, help=words("cli.help_shifts_count"))
        ] = None,
        hour: Annotated[float | None, typer.Option(min=0, help=words("cli.help_shifts_hour"))] = None,
        short: Annotated[float | None, typer.Option(min=0.01, help=words("cli.help_shifts_short"))] = None,
        idle: Annotated[float | None, typer.Option(min=0, help=words("cli.help_shifts_idle"))] = None,
        seconds: Annotated[float, typer.Option(min=1, help=words("cli.help_shifts_seconds"))] = 20,
        nodes: Annotated[int | None, typer.Option(min=1, help=words("cli.help_shifts_nodes"))] = None,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_shifts_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import refuse, user_errors
        from api.cli.progress import watched
        from api.cli.shifts_summary import show_shifts
        from api.export.shifts import write_shifts
        from api.report.shifts_page import plain
        from api.stored import stored_plan
        from quarterhour.result import Limits
        from scenarios.network import read_network
        from scenarios.plan.designing import NotDesignedError, ShiftRules, design_shifts

        limits = Limits(seconds=seconds, nodes=nodes)
        rules = ShiftRules(shortest, longest, step, most, count, hour, short, idle, limits)
        with user_errors(words):
            stored, base = stored_plan(plan, words), read_network(network)
            try:
                with watched(words) as progress:
                    found = design_shifts(base, stored, rules, progress)
            except NotDesignedError as error:
                refuse("\n".join(map(words.message, error.messages)))
            page = None if out is None else write_shifts(found, stored, out, words.language)
            if as_json:
                typer.echo(json.dumps(plain(found), ensure_ascii=False, allow_nan=False))
                return
            show_shifts(found, Words(words.language, stored.currency))
            if page is not None:
                console.results.print(words("cli.report_at", path=page))
