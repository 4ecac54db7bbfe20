"""`quarterhour coverage`: who is within the service circle, where nobody is, and which site would help most."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_coverage"))
    def coverage(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        scenario: Annotated[list[str] | None, typer.Option(help=words("cli.help_scenario"))] = None,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_coverage_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.coverage_summary import show_coverage
        from api.cli.errors import network_for, refuse, user_errors
        from api.export.coverage import as_data, write_coverage
        from api.planning import folder_name
        from scenarios.changes import Scenario, find_scenario, to_premises
        from scenarios.coverage import coverage_of

        with user_errors(words):
            scenarios = [find_scenario(asked) for asked in scenario or ()] or [Scenario("base", ())]
            names = [each.name for each in scenarios]
            if len(set(names)) < len(names):
                refuse(words("cli.same_name", names=", ".join(names)))
            base = network_for("coverage", network, words)
            for each in scenarios:  # all that does not fit is told before anything is worked out
                for reason in to_premises(base, each.changes, each.source).left_out:
                    console.notes.print(words("cli.left_out", name=each.name, reason=words.message(reason)))
            for each in scenarios:
                found = coverage_of(base, each.changes, name=each.name, source=each.source)
                page = None
                if out is not None:
                    folder = out if len(scenarios) == 1 else out / folder_name(each.name)
                    page = write_coverage(found, folder, words.language)
                if as_json:
                    typer.echo(json.dumps(as_data(found), ensure_ascii=False, allow_nan=False))
                    continue
                show_coverage(found, Words(words.language, found.currency))
                if page is not None:
                    console.results.print(words("cli.report_at", path=page))
