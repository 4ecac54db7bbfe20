"""What users did not mean to do: told in their words, never as a traceback."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from api.cli import console
from api.refusal import RefusedError
from api.words import Words

if TYPE_CHECKING:
    from scenarios.network import Network
    from scenarios.network.problems import Problem

INPUT = 1
USAGE = 2
INTERRUPTED = 3
SHOWN = 200
"""Problems in a table; more are counted."""


@contextmanager
def user_errors(words: Words) -> Iterator[None]:
    """Turn problems of input files into tables and exit codes."""
    from quarterhour.labels import NothingKnownError
    from scenarios.changes import ChangeProblemsError
    from scenarios.network.problems import NetworkProblemsError

    try:
        yield
    except (NetworkProblemsError, ChangeProblemsError) as error:
        show_problems(error.problems, words)
        raise typer.Exit(INPUT) from None
    except RefusedError as error:
        refuse(str(error))
    except NothingKnownError:
        refuse(words("cli.history_too_short"))
    except OSError as error:
        if error.filename is None:
            refuse(str(error))
        refuse(words("cli.file_error", path=error.filename, reason=error.strerror))
    except KeyboardInterrupt:
        console.notes.print(words("cli.interrupted"))
        raise typer.Exit(INTERRUPTED) from None


def network_for(question: str, folder: Path, words: Words) -> Network:
    """Read a network's tables, or say which lack for a question and leave; decisions are not in them, and told."""
    from scenarios.decisions import read_decisions
    from scenarios.network import missing_for, read_network

    found = read_network(folder)
    standing = len(read_decisions(folder).standing)
    if standing:
        console.notes.print(words("cli.decisions_left_out", count=standing))
    lacking = missing_for(found, question)
    if lacking:
        refuse(words("cli.lacks", question=words.label("stage", question), tables=", ".join(lacking)))
    return found


def refuse(text: str) -> NoReturn:
    """Say what is wrong with the input and leave.

    Raises
    ------
    typer.Exit
        Always, with the exit code of input problems.
    """
    console.notes.print(text)
    raise typer.Exit(INPUT)


def empty_target(path: Path, words: Words) -> None:
    """Refuse to write where something is already."""
    if path.exists() and (path.is_file() or any(path.iterdir())):
        refuse(words("cli.not_empty", path=path))


def show_problems(problems: Sequence[Problem], words: Words) -> None:
    """Every problem with its place and what may fix it."""
    title = words("cli.problems", count=len(problems))
    heads = ("file", "row", "column", "value", "problem", "fix")
    table = console.grid(title, *(words(f"cli.head_{head}") for head in heads), numeric=(1,))
    for problem in problems[:SHOWN]:
        row = "" if problem.row is None else problem.row
        message, fix = words.message(problem.message), words.message(problem.fix)
        console.add(table, problem.file, row, problem.column, problem.value, message, fix)
    console.results.print(table)
    if len(problems) > SHOWN:
        console.results.print(words("cli.more_problems", count=len(problems) - SHOWN))
