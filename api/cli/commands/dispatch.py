"""`quarterhour dispatch`: the best moves now, or the rest of today planned again."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.commands.forecast import MOMENTS
from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_dispatch"))
    def dispatch(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        now: Annotated[datetime, typer.Option(formats=MOMENTS, help=words("cli.help_dispatch_now"))],
        situation: Annotated[Path | None, typer.Option(help=words("cli.help_dispatch_situation"))] = None,
        hours: Annotated[float, typer.Option(min=1, max=24, help=words("cli.help_dispatch_hours"))] = 6.0,
        rest_of_day: Annotated[bool, typer.Option("--rest-of-day", help=words("cli.help_rest_of_day"))] = False,
        near: Annotated[Path | None, typer.Option(help=words("cli.help_dispatch_near"))] = None,
        prove: Annotated[float, typer.Option(min=0, max=600, help=words("cli.help_dispatch_prove"))] = 0.0,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_dispatch_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from threadpoolctl import threadpool_limits

        from api.cli import console
        from api.cli.dispatch_summary import show_dispatch
        from api.cli.errors import empty_target, refuse, user_errors
        from api.dispatching import plain
        from api.export.dispatch import write_dispatch
        from api.forecasting import wall_clock
        from api.stored import readable, stored_plan
        from quarterhour.labels import LabelError
        from quarterhour.result import Limits
        from scenarios.dispatch import CannotDispatchError, is_answer, nothing, read_answer, read_report
        from scenarios.dispatch import dispatch as dispatched
        from scenarios.network import read_network

        with user_errors(words):
            if out is not None and not is_answer(out):
                empty_target(out, words)
            stored, base = stored_plan(plan, words), read_network(network)
            report = nothing(base) if situation is None else read_report(situation, base)
            before = None if near is None else readable(read_answer, near, words)
            limits = Limits(seconds=prove, nodes=5000, gap=1e-4, seed=stored.seed) if prove else None
            try:
                with threadpool_limits(limits=1):
                    found = dispatched(
                        base,
                        stored,
                        report,
                        wall_clock(base, now),
                        hours=hours,
                        rest_of_day=rest_of_day,
                        before=before,
                        limits=limits,
                    )
            except CannotDispatchError as error:
                refuse(words.message(error.message))
            except LabelError:
                refuse(words("cli.plan_of_another_network"))
            page = None if out is None else write_dispatch(found, stored, out, words.language)
            if as_json:
                typer.echo(json.dumps(plain(found), ensure_ascii=False, allow_nan=False))
                return
            show_dispatch(found, stored, Words(words.language, stored.currency))
            if page is not None:
                console.results.print(words("cli.report_at", path=page))
