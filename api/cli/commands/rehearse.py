"""`quarterhour rehearse`: play a stored plan forward again."""

from pathlib import Path
from typing import Annotated

import typer

from api.words import Words

SURGE = "OUTLET,FACTOR,START,END"


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_rehearse"))
    def rehearse(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        replications: Annotated[int, typer.Option(min=2, max=10000, help=words("cli.help_replications"))] = 30,
        seed: Annotated[int | None, typer.Option(min=0, help=words("cli.help_seed"))] = None,
        absence: Annotated[float | None, typer.Option(min=0, max=1, help=words("cli.help_absence"))] = None,
        lateness: Annotated[float | None, typer.Option(min=0, max=480, help=words("cli.help_lateness"))] = None,
        travel_spread: Annotated[float, typer.Option(min=0, max=5, help=words("cli.help_travel_spread"))] = 0.0,
        no_reserve: Annotated[bool, typer.Option("--no-reserve", help=words("cli.help_no_reserve"))] = False,
        surge: Annotated[list[str] | None, typer.Option(metavar=SURGE, help=words("cli.help_surge"))] = None,
        processes: Annotated[int, typer.Option(min=1, max=64, help=words("cli.help_processes"))] = 2,
        write: Annotated[bool, typer.Option("--write", help=words("cli.help_rehearse_write"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import refuse, user_errors
        from api.cli.progress import watched
        from api.cli.rehearsed import show_promises, show_weak_points, show_whole, surges
        from api.planning import rehearsed_to_files
        from api.stored import stored_plan
        from scenarios.network import read_network
        from scenarios.plan import rehearse_plan
        from scenarios.rehearsal import Assumptions

        with user_errors(words):
            stored, base = stored_plan(plan, words), read_network(network)
            if stored.roster is None or stored.forecast is None:
                refuse(words("cli.nothing_to_rehearse"))
            told = surges(surge or [], base, SURGE, words)
            assumed = Assumptions(absence, lateness, travel_spread, told, reserve=not no_reserve)
            if write and not assumed.none:
                refuse(words("cli.rehearsal_not_the_plans"))
            with watched(words) as progress:
                found = rehearse_plan(
                    base,
                    stored,
                    replications=replications,
                    seed=seed,
                    assumptions=assumed,
                    processes=processes,
                    progress=progress,
                )
            report = rehearsed_to_files(base, stored, found, plan, language=words.language) if write else None
            if as_json:
                typer.echo(found.services.to_json(orient="records", force_ascii=False))
                return
            names = dict(zip(stored.outlets["outlet"], stored.outlets["name"], strict=True))
            show_whole(found, words)
            show_promises(found, names, words)
            show_weak_points(found, names, words)
            if report is not None:
                console.results.print(words("cli.report_at", path=report))
