"""`quarterhour share`: a day with another need laid over a plan's shifts, and who lends whom to whom."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_share"))
    def share(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        network: Annotated[Path, typer.Option(help=words("cli.help_network"))],
        day: Annotated[str | None, typer.Option(help=words("cli.help_share_day"))] = None,
        surge: Annotated[list[str] | None, typer.Option(help=words("cli.help_share_surge"))] = None,
        absent: Annotated[list[str] | None, typer.Option(help=words("cli.help_share_absent"))] = None,
        sure: Annotated[float, typer.Option(min=0.0, max=1.0, help=words("cli.help_share_sure"))] = 0.8,
        sure_at: Annotated[list[str] | None, typer.Option(help=words("cli.help_share_sure_at"))] = None,
        cap: Annotated[float, typer.Option(min=0.0, max=1.0, help=words("cli.help_share_cap"))] = 0.5,
        notice: Annotated[float, typer.Option(min=0.0, help=words("cli.help_share_notice"))] = 24.0,
        slow: Annotated[list[str] | None, typer.Option(help=words("cli.help_share_slow"))] = None,
        ledger: Annotated[Path | None, typer.Option(help=words("cli.help_share_ledger"))] = None,
        seconds: Annotated[float, typer.Option(min=1.0, help=words("cli.help_share_seconds"))] = 60.0,
        out: Annotated[Path | None, typer.Option(help=words("cli.help_share_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        from threadpoolctl import threadpool_limits

        from api.cli import console
        from api.cli.errors import INPUT, empty_target, refuse, show_problems, user_errors
        from api.cli.share_summary import show_share
        from api.export.share import plain, write_share
        from api.sharing import Asked
        from api.stored import stored_plan
        from optimize.requirement import UnservedError
        from quarterhour.labels import LabelError
        from quarterhour.result import Limits
        from scenarios.lending import NotShareableError, ShareTerms, read_ledger
        from scenarios.lending import share as plan_share
        from scenarios.network import read_network
        from scenarios.plan.confidence import NotConfidentError
        from scenarios.plan.stored import premises_of

        asked = Asked()
        terms = ShareTerms(
            day=day,
            surge=asked.pairs("--surge", surge or (), 0.0, 20.0),
            absent=asked.pairs("--absent", absent or (), 0.0, 1.0),
            sure=sure,
            sure_at=asked.pairs("--sure-at", sure_at or (), 0.0, 1.0),
            cap=cap,
            notice_hours=notice,
            slow=asked.hours("--slow", slow or ()),
        )
        if asked.problems:
            show_problems(asked.problems, words)
            raise typer.Exit(INPUT)
        if out is not None:
            empty_target(out, words)
        with user_errors(words):
            stored, base = stored_plan(plan, words), read_network(network)
            credit = {} if ledger is None else read_ledger(ledger, premises_of(base, stored).network)
            try:
                with threadpool_limits(limits=1):
                    found = plan_share(base, stored, terms, credit, limits=Limits(seconds, seed=stored.seed))
            except NotShareableError as error:
                refuse("\n".join(words.message(message) for message in error.messages))
            except NotConfidentError as error:
                refuse(words.message(error.message))
            except (LabelError, UnservedError):
                refuse(words("cli.plan_of_another_network"))
            page = None if out is None else write_share(found, stored, out, words.language)
            if as_json:
                typer.echo(json.dumps(plain(found), ensure_ascii=False, allow_nan=False))
                return
            show_share(found, stored, Words(words.language, stored.currency))
            if page is not None:
                console.results.print(words("cli.report_at", path=page))
