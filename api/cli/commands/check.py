"""`quarterhour check`: everything that is wrong with an organisation's files."""

from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_check"))
    def check(path: Annotated[Path, typer.Argument(help=words("cli.help_network"))]) -> None:
        from api.cli import console
        from api.cli.errors import INPUT, show_problems, user_errors
        from scenarios.decisions import decided, read_decisions
        from scenarios.network import check_network, missing_for, questions, read_network
        from scenarios.network.schema import QUESTIONS

        with user_errors(words):
            problems = check_network(path)
            if problems:
                show_problems(problems, words)
                raise typer.Exit(INPUT)
            network = read_network(path)
            decided(network, read_decisions(path))
            heads = (words("cli.head_table"), words("cli.head_rows"))
            table = console.grid(words("cli.tables_of", network=network.settings.name), *heads, numeric=(1,))
            for name, frame in network.tables.items():
                console.add(table, name, words.number(len(frame)))
            console.results.print(table)
            possible = questions(network)
            console.results.print(
                words("cli.can_answer", questions=", ".join(words.label("stage", key) for key in possible))
            )
            for question in QUESTIONS:
                if question not in possible:
                    lacking = ", ".join(missing_for(network, question))
                    told = words("cli.lacks", question=words.label("stage", question), tables=lacking)
                    console.results.print(told)
            console.results.print(words("cli.no_problems"))
