"""Entry point: the language first, then the commands in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

import typer

from api.cli.app import build
from api.cli.errors import USAGE
from api.words import Words, from_environment
from quarterhour import messages

OPTION = "--lang"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 input problems, 2 usage, 3 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language, rest = chosen_language(given, os.environ)
    if language is None:
        typer.echo(Words()("cli.unknown_language", languages=", ".join(messages.LANGUAGES)), err=True)
        sys.exit(USAGE)
    command = typer.main.get_command(build(Words(language)))
    command.main(args=rest, prog_name="quarterhour")


def chosen_language(given: Sequence[str], environment: Mapping[str, str]) -> tuple[str | None, list[str]]:
    """The language asked for, and the arguments without it; None where it is none of ours.

    `--lang` may stand anywhere, because help texts need the language before a command is known.
    """
    wanted: str | None = None
    rest: list[str] = []
    pending = False
    for argument in given:
        if pending:
            wanted, pending = argument, False
        elif argument == OPTION:
            pending = True
        elif argument.startswith(OPTION + "="):
            wanted = argument.removeprefix(OPTION + "=")
        else:
            rest.append(argument)
    if pending:
        return None, rest
    if wanted is None:
        return from_environment(environment), rest
    known = wanted.lower().split("_")[0].split("-")[0] in ("en", "zh")
    return (messages.normalise(wanted) if known else None), rest
