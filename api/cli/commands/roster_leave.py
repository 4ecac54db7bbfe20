"""`quarterhour roster leave`: may this leave be granted?"""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command("leave", help=words("cli.help_roster_leave"))
    def leave(
        roster: Annotated[Path, typer.Argument(help=words("cli.help_roster_published"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        employee: Annotated[str, typer.Option(help=words("cli.help_leave_employee"))],
        first: Annotated[str, typer.Option("--from", help=words("cli.help_leave_from"))],
        last: Annotated[str, typer.Option("--to", help=words("cli.help_leave_to"))],
        plan: Annotated[Path | None, typer.Option(help=words("cli.help_roster_belongs"))] = None,
        now: Annotated[str | None, typer.Option(help=words("cli.help_repair_now"))] = None,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_repair_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import INPUT, empty_target, refuse, user_errors
        from api.cli.published import day_of, load, now_of, unit_of
        from api.cli.repair_summary import show_leave
        from api.cli.repaired_files import written_to
        from api.repairing import plain_leave
        from optimize.roster.repair import leave as asked_for
        from scenarios.roster.published import leave_entitled, leave_taken

        with user_errors(words):
            if out is not None:
                empty_target(out, words)
            found = load(roster, network, plan, words)
            standing = unit_of(found, [employee], words)
            begin, end = day_of(first, standing, words), day_of(last, standing, words)
            if end < begin:
                refuse(words("roster.repair_order", start=first, end=last))
            answer = asked_for(
                standing,
                employee,
                begin,
                end,
                now_of(now, standing.problem.grid, words),
                entitled=leave_entitled(found.network, employee),
                taken=leave_taken(found.network, employee, begin.year),
            )
            written = written_to(out, found, answer.repair, words)
            if as_json:
                typer.echo(json.dumps(plain_leave(answer), ensure_ascii=False, allow_nan=False))
            else:
                show_leave(standing, answer, words)
            for path in written if not as_json else []:
                console.notes.print(words("cli.report_at", path=path))
            if not answer.granted:
                raise typer.Exit(INPUT)
