"""`quarterhour roster diff`: what changed between two versions of a roster."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command("diff", help=words("cli.help_roster_diff"))
    def diff(
        old: Annotated[Path, typer.Argument(help=words("cli.help_roster_old"))],
        new: Annotated[Path, typer.Argument(help=words("cli.help_roster_new"))],
        network: Annotated[Path | None, typer.Option(help=words("cli.help_roster_zone"))] = None,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_roster_diff_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import refuse, user_errors
        from api.cli.roster_summary import plain_differences, show_differences
        from api.export.roster_lists import write_list
        from api.stored import stored_plan
        from scenarios.network import read_network
        from scenarios.roster import differences, of_plan, read_roster
        from scenarios.roster.read import states_zone

        with user_errors(words):
            base = None if network is None else read_network(network)
            read, grid = {}, None if base is None else base.grid
            for path in sorted((old, new), key=lambda path: not (path.is_dir() or states_zone(path))):
                if path.is_dir():
                    stored = stored_plan(path, words)
                    if stored.roster is None:
                        refuse(words("cli.no_roster", path=path))
                    read[path] = of_plan(stored)
                else:
                    read[path] = read_roster(path, base, grid)
                grid = grid or read[path].grid
            found = differences(read[old], read[new])
            if out is not None:
                write_list(found, out)
            if as_json:
                typer.echo(json.dumps(plain_differences(found), ensure_ascii=False, allow_nan=False))
                return
            show_differences(found, words)
            if out is not None:
                console.notes.print(words("cli.report_at", path=out))
