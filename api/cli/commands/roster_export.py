"""`quarterhour roster export`: a plan's roster in the forms that HR publishes."""

from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command("export", help=words("cli.help_roster_export"))
    def export(
        plan: Annotated[Path, typer.Argument(help=words("cli.help_plan_folder"))],
        out: Annotated[Path, typer.Option(help=words("cli.help_roster_out"))],
        xlsx: Annotated[bool, typer.Option("--xlsx", help=words("cli.help_roster_xlsx"))] = False,
        ics: Annotated[bool, typer.Option("--ics", help=words("cli.help_roster_ics"))] = False,
        pdf: Annotated[bool, typer.Option("--pdf", help=words("cli.help_roster_pdf"))] = False,
        as_csv: Annotated[bool, typer.Option("--csv", help=words("cli.help_roster_csv"))] = False,
        outlet: Annotated[list[str] | None, typer.Option(help=words("cli.help_roster_outlet"))] = None,
        network: Annotated[Path | None, typer.Option(help=words("cli.help_roster_ledger"))] = None,
        sequence: Annotated[int, typer.Option(min=0, help=words("cli.help_roster_sequence"))] = 0,
    ) -> None:
        from api.cli import console
        from api.cli.errors import refuse, user_errors
        from api.export.roster_forms import FORMS, write_forms
        from api.export.roster_lists import write_ledger
        from api.stored import stored_plan
        from scenarios.network import read_network
        from scenarios.roster import next_ledger

        with user_errors(words):
            stored = stored_plan(plan, words)
            if stored.roster is None:
                refuse(words("cli.no_roster", path=plan))
            unknown = sorted(set(outlet or ()) - set(stored.outlets["outlet"]))
            if unknown:
                refuse(words("cli.unknown_outlets", outlets=", ".join(unknown)))
            named = [form for form, wanted in zip(FORMS, (xlsx, ics, pdf, as_csv), strict=True) if wanted]
            told = Words(words.language, stored.currency)
            for name, count in write_forms(stored, out, told, named or FORMS, outlet or None, sequence).items():
                console.results.print(words("cli.roster_written", name=out / name, count=count))
            if network is not None:
                written = write_ledger(next_ledger(read_network(network), stored), out)
                console.results.print(words("cli.roster_written", name=written, count=1))
