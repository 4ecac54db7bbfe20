"""What a section says when its stage was not run: which tables would be needed."""

from __future__ import annotations

from api.report.blocks import Section, Sentence
from api.words import Words
from scenarios.network.schema import schema


def tables_for(question: str) -> list[str]:
    """The tables without which a question can not be answered."""
    return [table.name for table in schema().values() if question in table.needed_for]


def absent(words: Words, key: str, title: str, question: str) -> Section:
    """The section with one sentence."""
    needed = ", ".join(tables_for(question))
    return Section(key, title, [Sentence(words("report.absent", tables=needed))])
