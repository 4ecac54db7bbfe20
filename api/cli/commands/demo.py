"""`quarterhour demo`: the sample network, planned."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_demo"))
    def demo(
        out: Annotated[Path, typer.Option(help=words("cli.help_demo_out"))] = Path("out/demo"),
        size: Annotated[Literal["sample", "tiny"], typer.Option(help=words("cli.help_size"))] = "sample",
        seed: Annotated[int, typer.Option(min=0, help=words("cli.help_seed"))] = 2026,
        processes: Annotated[int, typer.Option(min=1, max=64, help=words("cli.help_processes"))] = 2,
        workers: Annotated[int, typer.Option(min=1, max=64, help=words("cli.help_workers"))] = 1,
    ) -> None:
        from api.cli import console
        from api.cli.errors import user_errors
        from api.cli.progress import watched
        from api.cli.summary import show_summary
        from api.planning import plan_to_files
        from scenarios.network import write_network
        from scenarios.plan import PlanOptions
        from scenarios.sample import sample_network

        with user_errors(words):
            console.notes.print(words("cli.generating", folder=out / "network"))
            network = sample_network(size=size, seed=seed)
            for told in write_network(network, out / "network", overwrite=True):
                console.notes.print(words.message(told))
            options = PlanOptions(processes=processes, workers=workers)
            with watched(words) as progress:
                made, report = plan_to_files(
                    network, out / "plan", options=options, language=words.language, progress=progress
                )
            show_summary(made, words, report, progress.stopped)
