"""Small files and folders that are never seen half written."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def write_json(path: Path, content: Any) -> None:
    """Replace the file as a whole, so that a reader sees the old or the new one."""
    write_text(path, json.dumps(content, ensure_ascii=False))


def write_text(path: Path, text: str) -> None:
    """The same with a text; a reader who may read the old file may read the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        if path.exists():
            shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_json(path: Path) -> Any:
    """What `write_json` wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


class FolderExistsError(FileExistsError):
    """There is a folder of that name already."""


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder to fill; it becomes `target` when the block ends well, and is gone when it does not.

    Raises
    ------
    FolderExistsError
        When there is one already.
    """
    if target.exists():
        raise FolderExistsError(target)
    folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=".incoming-"))
    try:
        yield folder
        try:
            folder.rename(target)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
            raise FolderExistsError(target) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
