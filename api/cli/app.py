"""All commands, in one language."""

import typer

from api.cli.commands import (
    adapt,
    adjustments,
    backtest,
    check,
    compare,
    confidence,
    consolidate,
    coverage,
    decisions,
    demo,
    dispatch,
    forecast,
    headcount,
    place,
    plan,
    promote,
    rehearse,
    roster,
    scenarios,
    serve,
    share,
    shifts,
    standby,
    sweep,
    template,
    verify,
)
from api.words import Words
from quarterhour.version import __version__

COMMANDS = (
    demo,
    template,
    check,
    forecast,
    plan,
    sweep,
    scenarios,
    rehearse,
    roster,
    confidence,
    dispatch,
    standby,
    compare,
    promote,
    decisions,
    verify,
    adapt,
    backtest,
    adjustments,
    headcount,
    coverage,
    place,
    consolidate,
    shifts,
    serve,
    share,
)


def build(words: Words) -> typer.Typer:
    """The application with its help texts in the language of `words`."""
    app = typer.Typer(
        help=words("cli.help"),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        epilog=words("cli.help_lang"),
    )

    def show_version(wanted: bool) -> None:
        if wanted:
            typer.echo(f"quarterhour {__version__}")
            raise typer.Exit

    @app.callback()
    def common(
        version: bool = typer.Option(
            False, "--version", help=words("cli.help_version"), callback=show_version, is_eager=True
        ),
    ) -> None:
        """Options of all commands."""

    for command in COMMANDS:
        command.add(app, words)
    return app
