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
        from api.cli.errors import INPUT, empty_target, user_errors
        from api.cli.repair_summary import show_leave
        from api.cli.repaired_files import written_to
        from api.repairing import plain_leave
        from api.rosters.published import load
        from api.rosters.questions import leave_asked

        with user_errors(words):
            if out is not None:
                empty_target(out, words)
            found = load(roster, network, plan, words)
            standing, answer = leave_asked(found, employee, first, last, now, words)
            written = written_to(out, found, answer.repair, words)
            if as_json:
                typer.echo(json.dumps(plain_leave(answer), ensure_ascii=False, allow_nan=False))
            else:
                show_leave(standing, answer, words)
            for path in written if not as_json else []:
                console.notes.print(words("cli.report_at", path=path))
            if not answer.granted:
                raise typer.Exit(INPUT)
