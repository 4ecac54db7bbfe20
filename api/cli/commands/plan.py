"""`quarterhour plan`: from an organisation's files to plans, one for each scenario."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_plan"))
    def plan(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        out: Annotated[Path, typer.Option(help=words("cli.help_plan_out"))],
        scenario: Annotated[list[str] | None, typer.Option(help=words("cli.help_scenario"))] = None,
        seed: Annotated[int | None, typer.Option(min=0, help=words("cli.help_seed"))] = None,
        workers: Annotated[int, typer.Option(min=1, max=64, help=words("cli.help_workers"))] = 1,
        processes: Annotated[int, typer.Option(min=1, max=64, help=words("cli.help_processes"))] = 2,
        rounds: Annotated[int, typer.Option(min=1, max=3, help=words("cli.help_rounds"))] = 1,
        cache: Annotated[Path | None, typer.Option(help=words("cli.help_cache"))] = None,
        without: Annotated[list[str] | None, typer.Option(help=words("cli.help_without"))] = None,
        full: Annotated[bool, typer.Option("--full", help=words("cli.help_full"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import refuse, user_errors
        from api.cli.progress import watched
        from api.cli.summary import as_data, show_summary
        from api.planning import folder_name, plan_to_files
        from api.rosters.rules_off import rules_left_out
        from quarterhour.cache import Cache
        from scenarios.changes import Scenario, applied, find_scenario, leaving_out
        from scenarios.decisions import decided, read_decisions
        from scenarios.network import read_network
        from scenarios.plan import PlanOptions

        with user_errors(words):
            scenarios = [find_scenario(asked) for asked in scenario or ()] or [Scenario("base", ())]
            names = [each.name for each in scenarios]
            if len(set(names)) < len(names):
                refuse(words("cli.same_name", names=", ".join(names)))
            base = read_network(network)
            base = base if seed is None else base.with_settings(seed=seed)
            decisions = read_decisions(network)
            standing = decided(base, decisions)
            off = rules_left_out(without, standing.network, words)
            asked = {}
            for each in scenarios:  # all that does not fit is told before any is planned
                premises = applied(standing, each.changes, each.source)
                for reason in premises.left_out:
                    console.notes.print(words("cli.left_out", name=each.name, reason=words.message(reason)))
                asked[each.name] = (*each.changes, *([leaving_out(premises.network, off)] if off else []))
            options = PlanOptions(processes=processes, workers=workers, rounds=rounds)
            kept = None if cache is None else Cache(cache)
            for each in scenarios:
                folder = out if len(scenarios) == 1 else out / folder_name(each.name)
                with watched(words) as progress:
                    made, report = plan_to_files(
                        base,
                        folder,
                        changes=asked[each.name],
                        decisions=decisions,
                        name=each.name,
                        options=options,
                        language=words.language,
                        progress=progress,
                        cache=kept,
                        full=full,
                    )
                if as_json:
                    typer.echo(json.dumps(as_data(made, folder), ensure_ascii=False, allow_nan=False))
                else:
                    show_summary(made, words, report, progress.stopped)
                if progress.stopped:
                    break
