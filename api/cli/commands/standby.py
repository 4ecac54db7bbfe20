"""`quarterhour standby`: base duties and contracts on call for a week, against all that may come."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_standby"))
    def standby(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        week: Annotated[
            datetime | None, typer.Option(formats=["%Y-%m-%d"], help=words("cli.help_standby_week"))
        ] = None,
        paths: Annotated[int, typer.Option(min=1, max=200, help=words("cli.help_confidence_paths"))] = 10,
        promise: Annotated[
            float | None, typer.Option(min=0, max=1, help=words("cli.help_standby_promise"))
        ] = None,
        tail: Annotated[float | None, typer.Option(min=0, max=0.99, help=words("cli.help_standby_tail"))] = None,
        seconds: Annotated[float | None, typer.Option(min=0, help=words("cli.help_standby_seconds"))] = None,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_standby_out"))] = None,
    ) -> None:
        import pandas as pd

        from api.cli.errors import refuse, user_errors
        from api.cli.progress import watched
        from api.stored import stored_plan

        if promise is not None and tail is not None:
            refuse(words("cli.standby_one_measure"))
        with user_errors(words):
            from threadpoolctl import threadpool_limits

            from api.cli import console
            from api.cli.standby_summary import show_standby
            from api.export.standby import write_standby
            from optimize.requirement import UnservedError
            from optimize.shifts.uncertain import Risk
            from quarterhour.labels import LabelError
            from quarterhour.result import Limits
            from scenarios.network import read_network
            from scenarios.plan.standing_by import NoStandbyError, plan_standby

            stored, base = stored_plan(plan, words), read_network(network)
            risk = Risk()
            if promise is not None:
                risk = Risk("promise", short_share=1 - promise)
            elif tail is not None:
                risk = Risk("cvar", alpha=tail)
            try:
                with threadpool_limits(limits=1), watched(words) as progress:
                    found = plan_standby(
                        base,
                        stored,
                        week=None if week is None else pd.Timestamp(week).as_unit("us"),
                        paths=paths,
                        risk=risk,
                        limits=Limits(seconds=seconds),
                        progress=progress,
                    )
            except NoStandbyError as error:
                refuse(words.message(error.message))
            except (LabelError, UnservedError):
                refuse(words("cli.plan_of_another_network"))
            show_standby(found, Words(words.language, stored.currency))
            if out is not None:
                console.results.print(
                    words("cli.report_at", path=write_standby(found, stored, out, words.language))
                )
