"""Users' words: code and values travel through the program, texts live in catalogues.

Catalogues are gettext files `locale/<language>/<area>.po` whose message ids are the codes; the area is
the code's part before the first dot. They are read with Babel, so no compiled files are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("en", "zh_Hans")
LOCALE = Path(__file__).parent / "locale"


class UnknownMessageError(KeyError):
    """A message code that no catalogue has."""


@dataclass(frozen=True)
class Message:
    """A text for users, still without a language.

    Attributes
    ----------
    code
        Key in the catalogues, such as `network.missing_column`.
    values
        What the text's `{placeholders}` stand for.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The message in `language`."""
        return text(self.code, language, **self.values)


def normalise(language: str) -> str:
    """The catalogue's name for what a user typed: `zh`, `zh-CN`, `zh_Hans`; everything else is English."""
    return "zh_Hans" if language.lower().startswith("zh") else "en"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of one language by code."""
    texts: dict[str, str] = {}
    for path in sorted((LOCALE / normalise(language)).glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file):
                if isinstance(entry.id, str) and entry.id:
                    texts[entry.id] = str(entry.string)
    return texts


def text(code: str, language: str = "en", **values: object) -> str:
    """The text of `code` with its placeholders filled.

    Raises
    ------
    UnknownMessageError
        When the catalogue lacks the code: a mistake of ours, found by the tests.
    """
    try:
        template = catalogue(normalise(language))[code]
    except KeyError:
        raise UnknownMessageError(code) from None
    return template.format(**values)


def has(code: str) -> bool:
    """Whether the catalogues know `code`."""
    return code in catalogue("en")
