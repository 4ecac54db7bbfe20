"""Comparisons on disk: a folder each, named after what was asked, so that the same question is answered once."""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from pathlib import Path

from api.http.problems import ProblemError
from quarterhour.version import __version__

IDENTIFIER = re.compile(r"c[0-9a-f]{16}")


class ComparisonStore:
    """All comparisons below one folder; runs that have ended never change, so neither do comparisons of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    @staticmethod
    def identifier(asked: dict[str, object]) -> str:
        """The identifier of what is asked, by this version of the program."""
        text = json.dumps({"version": __version__, **asked}, sort_keys=True)
        return f"c{blake2b(text.encode(), digest_size=8).hexdigest()}"

    def target(self, identifier: str) -> Path:
        """Where a comparison lies once it is made."""
        return self.root / identifier

    def folder(self, identifier: str) -> Path:
        """Where one that is made lies.

        Raises
        ------
        ProblemError
            When there is no such comparison, or the identifier is no identifier.
        """
        folder = self.target(identifier)
        if not IDENTIFIER.fullmatch(identifier) or not folder.is_dir():
            raise ProblemError("http.unknown_comparison", comparison=identifier[:80])
        return folder
