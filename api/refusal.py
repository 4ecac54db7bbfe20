"""What was asked can not be answered, whoever asked: the terminal and the service tell it each in their form."""

from __future__ import annotations

from typing import NoReturn


class RefusedError(Exception):
    """What was asked can not be answered; the text says why, in the user's words, a line a problem."""


def refuse(text: str) -> NoReturn:
    """Say what is wrong with what was asked.

    Raises
    ------
    RefusedError
        Always.
    """
    raise RefusedError(text)
