"""`quarterhour consolidate`: outlets under review, what may become of each, and the best joint choice."""

from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("consolidate.help"))
    def consolidate(
        network: Annotated[Path, typer.Argument(help=words("cli.help_network"))],
        as_of: Annotated[str | None, typer.Option("--as-of", help=words("consolidate.help_as_of"))] = None,
        threshold: Annotated[float | None, typer.Option(min=0, help=words("consolidate.help_threshold"))] = None,
        others: Annotated[int, typer.Option(min=0, max=50, help=words("consolidate.help_others"))] = 5,
        scenario: Annotated[str | None, typer.Option(help=words("place.help_scenario"))] = None,
        out: Annotated[Path | None, typer.Option(help=words("consolidate.help_out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=words("cli.help_json"))] = False,
    ) -> None:
        import pandas as pd

        from api.cli.consolidation_summary import show_consolidation
        from api.cli.errors import network_for, refuse, user_errors
        from api.cli.studied import Faces, started_from, tell
        from api.export.consolidation import NAME, as_data, write_consolidation
        from scenarios.consolidating import MonthUnknownError, consolidation_of

        month = None
        if as_of is not None:
            try:
                month = pd.Period(as_of, "M").to_timestamp()
            except ValueError:
                refuse(words("consolidate.bad_month", month=as_of))
        with user_errors(words):
            start = started_from(scenario)
            base = network_for("consolidation", network, words)
            try:
                found = consolidation_of(
                    base,
                    start.changes,
                    name=start.name,
                    source=start.source,
                    as_of=month,
                    threshold=threshold,
                    others=others,
                )
            except MonthUnknownError as error:
                refuse(words("consolidate.month_unknown", month=as_of, first=error.first, last=error.last))
            tell(found, Faces(NAME, show_consolidation, write_consolidation, as_data), out, as_json, words)
