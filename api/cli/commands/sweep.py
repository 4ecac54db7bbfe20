"""`quarterhour sweep`: one scenario over a grid of values, and how the figures go along."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_sweep"))
    def sweep(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        file: Annotated[Path, typer.Argument(help=words("cli.help_sweep_file"))],
        out: Annotated[Path, typer.Option(help=words("cli.help_sweep_out"))],
        processes: Annotated[int, typer.Option(min=1, max=64, help=words("cli.help_processes"))] = 2,
        cache: Annotated[Path | None, typer.Option(help=words("cli.help_sweep_cache"))] = None,
        seed: Annotated[int | None, typer.Option(min=0, help=words("cli.help_seed"))] = None,
        workers: Annotated[int, typer.Option(min=1, max=64, help=words("cli.help_workers"))] = 1,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from api.cli import console
        from api.cli.errors import INPUT, INTERRUPTED, user_errors
        from api.cli.progress import watching
        from api.cli.sweep_progress import ConsoleSweep
        from api.cli.sweep_summary import as_data, show_sweep
        from api.sweeping import sweep_to_files
        from scenarios.decisions import decided, read_decisions
        from scenarios.network import read_network
        from scenarios.plan import PlanOptions
        from scenarios.sweep import left_out, read_sweep

        with user_errors(words):
            grid = read_sweep(file)
            base = read_network(network)
            base = base if seed is None else base.with_settings(seed=seed)
            decisions = read_decisions(network)
            for reason in dict.fromkeys(map(words.message, left_out(decided(base, decisions), grid.points))):
                console.notes.print(words("cli.left_out", name=grid.name, reason=reason))
            with watching(words, ConsoleSweep) as progress:
                found, page = sweep_to_files(
                    base,
                    grid,
                    out,
                    decisions=decisions,
                    cache=cache,
                    options=PlanOptions(workers=workers),
                    processes=processes,
                    language=words.language,
                    progress=progress,
                )
            if as_json:
                typer.echo(json.dumps(as_data(found, grid.points, out), ensure_ascii=False, allow_nan=False))
            else:
                show_sweep(found, words, page, progress.stopped)
            states = set(found.points["state"])
            if states != {"done"}:
                raise typer.Exit(INPUT if "failed" in states else INTERRUPTED)
