"""Networks on disk: a folder each below the data root; a folder of tables put there by hand is one too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.http.problems import ProblemError
from api.runs.atomic import FolderExistsError, whole_folder

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
WORKBOOK = "network.xlsx"


class NetworkStore:
    """All networks below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "networks").mkdir(parents=True, exist_ok=True)

    def all(self) -> list[str]:
        """All identifiers in order."""
        return sorted(
            path.name for path in (self.root / "networks").iterdir() if path.is_dir() and self.fits(path.name)
        )

    @staticmethod
    def fits(identifier: str) -> bool:
        """Whether a text may be an identifier: never a path."""
        return IDENTIFIER.fullmatch(identifier) is not None

    def source(self, identifier: str) -> Path:
        """What `read_network` reads: the folder of tables, or the workbook in it.

        Raises
        ------
        ProblemError
            When there is no such network.
        """
        folder = self.root / "networks" / identifier
        if not self.fits(identifier) or not folder.is_dir():
            raise ProblemError("http.unknown_network", network=identifier[:80])
        workbook = folder / WORKBOOK
        return workbook if workbook.exists() else folder

    @contextmanager
    def adding(self, identifier: str) -> Iterator[Path]:
        """A folder to fill; it becomes the network when the block ends well, and is gone when it does not.

        Raises
        ------
        ProblemError
            When there is a network of that identifier.
        """
        try:
            with whole_folder(self.root / "networks" / identifier) as folder:
                yield folder
        except FolderExistsError:
            raise ProblemError("http.network_exists", network=identifier) from None
