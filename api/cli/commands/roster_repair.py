"""`quarterhour roster repair`: the fewest changes to a published roster after an absence or a change of demand."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command("repair", help=words("cli.help_roster_repair"))
    def repair(
        roster: Annotated[Path, typer.Argument(help=words("cli.help_roster_published"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        plan: Annotated[Path | None, typer.Option(help=words("cli.help_roster_belongs"))] = None,
        absent: Annotated[list[str] | None, typer.Option(help=words("cli.help_repair_absent"))] = None,
        begin: Annotated[str | None, typer.Option("--from", help=words("cli.help_repair_from"))] = None,
        end: Annotated[str | None, typer.Option("--to", help=words("cli.help_repair_to"))] = None,
        kind: Annotated[str, typer.Option(help=words("cli.help_repair_kind"))] = "sick",
        remove: Annotated[list[str] | None, typer.Option(help=words("cli.help_repair_remove"))] = None,
        more: Annotated[list[str] | None, typer.Option(help=words("cli.help_repair_more"))] = None,
        move: Annotated[str | None, typer.Option(help=words("cli.help_repair_move"))] = None,
        without: Annotated[list[str] | None, typer.Option(help=words("cli.help_without"))] = None,
        now: Annotated[str | None, typer.Option(help=words("cli.help_repair_now"))] = None,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_repair_out"))] = None,
        loans: Annotated[bool, typer.Option(help=words("cli.help_repair_loans"))] = True,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import empty_target, user_errors
        from api.cli.repair_summary import show_repair
        from api.cli.repaired_files import written_to
        from api.repairing import plain_repair
        from api.rosters.events import Asked
        from api.rosters.published import load
        from api.rosters.questions import mended
        from api.rosters.rules_off import told_off

        with user_errors(words):
            if out is not None:
                empty_target(out, words)
            found = load(roster, network, plan, words, without)
            asked = Asked(absent or [], begin, end, kind, remove or [], more or [], move)
            standing, answer = mended(found, asked, now, words, loans=loans)
            written = written_to(out, found, answer, words)
            if as_json:
                typer.echo(json.dumps(plain_repair(answer), ensure_ascii=False, allow_nan=False))
                return
            show_repair(standing, answer, words)
            off = told_off(found.network.settings.rules_off, words)
            if off:
                console.results.print(off)
            for path in written:
                console.notes.print(words("cli.report_at", path=path))
