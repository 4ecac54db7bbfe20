"""`quarterhour roster`: what becomes of a roster after planning: published, checked, compared, repaired."""

import typer

from api.cli.commands import (
    roster_check,
    roster_diff,
    roster_explain,
    roster_export,
    roster_leave,
    roster_repair,
    roster_replace,
    roster_swap,
)
from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the group and its commands."""
    group = typer.Typer(help=words("cli.help_roster"), no_args_is_help=True, rich_markup_mode=None)
    for command in (
        roster_export,
        roster_check,
        roster_diff,
        roster_explain,
        roster_repair,
        roster_replace,
        roster_swap,
        roster_leave,
    ):
        command.add(group, words)
    app.add_typer(group, name="roster")
