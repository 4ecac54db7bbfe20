"""What is wrong with an organisation's files, in users' words: where, what, and what may fix it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quarterhour import messages
from quarterhour.messages import Message


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes
    ----------
    file
        Name of the file (and sheet) within the organisation's folder.
    row
        The row that a person sees in the file, its header being row 1; None where no row is meant.
    column, value
        The column's name and the cell as it stands there; "" where none is meant.
    message, fix
        What is wrong and what may fix it. The code of `fix` is that of `message` with `.fix`.
    """

    file: str
    row: int | None
    column: str
    value: str
    message: Message
    fix: Message

    @property
    def code(self) -> str:
        """The kind of problem, such as `network.missing_column`."""
        return self.message.code

    def text(self, language: str = "en") -> str:
        """Two lines: place and problem, then what may fix it."""
        parts = [self.file]
        if self.row is not None:
            parts.append(messages.text("network.place_row", language, row=self.row))
        if self.column:
            parts.append(messages.text("network.place_column", language, column=self.column))
        place = messages.text("network.place_join", language).join(parts)
        return f"{place}: {self.message.text(language)}\n    {self.fix.text(language)}"


IN_ERROR = 20
"""Problems that the text of an error lists; `problems` has them all."""


class NetworkProblemsError(ValueError):
    """The organisation's tables can not be used as they are; `problems` lists everything that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        shown = [problem.text() for problem in problems[:IN_ERROR]]
        more = [f"and {len(problems) - IN_ERROR} more"] if len(problems) > IN_ERROR else []
        super().__init__("\n".join([*shown, *more]))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[NetworkProblemsError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)
